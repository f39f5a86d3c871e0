/** Several signs of life fit into it; somebody at the counter knows within three seconds. */
const SILENCE_MS = 2000;
/** A look that comes so late says that this page slept or hung itself: the till is given time to be heard anew. */
const OWN_PAUSE_MS = 1000;

/** Judges by signs of life whether the till is there. */
export class HeartbeatWatch {
  readonly #now: () => number;
  #heard: number;
  #looked: number;

  /** @param now milliseconds that only grow */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#heard = now();
    this.#looked = this.#heard;
  }

  hear(): void {
    this.#heard = this.#now();
  }

  isHere(): boolean {
    const now = this.#now();
    const wasHere = this.#looked - this.#heard < SILENCE_MS;
    const hasPaused = now - this.#looked > OWN_PAUSE_MS;
    if (hasPaused && wasHere) this.#heard = Math.max(this.#heard, now - OWN_PAUSE_MS);
    this.#looked = now;
    return now - this.#heard < SILENCE_MS;
  }
}
