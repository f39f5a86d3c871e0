import fc from 'fast-check';
import { action, flag } from './actions.ts';
import { EPISODES } from './episodes.ts';
import type { Action, Scenario, Setting } from './scenario.ts';

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
  nodes: fc.constantFrom(1, 2, 2, 3),
  estimatesFees: fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
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
