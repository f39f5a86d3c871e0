import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { feeForSize, POLICY } from '../../core/networks.ts';
import { canonicalSize, feeBounds, refundSize, spendable } from '../../core/protocol/fee.ts';
import { doge, TERMS } from '../doubles/channels.ts';
import { forAll } from '../properties/for-all.ts';

const P2PKH = 25;
const P2SH = 23;

describe('the canonical size of a settlement [FEE-2]', () => {
  const sizeOf = (inputs: number, outputScriptLengths: number[], redeemScriptLength = 115) =>
    canonicalSize({ inputs, redeemScriptLength, outputScriptLengths });

  // Measured on Dogecoin Core: docs/PROTOCOL.md states them as well.
  test.each([
    [1, 2, 386],
    [2, 2, 694],
    [3, 2, 1002],
    [1, 1, 352],
    [2, 1, 660],
    [3, 1, 968],
  ])('with %i inputs and %i P2PKH outputs is %i bytes', (inputs, outputs, size) => {
    expect(
      sizeOf(
        inputs,
        Array.from({ length: outputs }, () => P2PKH),
      ),
    ).toBe(size);
  });

  test('is 308 bytes more for each further input, and two less for a P2SH change', () => {
    forAll(fc.integer({ min: 1, max: 200 }), (inputs) => {
      expect(sizeOf(inputs + 1, [P2PKH]) - sizeOf(inputs, [P2PKH])).toBe(308);
      expect(sizeOf(inputs, [P2PKH, P2PKH]) - sizeOf(inputs, [P2PKH, P2SH])).toBe(2);
    });
  });

  test('counts the inputs themselves in three bytes from 253 on', () => {
    expect(sizeOf(253, [P2PKH]) - sizeOf(252, [P2PKH])).toBe(308 + 2);
  });

  test.each([
    [112, 383],
    [113, 384],
    [114, 385],
    [115, 386],
    [116, 387],
  ])('with a redeem script of %i bytes is %i', (redeemScriptLength, size) => {
    expect(sizeOf(1, [P2PKH, P2PKH], redeemScriptLength)).toBe(size);
  });

  test.each([
    [1, 276],
    [2, 508],
    [3, 740],
  ])('of a refund of %i inputs to one P2PKH output is %i', (inputs, size) => {
    expect(refundSize({ inputs, redeemScriptLength: 115, outputScriptLengths: [P2PKH] })).toBe(size);
  });
});

describe('a fee', () => {
  test('for a size is rounded down, and at least one koinu', () => {
    expect(feeForSize(doge('0.01'), 386)).toBe(386_000n);
    expect(feeForSize(koinu(1999n), 1)).toBe(1n);
    expect(feeForSize(koinu(1n), 386)).toBe(1n);
    expect(feeForSize(koinu(0n), 386)).toBe(0n);
    expect(feeForSize(doge('0.01'), 0)).toBe(0n);
  });

  test('lies between the canonical one and ten times it plus dust [FEE-3, FEE-4]', () => {
    expect(feeBounds(386, TERMS)).toEqual({ least: 386_000n, most: 4_860_000n });
    expect(feeBounds(1002, TERMS)).toEqual({ least: 1_002_000n, most: 11_020_000n });
  });

  test('at the least rate that the till asks is mined by default', () => {
    expect(TERMS.feePerKb).toBe(POLICY.feePerKb);
    expect(POLICY.feePerKb).toBe(1_000_000n);
    expect(POLICY.softDust).toBe(1_000_000n);
    expect(POLICY.hardDust).toBe(100_000n);
    expect(POLICY.relayFeePerKb).toBe(100_000n);
  });
});

describe('what can still be spent [STA-5]', () => {
  const channel = { ...TERMS, inputs: 1, redeemScriptLength: 115 };

  test('is capacity less paid less the canonical fee with two outputs', () => {
    expect(spendable({ ...channel, capacity: doge(100), paid: doge(0) })).toBe(doge('99.99614'));
    expect(spendable({ ...channel, capacity: doge(100), paid: doge('37.5') })).toBe(doge('62.49614'));
    expect(spendable({ ...channel, inputs: 3, capacity: doge(100), paid: doge(0) })).toBe(doge('99.98998'));
  });

  test('is never below zero', () => {
    const amounts = fc.bigInt({ min: 0n, max: MAX_MONEY }).map(koinu);
    forAll(fc.tuple(amounts, amounts), ([a, b]) => {
      const [paid, capacity] = a < b ? [a, b] : [b, a];
      const rest = spendable({ ...channel, capacity, paid });
      expect(rest).toBe(capacity - paid > 386_000n ? capacity - paid - 386_000n : 0n);
    });
    expect(spendable({ ...channel, capacity: doge(100), paid: doge('99.99614') })).toBe(0n);
    expect(spendable({ ...channel, capacity: doge(100), paid: doge(100) })).toBe(0n);
  });
});
