import { TRANSITIONS } from '../../core/channel/transitions.ts';
import type { EventName, StateName } from '../../core/channel/vocabulary.ts';

/** Where the document is, from the root of the project. */
export const STATES_DOCUMENT = 'docs/CHANNEL-STATES.md';

const STATES = Object.keys(TRANSITIONS) as StateName[];
const EVENTS = Object.keys(TRANSITIONS.offered) as EventName[];
const ENDS: readonly StateName[] = ['closed', 'refunded', 'lapsed', 'conflicted'];

const EVENT_MEANINGS: Readonly<Record<EventName, string>> = {
  announced: 'the customer announced the funding, and it passed every check',
  offer_expired: 'nobody announced the offer in time',
  funding_depth_changed: 'the shallowest funding output is this deep now; 0 in the mempool',
  funding_conflicted:
    "the funding can no longer be mined: another transaction took the funding transaction's inputs",
  payment_accepted: 'a payment passed every check',
  close_requested: 'the customer, by her signature, or the owner wants the channel closed',
  release_accepted: 'a release passed every check',
  tip_advanced: 'the chain has this height now',
  funding_spent:
    'a settlement, a refund or something foreign spends the funding, in the mempool or in a block',
  spend_undone: 'a reorg, or the forgetting of the mempool, took the spend back',
};

/** Forward is what happens on a chain without reorgs, as long as the channel has not ended. */
function isForward(from: StateName, to: StateName, event: EventName): boolean {
  return !ENDS.includes(from) && event !== 'spend_undone' && !(from === 'open' && to === 'confirming');
}

function arrows(isDrawn: (from: StateName, to: StateName, event: EventName) => boolean): string[] {
  return STATES.flatMap((from) =>
    STATES.filter((to) => to !== from).flatMap((to) => {
      const events = EVENTS.filter(
        (event) => TRANSITIONS[from][event].includes(to) && isDrawn(from, to, event),
      );
      return events.length === 0 ? [] : [`    ${from} --> ${to}: ${events.join(', ')}`];
    }),
  );
}

function diagram(title: string, drawn: readonly string[]): string[] {
  return ['```mermaid', '---', `title: ${title}`, '---', 'stateDiagram-v2', ...drawn, '```'];
}

function cell(state: StateName, event: EventName): string {
  const outcomes = TRANSITIONS[state][event];
  if (outcomes.length === 1 && outcomes[0] === state) return '·';
  return outcomes.map((outcome) => (outcome === state ? 'stays' : outcome)).join(', ');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

/** The document, whole. Everything in it but the meanings of the events is read off the table of transitions. */
export function statesDocument(): string {
  return [
    "# A channel's states",
    '',
    'Written by `npm run docs` from `core/channel/transitions.ts`: change that and run it again. The machine stops at a step that',
    'is not in this table, and a test visits every channel that an offer can become to see that each step is possible. What the',
    'states mean is in [GLOSSARY.md](GLOSSARY.md).',
    '',
    '## The life of a channel',
    '',
    ...diagram('On a chain without reorgs', ['    [*] --> offered', ...arrows(isForward)]),
    '',
    'Whatever leads to `closing` with a payment or a release in hand owes the settlement; it is sent again until it is buried.',
    '',
    '## After the end, and back',
    '',
    'Four states are ends: `closed`, `refunded`, `lapsed` and `conflicted`. A channel leaves an end when a reorg undoes what had',
    'led there, or when the customer takes the refund of one that lapsed.',
    '',
    ...diagram(
      'After an end, and by a reorg',
      arrows((from, to, event) => !isForward(from, to, event)),
    ),
    '',
    '## Every state and event',
    '',
    '`·` is: nothing changes. `stays` is: the state may remain. `refused` is: the one who asked gets a refusal, and nothing changes.',
    '',
    ...table(
      ['', ...STATES],
      EVENTS.map((event) => [`\`${event}\``, ...STATES.map((state) => cell(state, event))]),
    ),
    '',
    '## The events',
    '',
    ...table(
      ['event', 'what happened'],
      EVENTS.map((event) => [`\`${event}\``, EVENT_MEANINGS[event]]),
    ),
    '',
  ].join('\n');
}
