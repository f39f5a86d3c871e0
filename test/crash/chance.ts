import { randomInt } from 'node:crypto';

/** The seed of a run: the one given in the environment, else a new one. Printed, so that a failure can be tried again. */
export function seedOf(environment: string | undefined): number {
  const given = Number(environment);
  return environment !== undefined && Number.isSafeInteger(given) ? given : randomInt(2 ** 31);
}

/**
 * Draws from a seed (mulberry32). The same seed draws the same amounts and the same moments; what a process was
 * doing at such a moment is the operating system's to say.
 */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to but without 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Another one, for somebody who draws at times of his own. */
  fork(): Chance {
    return new Chance(this.whole(0, 2 ** 31));
  }
}
