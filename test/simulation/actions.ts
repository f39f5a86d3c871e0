import fc from 'fast-check';
import type { Action } from './scenario.ts';

export const channel = fc.nat({ max: 3 });
const moment = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 90 }) },
  { weight: 3, arbitrary: fc.integer({ min: 90, max: 1500 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1500, max: 6000 }) },
);
/** Minutes. */
export const outage = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 240 }) },
  { weight: 2, arbitrary: fc.integer({ min: 240, max: 1300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1300, max: 7000 }) },
);
export const flag = fc.boolean();
export const action = <K extends Action['kind']>(kind: K, rest: object) =>
  fc.record({ kind: fc.constant(kind), ...rest }) as unknown as fc.Arbitrary<Action>;

export const ACTIONS: fc.Arbitrary<Action> = fc.oneof(
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
      node: fc.nat({ max: 2 }),
      state: fc.constantFrom('down', 'stuck', 'down', 'stuck', 'mute', 'apart'),
      minutes: outage,
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
      minutes: outage,
      times: fc.integer({ min: 2, max: 20 }),
    }),
  },
  // Difficulty follows within tens of blocks: what lasts longer than some hours is a drift.
  {
    weight: 1,
    arbitrary: action('speed', {
      minutes: fc.integer({ min: 10, max: 300 }),
      percent: fc.integer({ min: 50, max: 140 }),
    }),
  },
  {
    weight: 1,
    arbitrary: action('speed', {
      minutes: fc.integer({ min: 300, max: 7000 }),
      percent: fc.integer({ min: 93, max: 107 }),
    }),
  },
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
  { weight: 1, arbitrary: action('sleep', { minutes: outage }) },
);
