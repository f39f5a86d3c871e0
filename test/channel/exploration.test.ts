import { describe, expect, test } from 'vitest';
import { isPastCutoff } from '../../core/channel/expiry.ts';
import { transition } from '../../core/channel/machine.ts';
import { TRANSITIONS } from '../../core/channel/transitions.ts';
import type { Channel, ChannelEvent, EventName, StateName } from '../../core/channel/vocabulary.ts';
import { explore, type Happening, show } from './explored.ts';

const happenings = explore();
const steps = happenings.flatMap(({ channel, event, result }) =>
  result.ok ? [{ before: channel, event, after: result.value.channel, effects: result.value.effects }] : [],
);
type TakenStep = (typeof steps)[number];

function expectAll(claim: (step: TakenStep) => boolean): void {
  expectNone(steps.filter((step) => !claim(step)));
}

/** The first few are enough to see what is wrong. */
function expectNone(counterexamples: readonly TakenStep[]): void {
  expect(counterexamples.slice(0, 3).map(show)).toEqual([]);
}

function owes(step: TakenStep, effect: 'settle' | 'broadcast_funding'): boolean {
  return step.effects.some(({ type }) => type === effect);
}

/** What the till can co-sign: a payment or a release. */
function isWorthClosing(channel: Channel): boolean {
  return channel.paid > 0n || channel.isReleased;
}

function outcomeOf({ result }: Happening): StateName | 'refused' {
  return result.ok ? result.value.channel.state : 'refused';
}

describe('the table of transitions', () => {
  const rows = Object.entries(TRANSITIONS).flatMap(([state, row]) =>
    Object.entries(row).map(
      ([event, outcomes]) => [state as StateName, event as EventName, outcomes] as const,
    ),
  );

  test.each(rows)(
    'from %s, %s leads to what the table says and to nothing else',
    (state, event, outcomes) => {
      const found = happenings.filter(
        ({ channel, event: { type } }) => channel.state === state && type === event,
      );
      expect([...new Set(found.map(outcomeOf))].sort()).toEqual([...outcomes].sort());
    },
  );

  test('has no outcome twice', () => {
    expect(rows.filter(([, , outcomes]) => new Set(outcomes).size !== outcomes.length)).toEqual([]);
  });
});

describe('a refusal', () => {
  const refusals = happenings.flatMap(({ event, result }) =>
    result.ok ? [] : [`${event.type}: ${result.refusal.code}`],
  );

  test('says by its code why', () => {
    expect([...new Set(refusals)].sort()).toEqual([
      'announced: channel_not_open',
      'close_requested: channel_not_open',
      'close_requested: nothing_paid',
      'payment_accepted: channel_expiring',
      'payment_accepted: channel_not_open',
      'release_accepted: bad_release',
      'release_accepted: channel_not_open',
    ]);
  });

  test('is given to customers and owner alone: a fact of the chain or the clock is never refused', () => {
    const facts: EventName[] = ['offer_expired', 'funding_depth_changed', 'funding_conflicted'];
    facts.push('tip_advanced', 'funding_spent', 'spend_undone');
    expect(refusals.filter((refusal) => facts.some((fact) => refusal.startsWith(fact)))).toEqual([]);
  });
});

describe('an event', () => {
  test('does not change the channel that it is given with', () => {
    for (const { channel, event } of happenings) {
      const before = show(channel);
      transition(deepFrozen(channel), deepFrozen(event));
      expect(show(channel)).toBe(before);
    }
  });

  test('that comes again changes nothing more, unless it is a payment', () => {
    const again = steps.filter(
      ({ event }) => event.type !== 'payment_accepted' && event.type !== 'announced',
    );
    const changed = again.filter(({ after, event }) => {
      const second = transition(after, event);
      return second.ok && show(second.value.channel) !== show(after);
    });
    expectNone(changed);
  });

  test('leaves the lock as the announcement fixed it', () => {
    expectAll(({ before, event, after }) => event.type === 'announced' || after.lock === before.lock);
  });
});

describe('what is paid', () => {
  test('is raised by a payment and by nothing else', () => {
    expectAll(({ before, event, after }) =>
      event.type === 'payment_accepted' ? after.paid === event.paid : after.paid === before.paid,
    );
    expectAll(({ before, after }) => after.paid >= before.paid);
  });
});

describe('a payment', () => {
  const payments = steps.filter(({ event }) => event.type === 'payment_accepted');

  test('is accepted while the channel is open, below the cutoff, and then alone [PAY-13]', () => {
    expect(payments.length).toBeGreaterThan(0);
    for (const { before, event } of payments) {
      expect(before.state).toBe('open');
      expect(before.isReleased).toBe(false);
      expect(before.spend).toBeUndefined();
      expect(before.lock && isPastCutoff(before.lock, heightOf(event))).toBe(false);
    }
  });

  test('changes what is paid alone, and owes nothing', () => {
    for (const { before, after, effects } of payments) {
      expect({ ...after, paid: before.paid }).toEqual(before);
      expect(effects).toEqual([]);
    }
  });
});

describe('a channel with something to settle', () => {
  test('never lapses', () => {
    expectAll(({ after }) => after.state !== 'lapsed' || !isWorthClosing(after));
  });

  test('is closing from the cutoff on', () => {
    const late = steps.filter(
      ({ before: { lock, state }, event }) =>
        event.type === 'tip_advanced' &&
        lock !== undefined &&
        isPastCutoff(lock, event.height) &&
        (state === 'open' || state === 'confirming'),
    );
    const worth = late.filter(({ before }) => isWorthClosing(before));
    expect(worth.length).toBeGreaterThan(0);
    for (const step of worth) expect([step.after.state, owes(step, 'settle')]).toEqual(['closing', true]);
  });

  test('owes the settlement when the spend of its funding is undone', () => {
    const undone = steps.filter(
      ({ before, event }) =>
        event.type === 'spend_undone' && before.spend !== undefined && isWorthClosing(before),
    );
    expect(undone.length).toBeGreaterThan(0);
    for (const step of undone) {
      expect(step.after.spend).toBeUndefined();
      expect([step.after.state, owes(step, 'settle')]).toEqual(['closing', true]);
    }
  });
});

describe('the settlement', () => {
  test('is owed by every channel that becomes closing with something to settle', () => {
    const closings = steps.filter(
      ({ before, after }) => before.state !== 'closing' && after.state === 'closing' && isWorthClosing(after),
    );
    expect(closings.length).toBeGreaterThan(0);
    expectNone(closings.filter((step) => !owes(step, 'settle')));
  });

  test('is owed only where there is something to settle', () => {
    expectAll(
      (step) => !owes(step, 'settle') || (step.after.state === 'closing' && isWorthClosing(step.after)),
    );
  });
});

describe('the funding', () => {
  test('is owed to the node whenever no block holds it and the channel is alive', () => {
    const alive: StateName[] = ['confirming', 'open', 'closing'];
    const unconfirmed = steps.filter(
      ({ before, event, after }) =>
        'confirmations' in event &&
        event.confirmations === 0 &&
        alive.includes(after.state) &&
        (event.type !== 'spend_undone' || before.spend !== undefined),
    );
    expect(unconfirmed.length).toBeGreaterThan(0);
    expectNone(unconfirmed.filter((step) => !owes(step, 'broadcast_funding')));
  });
});

describe('a channel is closing', () => {
  test('only with something to settle, or while its funding is being spent', () => {
    expectAll(({ after }) => after.state !== 'closing' || isWorthClosing(after) || after.spend !== undefined);
  });
});

describe('an open channel', () => {
  test('with money in it has no spend of its funding in sight', () => {
    expectAll(({ after: { state, paid, spend } }) => state !== 'open' || paid === 0n || spend === undefined);
  });

  test('is not one whose funding a block shows as spent', () => {
    expectAll(({ after: { state, spend } }) => state !== 'open' || spend?.height === undefined);
  });
});

describe('a channel is closed', () => {
  test('only by a settlement in a block', () => {
    expectAll(
      ({ after: { state, spend } }) =>
        state !== 'closed' || (spend?.kind === 'settlement' && spend.height !== undefined),
    );
  });

  test('only once this block is as deep as the terms ask [CLS-1]', () => {
    const closings = steps.filter(
      ({ before, after }) => before.state !== 'closed' && after.state === 'closed',
    );
    expect(closings.length).toBeGreaterThan(0);
    for (const { event, after } of closings) {
      const depth = heightOf(event) - (after.spend?.height ?? Number.POSITIVE_INFINITY) + 1;
      expect(depth).toBeGreaterThanOrEqual(after.lock?.requiredConfirmations ?? 0);
    }
  });
});

describe('a channel is refunded', () => {
  test('only by a refund in a block', () => {
    const refunds = steps.filter(
      ({ before, after }) => before.state !== after.state && after.state === 'refunded',
    );
    expect(refunds.length).toBeGreaterThan(0);
    for (const { after } of refunds) {
      expect(after.spend?.kind).toBe('refund');
      expect(after.spend?.height).toBeDefined();
    }
  });
});

function heightOf(event: ChannelEvent): number {
  if (!('height' in event)) throw new Error(`${event.type} has no height`);
  return event.height;
}

function deepFrozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFrozen(part);
  return Object.freeze(value);
}
