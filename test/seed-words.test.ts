import { describe, expect, test } from 'vitest';
import { parseWords, unknownWords, wordsProblem } from '../core/keys-words.ts';
import { splitWords } from '../core/typed-words.ts';

const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const each = (write: (word: string, at: number) => string, between: string) =>
  WORDS.split(' ').map(write).join(between);

describe('the words of a seed, as somebody wrote them', () => {
  test.each([
    ['on one line', WORDS],
    ['in capitals', WORDS.toUpperCase()],
    ['on several lines', each((word) => word, '\r\n')],
    ['numbered', each((word, at) => `${at + 1}. ${word}`, '\n')],
    ['numbered without spaces', each((word, at) => `${at + 1})${word}`, ' ')],
    ['with commas', each((word) => word, ', ')],
    ['in quotes', each((word) => `"${word}"`, ';')],
    ['with bullets', each((word) => `  • ${word}`, '\n')],
    ['with dashes', each((word) => `- ${word}`, '\n')],
    ['with a byte order mark and hard spaces', `\ufeff${WORDS.replaceAll(' ', '\u00a0')}\n`],
    ['in wide letters', WORDS.replaceAll('l', '\uff4c')],
  ])('are the same (%s)', (_, text) => {
    expect(parseWords(text)).toBe(WORDS);
  });

  test.each([
    ['winer', ['wine', 'winner', 'winter']],
    ['winnre', ['winner']],
    ['wimner', ['winner']],
    ['yellows', ['yellow']],
    ['thnak', ['thank']],
    ['yellowish', ['yellow']],
    ['zzzzzz', []],
  ])('are named where one is wrong: %s, which is near %s', (typed, nearest) => {
    expect(unknownWords(`legal ${typed} thank`)).toEqual([{ place: 2, word: typed, nearest }]);
  });

  test.each([
    [WORDS.replace('sausage', 'sausgae'), /Word 6, "sausgae".*nearest there: "sausage"/],
    [WORDS.replace(' yellow', ''), /11 words; a seed has 12/],
    [WORDS.replace('yellow', 'year'), /together they are no seed/],
    ['', /0 words/],
  ])('say what is wrong with them', (text, words) => {
    expect(parseWords(text)).toBeUndefined();
    expect(wordsProblem(text)).toMatch(words);
  });

  test('are split the same way on every screen', () => {
    expect(splitWords(' 1. Legal,\n2. WINNER ')).toEqual(['legal', 'winner']);
  });
});
