/** What time it is by two clocks, in milliseconds: the one stands still while the machine sleeps, the other may be set. */
interface Clocks {
  readonly now: () => number;
  readonly monotonic: () => number;
}

const REAL: Clocks = { now: () => Date.now(), monotonic: () => performance.now() };

/** The till counts, too, and is told of inputs no more often than this: it locks by so much earlier at most. */
const TOLD_EVERY_MS = 2000;

/**
 * How long nobody has touched the screen. Counts from the last input, by whichever clock says more, whatever else
 * happens to the page: a timer would begin anew with everything that the page is drawn again for, stands still while
 * the machine sleeps, and is slow in a tab that nobody sees.
 */
export class IdleWatch {
  readonly #clocks: Clocks;
  #last: { readonly now: number; readonly monotonic: number };
  #told = Number.NEGATIVE_INFINITY;
  #isUntold = false;

  constructor(clocks: Clocks = REAL) {
    this.#clocks = clocks;
    this.#last = this.#time();
  }

  /** Somebody is there. */
  touch(): void {
    this.#last = this.#time();
    this.#isUntold = true;
  }

  idleMs(): number {
    const { now, monotonic } = this.#time();
    return Math.max(now - this.#last.now, monotonic - this.#last.monotonic);
  }

  /** Whether the till is to be told of an input now. */
  takeInput(): boolean {
    const { monotonic } = this.#time();
    if (!this.#isUntold || monotonic - this.#told < TOLD_EVERY_MS) return false;
    this.#told = monotonic;
    this.#isUntold = false;
    return true;
  }

  #time() {
    return { now: this.#clocks.now(), monotonic: this.#clocks.monotonic() };
  }
}
