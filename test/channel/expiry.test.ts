import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutoffHeight, isPastCutoff, isRefundable, worstCaseHeight } from '../../core/channel/expiry.ts';
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

describe('the height of a chain out of sight', () => {
  const seen = { height: 1000, secondsSinceSeen: 0, blockSeconds: 60 };

  test.each([
    [0, 1000],
    [39, 1000],
    [40, 1001],
    [79, 1001],
    [80, 1002],
    [3600, 1090],
    [86_400, 3160],
  ])('after %i seconds is counted half as fast again as expected: %i', (secondsSinceSeen, height) => {
    expect(worstCaseHeight({ ...seen, secondsSinceSeen })).toBe(height);
  });

  test('does not fall when the clock is set back', () => {
    expect(worstCaseHeight({ ...seen, secondsSinceSeen: -1 })).toBe(1000);
    expect(worstCaseHeight({ ...seen, secondsSinceSeen: Number.NEGATIVE_INFINITY })).toBe(1000);
  });

  test('is a whole number, no less than at the expected speed, and never falls as time goes by', () => {
    const moments = fc.tuple(fc.nat({ max: 10_000_000 }), fc.nat({ max: 10_000_000 }));
    forAll(moments, ([first, later]) => {
      const early = worstCaseHeight({ ...seen, secondsSinceSeen: Math.min(first, later) });
      const late = worstCaseHeight({ ...seen, secondsSinceSeen: Math.max(first, later) });
      expect(Number.isSafeInteger(early)).toBe(true);
      expect(late).toBeGreaterThanOrEqual(early);
      expect(late).toBeGreaterThanOrEqual(1000 + Math.floor(Math.max(first, later) / 60));
    });
  });
});
