import fc from 'fast-check';

/** Everything that happens in one run. Durations in minutes, depths in blocks; channels by the order of their opening. */
export interface Scenario {
  /** Of everything that is not an action: when blocks come, what they hold. */
  readonly seed: number;
  readonly setting: Setting;
  readonly actions: readonly Action[];
}

export interface Setting {
  readonly cutoffBlocks: number;
  readonly confirmations: number;
  /** The till cannot sign by itself. */
  readonly isLocked: boolean;
  /** How often the owner of a locked till comes by. */
  readonly ownerEveryHours: number;
  readonly hasSecondNode: boolean;
  readonly malleates: boolean;
  /** What customers do at the locktime. */
  readonly refunds: 'to_miner' | 'to_mempool' | 'never';
}

export type Action =
  | { readonly kind: 'wait'; readonly minutes: number }
  /** Until the chain is so many blocks from a channel's cutoff or locktime. */
  | {
      readonly kind: 'wait_for';
      readonly channel: number;
      readonly mark: 'cutoff' | 'locktime';
      readonly offset: number;
    }
  | {
      readonly kind: 'open';
      readonly blocks: number;
      readonly doge: number;
      readonly isSentFirst: boolean;
      readonly isConfirmed: boolean;
    }
  | { readonly kind: 'pay'; readonly channel: number; readonly share: number }
  | { readonly kind: 'replay'; readonly channel: number; readonly which: number }
  | { readonly kind: 'close'; readonly channel: number }
  | { readonly kind: 'release'; readonly channel: number }
  | { readonly kind: 'double_spend'; readonly channel: number; readonly isToMiner: boolean }
  | { readonly kind: 'owner_closes'; readonly channel: number }
  | {
      readonly kind: 'node';
      readonly node: number;
      readonly state: 'down' | 'stuck' | 'apart';
      readonly minutes: number;
    }
  | { readonly kind: 'evict'; readonly where: 'node' | 'network' | 'everywhere' }
  | { readonly kind: 'reorg'; readonly depth: number }
  | { readonly kind: 'dear'; readonly minutes: number; readonly times: number }
  | { readonly kind: 'speed'; readonly minutes: number; readonly percent: number }
  | { readonly kind: 'clock'; readonly minutes: number }
  | { readonly kind: 'crash'; readonly calls: number; readonly minutes: number }
  | { readonly kind: 'off'; readonly minutes: number };

const channel = fc.nat({ max: 3 });
const moment = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }) },
  { weight: 3, arbitrary: fc.integer({ min: 90, max: 1500 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1500, max: 6000 }) },
);
const outage = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 240 }) },
  { weight: 2, arbitrary: fc.integer({ min: 240, max: 1300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1300, max: 7000 }) },
);
const flag = fc.boolean();
const action = <K extends Action['kind']>(kind: K, rest: object) =>
  fc.record({ kind: fc.constant(kind), ...rest }) as unknown as fc.Arbitrary<Action>;

const ACTIONS: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: action('wait', { minutes: moment }) },
  {
    weight: 6,
    arbitrary: action('wait_for', {
      channel,
      mark: fc.constantFrom('cutoff', 'locktime'),
      offset: fc.integer({ min: -120, max: 60 }),
    }),
  },
  {
    weight: 4,
    arbitrary: action('open', {
      blocks: fc.integer({ min: 0, max: 9000 }),
      doge: fc.integer({ min: 20, max: 5000 }),
      isSentFirst: flag,
      isConfirmed: fc.oneof(
        { weight: 4, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
    }),
  },
  { weight: 12, arbitrary: action('pay', { channel, share: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: action('replay', { channel, which: fc.nat({ max: 5 }) }) },
  { weight: 2, arbitrary: action('close', { channel }) },
  { weight: 1, arbitrary: action('release', { channel }) },
  { weight: 2, arbitrary: action('double_spend', { channel, isToMiner: flag }) },
  { weight: 1, arbitrary: action('owner_closes', { channel }) },
  {
    weight: 5,
    arbitrary: action('node', {
      node: fc.nat({ max: 1 }),
      state: fc.constantFrom('down', 'stuck'),
      minutes: outage,
    }),
  },
  // No longer: a node that is kept on a chain of its own for a day is beyond what one node can tell.
  {
    weight: 2,
    arbitrary: action('node', {
      node: fc.nat({ max: 1 }),
      state: fc.constant('apart'),
      minutes: fc.integer({ min: 5, max: 300 }),
    }),
  },
  { weight: 3, arbitrary: action('evict', { where: fc.constantFrom('node', 'network', 'everywhere') }) },
  {
    weight: 4,
    arbitrary: action('reorg', {
      depth: fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) },
        { weight: 1, arbitrary: fc.integer({ min: 6, max: 40 }) },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: action('dear', {
      minutes: fc.integer({ min: 10, max: 400 }),
      times: fc.integer({ min: 2, max: 20 }),
    }),
  },
  { weight: 2, arbitrary: action('speed', { minutes: outage, percent: fc.integer({ min: 50, max: 140 }) }) },
  {
    weight: 2,
    arbitrary: action('clock', {
      minutes: fc.oneof(fc.integer({ min: -120, max: 120 }), fc.integer({ min: -6000, max: 6000 })),
    }),
  },
  {
    weight: 6,
    arbitrary: action('crash', {
      calls: fc.integer({ min: 1, max: 60 }),
      minutes: fc.integer({ min: 0, max: 90 }),
    }),
  },
  { weight: 2, arbitrary: action('off', { minutes: outage }) },
);

const always = <K extends Action['kind']>(kind: K, rest: object) =>
  action(kind, Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, fc.constant(value)])));
const pays = action('pay', { channel, share: fc.integer({ min: 1, max: 60 }) });
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
const FORGOTTEN = fc.tuple(
  action('dear', { minutes: fc.integer({ min: 200, max: 500 }), times: fc.integer({ min: 2, max: 20 }) }),
  action('close', { channel }),
  waits(5, 60),
  action('evict', { where: fc.constantFrom('network', 'everywhere') }),
  fc.oneof(
    always('wait', { minutes: 1 }),
    action('clock', { minutes: fc.integer({ min: -6000, max: -600 }) }),
  ),
  waits(100, 600),
);

/** A block that held a settlement is no more, and nobody remembers what was in it. */
const UNDONE = fc.tuple(
  action('close', { channel }),
  waits(5, 15),
  always('dear', { minutes: 60, times: 10 }),
  action('reorg', { depth: fc.integer({ min: 4, max: 25 }) }),
  action('evict', { where: fc.constantFrom('network', 'everywhere') }),
  waits(1, 60),
);

/** One thing, or several that belong together. */
const EPISODES: fc.Arbitrary<readonly Action[]> = fc.oneof(
  { weight: 30, arbitrary: ACTIONS.map((single) => [single]) },
  { weight: 1, arbitrary: BLIND },
  { weight: 2, arbitrary: DEADLY },
  { weight: 1, arbitrary: HASTY },
  { weight: 1, arbitrary: FORGOTTEN },
  { weight: 1, arbitrary: UNDONE },
);

const FIRST: fc.Arbitrary<Action> = action('open', {
  blocks: fc.integer({ min: 0, max: 4000 }),
  doge: fc.integer({ min: 20, max: 5000 }),
  isSentFirst: flag,
  isConfirmed: fc.constant(true),
});

const SETTING: fc.Arbitrary<Setting> = fc.record({
  cutoffBlocks: fc.constantFrom(720, 1440),
  confirmations: fc.constantFrom(2, 6),
  isLocked: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  ownerEveryHours: fc.integer({ min: 4, max: 60 }),
  hasSecondNode: flag,
  malleates: fc.oneof(
    { weight: 4, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  refunds: fc.constantFrom('to_miner', 'to_miner', 'to_mempool', 'never'),
});

/** Weeks at a till: one channel at least, with something paid on it. */
export const SCENARIOS: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.nat({ max: 0x7fffffff }),
    setting: SETTING,
    first: fc.tuple(
      FIRST,
      action('pay', { channel: fc.constant(0), share: fc.integer({ min: 1, max: 60 }) }),
    ),
    episodes: fc.array(EPISODES, { minLength: 5, maxLength: 35, size: 'max' }),
  })
  .map(({ seed, setting, first, episodes }) => ({ seed, setting, actions: [...first, ...episodes.flat()] }));
