import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { splitWords } from './typed-words.ts';

/** A word of a list that is none of BIP39's. */
interface UnknownWord {
  /** From 1. */
  readonly place: number;
  readonly word: string;
  /** Those of BIP39's words that are most like it. */
  readonly nearest: readonly string[];
}

const LENGTHS = [12, 15, 18, 21, 24];
/** Two letters that were swapped, or one that is wrong, missing or too many, twice. */
const MOST_EDITS = 2;
/** No two words of BIP39's list share their first four letters. */
const TELLING_LETTERS = 4;
const MOST_GUESSES = 3;

/** Lower case, single spaces. @returns undefined unless the words and their checksum are BIP39's */
export function parseWords(text: string): string | undefined {
  const words = splitWords(text).join(' ');
  return validateMnemonic(words, wordlist) ? words : undefined;
}

export function unknownWords(text: string): UnknownWord[] {
  return splitWords(text).flatMap((word, at) => {
    if (wordlist.includes(word)) return [];
    return [{ place: at + 1, word, nearest: nearestWords(word) }];
  });
}

/** What is wrong with words that are no seed, in sentences that say where to look. */
export function wordsProblem(text: string): string {
  const words = splitWords(text);
  const unknown = unknownWords(text);
  if (unknown.length > 0) return unknown.map(unknownSentence).join(' ');
  if (!LENGTHS.includes(words.length)) {
    return `There are ${words.length} words; a seed has 12, 15, 18, 21 or 24.`;
  }
  return 'Every word is in the list, but together they are no seed: one is another word, or two are swapped.';
}

function unknownSentence({ place, word, nearest }: UnknownWord): string {
  const guesses = nearest.map((known) => `"${known}"`).join(' or ');
  const guess = guesses === '' ? '.' : `; the nearest there: ${guesses}.`;
  return `Word ${place}, "${word.slice(0, 24)}", is not in BIP39's list${guess}`;
}

function nearestWords(word: string): string[] {
  const edits = new Map<string, number>();
  for (const known of wordlist) {
    if (Math.abs(known.length - word.length) <= MOST_EDITS) edits.set(known, editsBetween(word, known));
  }
  const least = Math.min(...edits.values());
  const near = least > MOST_EDITS ? [] : wordlist.filter((known) => edits.get(known) === least);
  const start = word.slice(0, TELLING_LETTERS);
  const found =
    near.length > 0 || start.length < TELLING_LETTERS
      ? near
      : wordlist.filter((known) => known.startsWith(start));
  return found.slice(0, MOST_GUESSES);
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editsBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return row[other.length] ?? 0;
}
