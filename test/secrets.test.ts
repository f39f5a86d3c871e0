import { describe, expect, test } from 'vitest';
import { secretIn } from '../core/secrets.ts';

const HEX = '1e99423a4ed27608a15a2616a2b0e9e52ced330ac530edcc32c8ffc6a526aedd';
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

describe('what gives money away', () => {
  test.each([
    ['private_key', 'QPkeC1ZfHx3c9g7WTj9cQ8gnvk2iSAfAcbq1aVAWjNTwDAKfZUzx'],
    ['private_key', '6KCbuwsJ5FMwKzKkyZzZL4r1HLbCMkcXEkJ1fMrdmKbyXDGtySA'],
    ['private_key', 'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn'],
    ['private_key', '5KJvsngHeMpm884wtkJNzQGaCErckhHJBGFsvd3VyK5qMZXj3hS'],
    ['private_key', 'cMahea7zqjxrtgAbB7LSGbcQUr1uX1ojuat9jZodMN87JcbXMTcA'],
    ['private_key', '6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg'],
    ['private_key', HEX],
    ['private_key', HEX.toUpperCase()],
    ['private_key', `0x${HEX}`],
    ['private_key', `${HEX}01`],
    ['private_key', `key: ${HEX}, of the shop`],
    ['private_key', ' \nKwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn\t'],
    ['private_key', 'http://user:KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn@host'],
    ['extended_key', `dgpv${'5'.repeat(107)}`],
    [
      'extended_key',
      `xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi`,
    ],
    ['extended_key', `tprv${'8'.repeat(60)}`],
    ['extended_key', `zprv${'8'.repeat(107)} pasted with more`],
    ['seed_words', WORDS],
    ['seed_words', WORDS.toUpperCase()],
    ['seed_words', WORDS.split(' ').join(', ')],
    [
      'seed_words',
      WORDS.split(' ')
        .map((word, at) => `${at + 1}. ${word}`)
        .join('\n'),
    ],
    ['seed_words', `${WORDS} ${WORDS}`],
  ])('is found as %s in %s', (kind, text) => {
    expect(secretIn(text)).toBe(kind);
  });

  test.each([
    '',
    '12.50',
    'DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L',
    'nXmYwmPvyRb4yNZAaVrD7nTYpNNzkZ9Kf4',
    'dogecoin:DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L?amount=12.5&dc=example.org/dc/abc',
    `dgub${'8'.repeat(107)}`,
    'xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGFNbi8Aw6ZRc1brxMyWMzG3DSSSoekkudhUd9yLb6qx39T9nMdj',
    'http://user:password@127.0.0.1:22555',
    '/home/anna/.dogecoin',
    'two coffees with milk and one slice of cake for the lady',
    'zwei Kaffee mit Milch und ein Stück Kuchen für den Herrn dort',
    'legal winner thank year wave sausage worth useful legal winner thank',
    `${HEX}${HEX}${HEX}`,
  ])('is not found in %s', (text) => {
    expect(secretIn(text)).toBeUndefined();
  });

  test("is not found in a transaction id where one may be, but a key in wallets' form is", () => {
    expect(secretIn(HEX, { mayBeHash: true })).toBeUndefined();
    expect(secretIn(WORDS, { mayBeHash: true })).toBe('seed_words');
  });

  // Between two zeros, or a zero and its end, such an id has as many digits as a private key.
  test.each([
    `c${'d4'.repeat(25)}e01e99423a4e0`,
    `0${'1e'.repeat(5)}05${'d4'.repeat(25)}`,
    `6f${'d4'.repeat(24)}90${'e'.repeat(12)}`,
  ])('is not found in the id %s', (id) => {
    expect(secretIn(id, { mayBeHash: true })).toBeUndefined();
  });
});
