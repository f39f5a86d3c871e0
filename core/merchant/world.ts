import { randomBytes } from 'node:crypto';

/** Time and entropy, as arguments: tests bring their own. */
export interface World {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds that only ever grow, whatever is done to the clock. */
  monotonic(): number;
  randomBytes(length: number): Uint8Array;
}

export const REAL_WORLD: World = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  randomBytes: (length) => Uint8Array.from(randomBytes(length)),
};
