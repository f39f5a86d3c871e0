import fc from 'fast-check';
import { ACTIONS, action, flag } from './actions.ts';
import type { Action } from './scenario.ts';

const always = <K extends Action['kind']>(kind: K, rest: object) =>
  action(kind, Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, fc.constant(value)])));
/** On the channel whose marks the story waits for. */
const pays = action('pay', { channel: fc.constant(0), share: fc.integer({ min: 1, max: 60 }) });
const near = (mark: 'cutoff' | 'locktime', min: number, max: number) =>
  action('wait_for', { channel: fc.constant(0), mark: fc.constant(mark), offset: fc.integer({ min, max }) });
const waits = (min: number, max: number) => action('wait', { minutes: fc.integer({ min, max }) });

/** Without sight of the chain past a locktime, while customers go on paying and clocks are set. */
const BLIND = fc
  .record({
    approach: near('cutoff', -200, 40),
    state: fc.constantFrom('down', 'stuck'),
    minutes: fc.integer({ min: 1500, max: 3000 }),
    clock: fc.oneof(
      always('wait', { minutes: 1 }),
      action('clock', { minutes: fc.integer({ min: -4000, max: 0 }) }),
    ),
    between: waits(600, 1300),
    arrival: near('locktime', -90, 60),
    pays,
  })
  .chain(({ approach, state, minutes, clock, between, arrival, pays: payment }) =>
    fc.tuple(
      fc.constant(approach),
      always('node', { node: 0, state, minutes }),
      always('node', { node: 1, state, minutes }),
      always('node', { node: 2, state, minutes }),
      fc.constant(clock),
      fc.constant(between),
      fc.constant(payment),
      fc.constant(arrival),
      fc.constant(payment),
    ),
  );

/** The till dies again and again while it closes what is due. */
const DEADLY = fc
  .array(
    fc.tuple(
      action('crash', { calls: fc.integer({ min: 1, max: 30 }), minutes: fc.integer({ min: 0, max: 5 }) }),
      waits(1, 12),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .chain((deaths) => near('cutoff', -8, 0).map((approach) => [approach, ...deaths.flat()]));

/** The newest channel, by whatever count of them. */
const NEWEST = 11;
/** A channel with money in it, for a story that needs one: the others may be over by then. */
const FRESH = fc.tuple(
  action('open', {
    blocks: fc.integer({ min: 0, max: 3000 }),
    doge: fc.integer({ min: 20, max: 5000 }),
    isSentFirst: flag,
    isConfirmed: fc.constant(true),
  }),
  always('pay', { channel: NEWEST, share: 30 }),
);

/** A payment on a funding that is in no block yet, and never will be. */
const HASTY = fc.tuple(
  action('open', {
    blocks: fc.integer({ min: 0, max: 3000 }),
    doge: fc.integer({ min: 20, max: 5000 }),
    isSentFirst: flag,
    isConfirmed: fc.constant(false),
  }),
  always('pay', { channel: NEWEST, share: 50 }),
  always('double_spend', { channel: NEWEST, isToMiner: true }),
);

/** A settlement that is sent and then forgotten by everybody, with a clock that may be set back in between. */
const FORGOTTEN = fc
  .tuple(
    FRESH,
    fc.tuple(
      action('dear', { minutes: fc.integer({ min: 200, max: 500 }), times: fc.integer({ min: 2, max: 20 }) }),
      always('close', { channel: NEWEST }),
      waits(5, 60),
      action('evict', { where: fc.constantFrom('network', 'everywhere') }),
      fc.oneof(
        always('wait', { minutes: 1 }),
        action('clock', { minutes: fc.integer({ min: -6000, max: -600 }) }),
      ),
      waits(100, 600),
    ),
  )
  .map(([fresh, story]) => [...fresh, ...story]);

/** A block that held a settlement is no more, and nobody remembers what was in it. */
const UNDONE = fc
  .tuple(
    FRESH,
    fc.tuple(
      always('close', { channel: NEWEST }),
      waits(5, 15),
      always('dear', { minutes: 60, times: 10 }),
      action('reorg', { depth: fc.integer({ min: 4, max: 25 }) }),
      action('evict', { where: fc.constantFrom('network', 'everywhere') }),
      waits(1, 60),
    ),
  )
  .map(([fresh, story]) => [...fresh, ...story]);

/** The till's own node is no help for longer than the margin, and says that all is well or nothing; a further one may be. */
const DECEIVED = fc
  .record({
    approach: near('cutoff', -200, 0),
    state: fc.constantFrom('apart', 'apart', 'mute', 'stuck', 'down'),
    minutes: fc.integer({ min: 1500, max: 4000 }),
    also: fc.oneof(
      always('wait', { minutes: 1 }),
      action('node', {
        node: fc.constant(1),
        state: fc.constantFrom('down', 'stuck', 'mute'),
        minutes: fc.integer({ min: 5, max: 900 }),
      }),
    ),
    between: waits(30, 900),
  })
  .map(({ approach, state, minutes, also, between }): Action[] => [
    approach,
    { kind: 'node', node: 0, state, minutes },
    also,
    between,
  ]);

/** Miners ask more than a settlement pays, for days. */
const DEAR = fc.tuple(
  near('cutoff', -60, 30),
  action('dear', { minutes: fc.integer({ min: 600, max: 2500 }), times: fc.integer({ min: 2, max: 20 }) }),
  waits(30, 600),
  fc.oneof(
    always('wait', { minutes: 1 }),
    action('evict', { where: fc.constantFrom('node', 'network', 'everywhere') }),
    action('crash', { calls: fc.integer({ min: 1, max: 40 }), minutes: fc.integer({ min: 0, max: 60 }) }),
  ),
);

/** The machine sleeps past a cutoff, or is off, under a clock that may be behind; it is back before its node answers. */
const ASLEEP = fc
  .record({
    approach: near('cutoff', -300, 0),
    clock: fc.oneof(
      always('wait', { minutes: 1 }),
      action('clock', { minutes: fc.integer({ min: -4000, max: -100 }) }),
    ),
    kind: fc.constantFrom('sleep', 'sleep', 'off'),
    asleep: fc.integer({ min: 200, max: 2500 }),
    away: fc.integer({ min: 30, max: 600 }),
    pays,
  })
  .map(({ approach, clock, kind, asleep, away, pays: payment }): Action[] => [
    approach,
    clock,
    { kind: 'wait', minutes: 5 },
    ...[0, 1, 2].map((node): Action => ({ kind: 'node', node, state: 'down', minutes: asleep + away })),
    { kind, minutes: asleep },
    { kind: 'wait', minutes: asleep + 5 },
    payment,
  ]);

/** One thing, or several that belong together. */
export const EPISODES: fc.Arbitrary<readonly Action[]> = fc.oneof(
  { weight: 30, arbitrary: ACTIONS.map((single) => [single]) },
  { weight: 1, arbitrary: BLIND },
  { weight: 2, arbitrary: DEADLY },
  { weight: 1, arbitrary: HASTY },
  { weight: 1, arbitrary: FORGOTTEN },
  { weight: 1, arbitrary: UNDONE },
  { weight: 1, arbitrary: DECEIVED },
  { weight: 1, arbitrary: DEAR },
  { weight: 1, arbitrary: ASLEEP },
);
