import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BugError } from '../core/assert.ts';
import { formatDoge, isKoinu, type Koinu, koinu, MAX_MONEY, parseDoge, sum } from '../core/money.ts';
import { anyText } from './properties/arbitraries.ts';
import { forAll } from './properties/for-all.ts';

const amounts = fc.bigInt({ min: 0n, max: MAX_MONEY }).map(koinu);

describe('an amount', () => {
  test('lies within 0 and ten thousand million DOGE', () => {
    expect(isKoinu(0n)).toBe(true);
    expect(isKoinu(10n ** 18n)).toBe(true);
    expect(isKoinu(10n ** 18n + 1n)).toBe(false);
    expect(isKoinu(-1n)).toBe(false);
  });

  test('outside these limits is a bug of the program, said aloud', () => {
    expect(koinu(MAX_MONEY)).toBe(MAX_MONEY);
    expect(() => koinu(MAX_MONEY + 1n)).toThrow(BugError);
    expect(() => koinu(-1n)).toThrow(BugError);
  });

  test('is summed exactly, and only up to the limit', () => {
    expect(sum([])).toBe(0n);
    // 2^53 koinu and one more: what a number of JavaScript cannot hold.
    expect(sum([koinu(9_007_199_254_740_992n), koinu(1n)])).toBe(9_007_199_254_740_993n);
    expect(sum([koinu(MAX_MONEY - 1n), koinu(1n)])).toBe(MAX_MONEY);
    expect(() => sum([koinu(MAX_MONEY), koinu(1n)])).toThrow(BugError);
  });
});

describe('DOGE as text [ENC-2]', () => {
  test('is read back as the amount that wrote it', () => {
    forAll(amounts, (amount) => expect(parseDoge(formatDoge(amount))).toBe(amount));
  });

  test('has no exponent, no trailing zero and at most 8 decimals', () => {
    forAll(amounts, (amount) => expect(formatDoge(amount)).toMatch(/^(?:0|[1-9]\d*)(?:\.\d{0,7}[1-9])?$/));
  });

  test.each([
    ['0', 0n],
    ['0.00000001', 1n],
    ['12.5', 1_250_000_000n],
    ['12.50000000', 1_250_000_000n],
    ['90071992.54740993', 9_007_199_254_740_993n],
    ['10000000000', MAX_MONEY],
    ['10000000000.00000000', MAX_MONEY],
  ])('%s is understood', (text, amount) => {
    expect(parseDoge(text)).toBe(amount);
  });

  test.each([
    [1n, '0.00000001'],
    [1_250_000_000n, '12.5'],
    [100_000_000n, '1'],
    [MAX_MONEY, '10000000000'],
  ])('%s koinu is written as %s', (amount, text) => {
    expect(formatDoge(amount as Koinu)).toBe(text);
  });

  test.each([
    '',
    ' ',
    '.',
    '1.',
    '.5',
    '-1',
    '+1',
    '-0',
    '1e3',
    '1E3',
    '0x10',
    '1,5',
    '1 000',
    '1_000',
    ' 1',
    '1 ',
    '1\n',
    '1.123456789',
    '1.5.0',
    'Infinity',
    'NaN',
    '١٢',
    '１２',
    '10000000000.00000001',
    '99999999999',
    '000000000001',
    'Ð5',
  ])('%j is no amount', (text) => {
    expect(parseDoge(text)).toBeUndefined();
  });

  test('of any kind is an amount or none, never an exception', () => {
    forAll(anyText, (text) => {
      const amount = parseDoge(text);
      expect(amount === undefined || isKoinu(amount)).toBe(true);
    });
  });
});
