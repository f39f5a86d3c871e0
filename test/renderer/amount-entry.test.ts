import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AmountEntry,
  type EntryKey,
  emptyEntry,
  entryAmount,
  entryKeyOf,
  pasted,
  press,
  pressUnknown,
  switchedUnit,
  totalCoins,
  typedCoins,
} from '../../renderer/labels/amount-entry.ts';

const EUR = { currency: 'EUR', rate: '0.25' };
const DOGE = { currency: 'DOGE', rate: '' };

function typed(keys: readonly EntryKey[], unit = 'EUR'): AmountEntry {
  return keys.reduce(press, emptyEntry(unit));
}

const digit = fc.constantFrom<EntryKey>('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
const anyKey = fc.oneof(digit, fc.constantFrom<EntryKey>('00', 'back', 'clear', 'plus', 'point'));

describe('typing', () => {
  test('enters from the right: 1, 2, 5 is 1.25', () => {
    expect(totalCoins(typed(['1', '2', '5']))).toBe(125n);
  });

  test('any digits are the number that they spell', () => {
    fc.assert(
      fc.property(fc.array(digit, { maxLength: 12 }), (keys) => {
        expect(typedCoins(typed(keys))).toBe(BigInt(keys.join('') || '0'));
      }),
    );
  });

  test('takes the last digit back', () => {
    fc.assert(
      fc.property(fc.array(digit, { maxLength: 11 }), digit, (keys, last) => {
        expect(typedCoins(press(typed([...keys, last]), 'back'))).toBe(typedCoins(typed(keys)));
      }),
    );
  });

  test('never grows beyond what fits on the display, and never below zero', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 200 }), (keys) => {
        const entry = typed(keys);
        expect(entry.digits.length).toBeLessThanOrEqual(12);
        expect(totalCoins(entry)).toBeGreaterThanOrEqual(0n);
        expect(entry.terms.every((term) => term > 0n)).toBe(true);
      }),
    );
  });
});

describe('a separator', () => {
  const keysOf = (text: string) => [...text].map((key) => entryKeyOf(key) as EntryKey);

  test.each([
    ['12.5', 1250n],
    ['12,5', 1250n],
    ['3.5', 350n],
    ['12.', 1200n],
    ['.5', 50n],
    ['0,05', 5n],
    ['12.50', 1250n],
    ['1+2.5+.75', 326n],
  ])('fixes the decimals: %s is %d cents', (text, cents) => {
    expect(totalCoins(typed(keysOf(text)))).toBe(cents);
  });

  test('stands where it was typed, whatever the number', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999 }), fc.stringMatching(/^\d{0,2}$/), (whole, fraction) => {
        const cents = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
        expect(totalCoins(typed(keysOf(`${whole}.${fraction}`)))).toBe(cents);
      }),
    );
  });

  test.each([
    ['12.345', 'EUR', 'too_many_decimals'],
    ['1,250', 'EUR', 'too_many_decimals'],
    ['1.2.', 'EUR', 'not_a_number'],
    ['12.', 'JPY', 'no_decimals'],
    ['12345678901.', 'EUR', 'too_long'],
    ['1234567890123', 'EUR', 'too_long'],
  ])('of %s in %s cannot be: nothing is charged until it is taken back', (text, unit, reason) => {
    const entry = typed(keysOf(text), unit);
    const rate = { currency: unit, rate: '0.25' };
    expect(entry.refused?.problem.reason).toBe(reason);
    expect(entryAmount(entry, rate)).toBeUndefined();
    expect(press(entry, '5')).toEqual(entry);
    const taken = press(entry, 'back');
    expect(taken).toEqual(typed(keysOf(text.slice(0, -1)), unit));
    expect(entryAmount(taken, rate)).toBeDefined();
  });

  test('is taken back like any other key', () => {
    expect(typed([...keysOf('12.5'), 'back', 'back', 'back'])).toEqual(typed(['1']));
    expect(typed([...keysOf('12.5'), 'clear'])).toEqual(emptyEntry('EUR'));
  });
});

describe('a character that is no key', () => {
  test.each(['-', '*', 'e', '%', 'ß'])('%s is refused, and nothing is charged', (character) => {
    const entry = pressUnknown(typed(['5']), character);
    expect(entry.refused).toEqual({ typed: character, problem: { reason: 'not_a_number' } });
    expect(entryAmount(entry, EUR)).toBeUndefined();
    expect(press(entry, 'back')).toEqual(typed(['5']));
  });
});

describe('pasting', () => {
  test('puts a whole amount in the place of what was typed since the last plus', () => {
    const entry = pasted(typed(['5', '0', 'plus', '7']), ' 1.234,56 € ');
    expect(totalCoins(entry)).toBe(123_506n);
    expect(entryAmount(pasted(emptyEntry('EUR'), '12,5'), EUR)).toBe('50');
    expect(totalCoins(pasted(emptyEntry('EUR'), '350'))).toBe(35_000n);
  });

  test.each(['1,250', 'twelve', '12.345', '9999999999999'])('of %s charges nothing', (text) => {
    const entry = pasted(typed(['5']), text);
    expect(entry.refused?.typed).toBe(text);
    expect(entryAmount(entry, EUR)).toBeUndefined();
  });
});

describe('plus', () => {
  test('adds amounts up: the total is the sum of what was typed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 9 }),
        (amounts) => {
          const keys = amounts.flatMap((amount) => [...String(amount), 'plus'] as EntryKey[]);
          expect(totalCoins(typed(keys))).toBe(BigInt(amounts.reduce((sum, amount) => sum + amount, 0)));
        },
      ),
    );
  });

  test('does nothing without an amount', () => {
    expect(typed(['plus', 'plus'])).toEqual(emptyEntry('EUR'));
  });

  test('lets the last amount be corrected', () => {
    expect(typed(['5', 'plus', 'back']).digits).toBe('5');
  });
});

describe('clear', () => {
  test('takes the last amount away first, then everything', () => {
    const sum = typed(['5', '0', 'plus', '7']);
    expect(totalCoins(press(sum, 'clear'))).toBe(50n);
    expect(press(press(sum, 'clear'), 'clear')).toEqual(emptyEntry('EUR'));
  });

  test('after a plus takes the amount that was added last, not the whole sum', () => {
    const sum = typed(['5', '0', 'plus', '7', 'plus']);
    expect(totalCoins(press(sum, 'clear'))).toBe(50n);
    expect(press(press(sum, 'clear'), 'clear')).toEqual(emptyEntry('EUR'));
  });

  test('with another key between takes one amount each time', () => {
    const sum = typed(['5', '0', 'plus', '7', 'plus', '9', 'clear', '1', 'clear']);
    expect(totalCoins(sum)).toBe(57n);
  });
});

describe('an amount', () => {
  test('in DOGE is charged as it was typed', () => {
    expect(entryAmount(typed(['1', '2', '5', '0'], 'DOGE'), EUR)).toBe('12.5');
  });

  test('in the shop’s currency is charged at its rate', () => {
    expect(entryAmount(typed(['3', '5', '0']), EUR)).toBe('14');
  });

  test('is none for nothing typed, and none without a rate', () => {
    expect(entryAmount(emptyEntry('EUR'), EUR)).toBeUndefined();
    expect(entryAmount(typed(['1']), { currency: 'EUR', rate: '' })).toBeUndefined();
  });
});

describe('switching the unit', () => {
  test('converts what was typed, visibly', () => {
    const doge = switchedUnit(typed(['3', '5', '0']), EUR);
    expect(doge).toEqual({ unit: 'DOGE', terms: [], digits: '1400' });
    expect(switchedUnit(doge, EUR)).toEqual({ unit: 'EUR', terms: [], digits: '350' });
  });

  test('there and back is the same price, where a DOGE is worth no more than the currency’s unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 100 }), (cents, rate) => {
        const pricing = { currency: 'EUR', rate: String(rate / 100) };
        const entry = typed([...String(cents)] as EntryKey[]);
        expect(totalCoins(switchedUnit(switchedUnit(entry, pricing), pricing))).toBe(BigInt(cents));
      }),
    );
  });

  test('of a shop that prices in DOGE has nowhere to go', () => {
    expect(switchedUnit(typed(['5'], 'DOGE'), DOGE).unit).toBe('DOGE');
  });
});

describe('the keyboard', () => {
  test.each([
    ['7', '7'],
    ['Backspace', 'back'],
    ['Delete', 'clear'],
    ['Escape', 'clear'],
    ['c', 'clear'],
    ['+', 'plus'],
    ['Enter', 'charge'],
    ['.', 'point'],
    [',', 'point'],
    ['٫', 'point'],
    ['Separator', 'point'],
    ['٧', '7'],
    ['-', undefined],
    ['F5', undefined],
  ] as const)('%s means %s', (key, meaning) => {
    expect(entryKeyOf(key)).toBe(meaning);
  });
});
