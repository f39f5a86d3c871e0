/** As many characters as a person counts. */
export function lengthOf(passphrase: string): number {
  return [...passphrase].length;
}

type PassphraseStrength = 'short' | 'fewCharacters' | 'fair' | 'good' | 'strong';

const LEAST_DIFFERENT = 6;
const GOOD = 16;
const STRONG = 24;

/** A rule of thumb by length: it cannot know whether the words are in a song. */
export function strengthOf(passphrase: string, shortest: number): PassphraseStrength {
  const length = lengthOf(passphrase);
  if (length < shortest) return 'short';
  if (new Set(passphrase).size < LEAST_DIFFERENT) return 'fewCharacters';
  if (length < GOOD) return 'fair';
  return length < STRONG ? 'good' : 'strong';
}
