import { describe, expect, test } from 'vitest';
import { cleanLine, isName, joinLines, printable } from '../core/names.ts';
import { readAnnounceRequest } from '../core/protocol/requests.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const PERSIAN = 'می‌خواهم';
const INDIC = 'क्‍ष';
const ENGLAND = '🏴󠁧󠁢󠁥󠁮󠁧󠁿';

describe('a name', () => {
  test.each([FAMILY, PERSIAN, INDIC, ENGLAND, 'Café', '喫茶店', "Bob's Coffee"])(
    'keeps what it is written with, for the shop, its customers and a terminal: %s',
    (name) => {
      expect(isName(name)).toBe(true);
      expect(cleanLine(name)).toBe(name.normalize('NFC'));
      expect(printable(name)).toBe(name);
      const announced = readAnnounceRequest({ psbt: 'cHNidP8=', name });
      if (announced.ok) expect(announced.value.name).toBe(name.normalize('NFC'));
    },
  );

  test.each([
    ['nothing', ''],
    ['spaces', '  '],
    ['joiners alone', '\u200d\u200c'],
    ['a line end', 'Bob\nCoffee'],
    ['a control', 'Bob\u0007'],
    ['a zero', 'Bob\0'],
    ['a terminal’s command', 'Bob\u001b[2J'],
    ['a direction', 'Bob\u202eeeffoC'],
    ['an isolate', '\u2066Bob\u2069'],
    ['a byte order mark', '\ufeffBob'],
    ['half a character', 'Bob\ud83d'],
    ['65 characters', 'x'.repeat(65)],
    ['more bytes than wallets take', FAMILY.repeat(20)],
  ])('of a shop is not %s', (_, name) => {
    expect(isName(name)).toBe(false);
  });

  test('of 64 characters is one, however many code points they are', () => {
    expect(isName('é'.normalize('NFD').repeat(64))).toBe(true);
    expect(isName('x'.repeat(64))).toBe(true);
  });

  test('is one line: what would end it is a space, what turns it round is gone', () => {
    expect(joinLines(' two\r\ncoffees\u2028\u202eto go\u202c ')).toBe('two coffees to go');
  });
});
