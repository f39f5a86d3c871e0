/** Keys with more time between them do not belong together. A busy machine may hold a scanner's up for a moment. */
const LONGEST_GAP_MS = 120;
/** Between two characters of a hand scanner there is less than this on average; of a person, more. Milliseconds. */
const MEAN_GAP_MS = 40;
/** So many characters that fast are no person's. */
const FEWEST_CHARACTERS = 6;
/** The shortest barcode (EAN-8), for a scanner that ends with nothing. */
const FEWEST_WITHOUT_END = 8;
/** A code in one burst: the longest a scanner types. */
const MOST_CHARACTERS = 8192;

/** One key as it came. Times in milliseconds, of one clock. */
interface TimedKey {
  readonly key: string;
  readonly at: number;
  /** The key was held down: nobody scans that. */
  readonly isRepeat: boolean;
}

/**
 * What a key means beside those before it.
 * `typed`: a person's. `began`: it shows that the keys since `since` are a scanner's: whatever they did is to be undone.
 * `held`: one more of a scanner's. `scanned`: the end of its code.
 */
type KeyMeaning =
  | { readonly is: 'typed' }
  | { readonly is: 'began' }
  | { readonly is: 'held' }
  | { readonly is: 'scanned'; readonly text: string };

/**
 * Tells a hand scanner, which types a code faster than any person, from somebody at the keyboard. The first characters
 * of a burst look like a person's: `isFirst` says when to remember the screen, so that it can be put back.
 */
export class KeyBurst {
  #text = '';
  /** When the last characters came, the newest last. */
  #times: readonly number[] = [];
  #isBurst = false;

  /** The next key would be the first of a run: the screen is still without anything of it. */
  isFirst({ at }: Pick<TimedKey, 'at'>): boolean {
    return !this.#isBurst && !this.#continues(at);
  }

  hear({ key, at, isRepeat }: TimedKey): KeyMeaning {
    if (isRepeat || !this.#continues(at)) this.#begin();
    const isEnd = key === 'Enter' || key === 'Tab';
    if (isEnd) {
      const { text, wasBurst } = this.#end();
      return wasBurst ? { is: 'scanned', text } : { is: 'typed' };
    }
    // Shift and its like come between the characters of a scanner.
    if ([...key].length !== 1) return this.#isBurst ? { is: 'held' } : { is: 'typed' };
    this.#times = [...this.#times, at].slice(-FEWEST_CHARACTERS);
    if (this.#text.length < MOST_CHARACTERS) this.#text += key;
    if (this.#isBurst) return { is: 'held' };
    // A sum that is added up is typed, by whatever means.
    if (key === '+') this.#begin();
    const [first = at] = this.#times;
    const gaps = this.#times.length - 1;
    if (gaps + 1 < FEWEST_CHARACTERS || at - first > gaps * MEAN_GAP_MS) return { is: 'typed' };
    this.#isBurst = true;
    return { is: 'began' };
  }

  /**
   * Nothing came for a while. @returns what was scanned without an end, or the keys that were a person's after all, to
   * be done now; undefined where none are held back
   */
  pause(): { readonly scanned: string } | { readonly typed: string } | undefined {
    const { text, wasBurst } = this.#end();
    if (!wasBurst) return undefined;
    const isCode = text.length >= FEWEST_WITHOUT_END;
    return isCode ? { scanned: text } : { typed: text };
  }

  /** After so long without a key the code is over. Milliseconds. */
  static readonly PAUSE_MS = 150;

  #continues(at: number): boolean {
    const last = this.#times.at(-1);
    return last !== undefined && at - last <= LONGEST_GAP_MS;
  }

  #begin(): void {
    if (this.#isBurst) return;
    this.#text = '';
    this.#times = [];
  }

  #end(): { readonly text: string; readonly wasBurst: boolean } {
    const ended = { text: this.#text, wasBurst: this.#isBurst };
    this.#isBurst = false;
    this.#text = '';
    this.#times = [];
    return ended;
  }
}
