import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cutoffHeight,
  deadlineBlockSeconds,
  isPastCutoff,
  isRefundable,
  mostBlocks,
  observedBlockSeconds,
  worstCaseHeight,
} from '../../core/channel/expiry.ts';
import { forAll } from '../properties/for-all.ts';
import { LOCK } from './channel-doubles.ts';

describe('the cutoff', () => {
  test('is the locktime less the blocks of the terms [STA-6]', () => {
    expect(cutoffHeight(LOCK)).toBe(90);
    expect(cutoffHeight({ ...LOCK, paymentCutoffBlocks: 0 })).toBe(100);
  });

  test.each([
    [0, false],
    [89, false],
    [90, true],
    [91, true],
    [100, true],
    [101, true],
  ])('at height %i: passed is %s [PAY-13]', (height, isPassed) => {
    expect(isPastCutoff(LOCK, height)).toBe(isPassed);
  });

  test('that lies below the genesis block is passed from the first block on', () => {
    expect(isPastCutoff({ ...LOCK, paymentCutoffBlocks: 101 }, 0)).toBe(true);
  });
});

describe('the refund', () => {
  test.each([
    [99, false],
    [100, true],
    [101, true],
  ])('at a tip of %i: taken by nodes is %s [REF-2]', (height, isTaken) => {
    expect(isRefundable(LOCK, height)).toBe(isTaken);
  });

  test('is never possible before the cutoff', () => {
    forAll(fc.record({ locktime: fc.nat(), blocks: fc.nat(), height: fc.nat() }), (values) => {
      const lock = { ...LOCK, locktime: values.locktime, paymentCutoffBlocks: values.blocks };
      if (isRefundable(lock, values.height)) expect(isPastCutoff(lock, values.height)).toBe(true);
    });
  });
});

/** P(X > most) of a Poisson variable, summed from the smallest term up. */
function tail(expected: number, most: number): number {
  let logTerm = -expected;
  let total = 0;
  for (let count = 1; count < most + 10 * Math.sqrt(expected) + 200; count++) {
    logTerm += Math.log(expected / count);
    if (count > most) total += Math.exp(logTerm);
  }
  return total;
}

describe('the blocks that may have come unseen', () => {
  test('are exceeded once in a thousand million times, or less often', () => {
    forAll(fc.double({ min: 0.01, max: 5000, noNaN: true }), (expected) => {
      expect(tail(expected, Math.floor(mostBlocks(expected)))).toBeLessThanOrEqual(1e-9);
    });
  });

  test.each([
    [60, 120],
    [1440, 1700],
    [10_080, 10_740],
  ])('are not overstated: of %i expected at most %i', (expected, most) => {
    expect(mostBlocks(expected)).toBeLessThan(most);
    expect(tail(expected, mostBlocks(expected) * 0.95)).toBeGreaterThan(1e-9);
  });
});

describe('the observed speed of blocks', () => {
  const steady = (seconds: number, spans: number) =>
    Array.from({ length: spans + 1 }, (_, at) => ({
      height: 100 * at,
      time: 1_000_000 + 100 * seconds * at,
    }));

  test('is the median over spans of a hundred blocks', () => {
    expect(observedBlockSeconds(steady(62, 15), 60)).toBe(62);
    expect(observedBlockSeconds(steady(62, 10), 60)).toBe(62);
  });

  test('is not believed of less than a thousand blocks', () => {
    expect(observedBlockSeconds(steady(62, 9), 60)).toBeUndefined();
    expect(observedBlockSeconds([], 60)).toBeUndefined();
  });

  test('moves no further than its neighbours do by a few wrong timestamps, however wrong', () => {
    const wrong = fc.array(fc.tuple(fc.nat({ max: 15 }), fc.integer({ min: -1e9, max: 1e9 })), {
      maxLength: 3,
    });
    forAll(wrong, (changes) => {
      const samples = steady(62, 15);
      for (const [at, seconds] of changes) {
        const sample = samples[at];
        if (sample !== undefined) samples[at] = { ...sample, time: sample.time + seconds };
      }
      expect(observedBlockSeconds(samples, 60)).toBe(62);
    });
  });

  test.each([
    [1, 15],
    [-50, 15],
    [1000, 240],
  ])('of %i seconds is taken for %i', (seconds, taken) => {
    expect(observedBlockSeconds(steady(seconds, 20), 60)).toBe(taken);
  });

  test.each([
    [undefined, 54],
    [62, 54],
    [60, 54],
    [50, 45],
    [15, 15],
  ])('%s makes deadlines count with %i seconds: never slower than the target', (observed, seconds) => {
    expect(deadlineBlockSeconds(observed, 60)).toBe(seconds);
  });
});

describe('the height of a chain out of sight', () => {
  const seen = { height: 1000, secondsSinceSeen: 0, blockSeconds: 54 };

  test.each([
    [0, 1000],
    [60, 1017],
    [3600, 1126],
    [86_400, 2864],
  ])('after %i seconds is %i at worst', (secondsSinceSeen, height) => {
    expect(worstCaseHeight({ ...seen, secondsSinceSeen })).toBe(height);
  });

  test('does not fall when the clock is set back', () => {
    expect(worstCaseHeight({ ...seen, secondsSinceSeen: -1 })).toBe(1000);
    expect(worstCaseHeight({ ...seen, secondsSinceSeen: Number.NEGATIVE_INFINITY })).toBe(1000);
    expect(worstCaseHeight({ ...seen, secondsSinceSeen: Number.NaN })).toBe(1000);
  });

  test('stays a height when the clock says nonsense', () => {
    expect(worstCaseHeight({ ...seen, secondsSinceSeen: Number.POSITIVE_INFINITY })).toBe(500_000_000);
    expect(worstCaseHeight({ ...seen, height: 600_000_000, secondsSinceSeen: 1e12 })).toBe(600_000_000);
  });

  test('is a whole number, above what is expected, and never falls as time goes by', () => {
    const moments = fc.tuple(fc.nat({ max: 10_000_000 }), fc.nat({ max: 10_000_000 }));
    forAll(moments, ([first, later]) => {
      const early = worstCaseHeight({ ...seen, secondsSinceSeen: Math.min(first, later) });
      const late = worstCaseHeight({ ...seen, secondsSinceSeen: Math.max(first, later) });
      expect(Number.isSafeInteger(early)).toBe(true);
      expect(late).toBeGreaterThanOrEqual(early);
      expect(late).toBeGreaterThanOrEqual(1000 + Math.floor(Math.max(first, later) / 54));
    });
  });
});
