import { splitWords } from '../../core/typed-words.ts';

/** The words as a person may have typed or pasted them: numbered, with commas, on several lines, in any case. */
export function wordsOf(text: string): readonly string[] {
  return splitWords(text);
}

const SEED_LENGTHS: readonly number[] = [12, 15, 18, 21, 24];

export function isSeedLength(count: number): boolean {
  return SEED_LENGTHS.includes(count);
}

/** Of words that are being typed, those that are finished: the last one is when something follows, or when it makes a whole seed. */
export function finishedWords(text: string): readonly string[] {
  const words = wordsOf(text);
  return /[^\p{L}\p{M}]$/u.test(text) || isSeedLength(words.length) ? words : words.slice(0, -1);
}

/** Three different places of `count` words, in order, chosen by three numbers of 0..1. */
export function askedPlaces(count: number, random: readonly [number, number, number]): readonly number[] {
  const places = Array.from({ length: count }, (_, index) => index);
  const asked = random.map((part) => places.splice(Math.floor(part * places.length), 1)[0] ?? 0);
  return asked.sort((a, b) => a - b);
}
