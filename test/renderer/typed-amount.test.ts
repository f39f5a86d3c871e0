import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitOf, readTypedNumber } from '../../renderer/labels/typed-amount.ts';
import { readTypedRate } from '../../renderer/labels/typed-rate.ts';

const read = (text: string, decimals = 2, unit = 'EUR') => {
  const number = readTypedNumber(text, decimals, unit);
  return number.ok ? number.decimal : number.problem.reason;
};

describe('an amount that was typed or pasted as a whole', () => {
  test.each([
    ['12.5', '12.5'],
    ['12,5', '12.5'],
    ['12.', '12'],
    ['.5', '0.5'],
    [',05', '0.05'],
    ['0,05', '0.05'],
    ['350', '350'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ['1 234,56', '1234.56'],
    ['1 234.56', '1234.56'],
    ["1'234.56", '1234.56'],
    ['1’234,56', '1234.56'],
    ['1.234.567,8', '1234567.8'],
    ['1.234.567', '1234567'],
    ['12,34,567.00', 'not_a_number'],
    ['€3.50', '3.50'],
    ['3,50 €', '3.50'],
    ['EUR 3.50', '3.50'],
    ['3.50 eur', '3.50'],
    ['12.500', 'ambiguous'],
    ['12.5000', '12.50'],
    ['0.250', '0.25'],
    ['١٢٫٥', '12.5'],
    ['１２．５', 'not_a_number'],
    ['１２.５', '12.5'],
    ['1,250', 'ambiguous'],
    ['1.250', 'ambiguous'],
    ['12.345', 'ambiguous'],
    ['1234.567', 'too_many_decimals'],
    ['0.255', 'too_many_decimals'],
    ['-5', 'not_a_number'],
    ['5-', 'not_a_number'],
    ['1e3', 'not_a_number'],
    ['3*2', 'not_a_number'],
    ['(5)', 'not_a_number'],
    ['5%', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['1,2,3', 'not_a_number'],
    ['1 2', 'not_a_number'],
    ['12 34.5', 'not_a_number'],
    ['', 'not_a_number'],
    ['.', 'not_a_number'],
    ['€', 'not_a_number'],
    ['USD 3.50', 'not_a_number'],
    ['9'.repeat(41), 'too_long'],
  ])('%j is %s', (text, meaning) => {
    expect(read(text)).toBe(meaning);
  });

  test('in a currency without decimals has none', () => {
    expect(read('1250', 0, 'JPY')).toBe('1250');
    expect(read('12.5', 0, 'JPY')).toBe('no_decimals');
    expect(read('12.0', 0, 'JPY')).toBe('12');
    expect(read('1,250', 0, 'JPY')).toBe('ambiguous');
    expect(read('1,250,000', 0, 'JPY')).toBe('1250000');
  });

  test('is never another number than the one that was written, in any writing', () => {
    const writings = fc.constantFrom(
      ['.', ','],
      [',', '.'],
      [' ', ','],
      [' ', '.'],
      ["'", '.'],
      ['\u202f', ','],
    );
    const parts = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 10n }),
      fc.integer({ min: 0, max: 99 }),
      writings,
    );
    fc.assert(
      fc.property(parts, fc.boolean(), ([whole, cents, [group = '', point = '']], isGrouped) => {
        const digits = isGrouped ? String(whole).replace(/\B(?=(\d{3})+$)/g, group) : String(whole);
        const fraction = String(cents).padStart(2, '0');
        expect(read(`${digits}${point}${fraction}`)).toBe(`${whole}.${fraction}`);
      }),
    );
  });

  test('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat({ max: 8 }), (text, decimals) => {
        const number = readTypedNumber(text, decimals, 'EUR');
        if (number.ok) expect(number.decimal).toMatch(/^(?:0|[1-9]\d*)(?:\.\d+)?$/);
      }),
    );
  });
});

describe('what one DOGE is', () => {
  test('is refused where it may be one number or another', () => {
    expect(readTypedRate('1,250', 'KRW')).toEqual({
      is: 'refused',
      problem: { reason: 'ambiguous', whole: '1250', decimal: '1.250' },
    });
    expect(readTypedRate('1.250', 'EUR').is).toBe('refused');
  });

  test('is asked about where it has decimals that the currency has not', () => {
    expect(readTypedRate('250.5', 'KRW')).toEqual({ is: 'rate', decimal: '250.5', isUnusual: true });
    expect(readTypedRate('250', 'KRW')).toEqual({ is: 'rate', decimal: '250', isUnusual: false });
    expect(readTypedRate('250.00', 'JPY')).toMatchObject({ isUnusual: false });
    expect(readTypedRate('0,1234', 'EUR')).toEqual({ is: 'rate', decimal: '0.1234', isUnusual: false });
  });

  test('may be left for later', () => {
    expect(readTypedRate('  ', 'EUR')).toEqual({ is: 'none' });
  });
});

describe('a digit', () => {
  test.each([
    '0123456789',
    '٠١٢٣٤٥٦٧٨٩',
    '۰۱۲۳۴۵۶۷۸۹',
    '०१२३४५६७८९',
    '０１２３４５６７８９',
    '০১২৩৪৫৬৭৮৯',
    '๐๑๒๓๔๕๖๗๘๙',
  ])('of %s has its value', (digits) => {
    expect([...digits].map(digitOf).join('')).toBe('0123456789');
  });
  test.each(['a', '½', '²', 'Ⅷ', '', '12'])('%j is none', (text) => {
    expect(digitOf(text)).toBeUndefined();
  });
});
