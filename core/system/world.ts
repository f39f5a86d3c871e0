import { randomBytes } from 'node:crypto';

/** Time and entropy, as arguments: tests bring their own. */
export interface World {
  /** Milliseconds since 1970, whole. */
  now(): number;
  /** Milliseconds that only ever grow, whatever is done to the clock. */
  monotonic(): number;
  randomBytes(length: number): Uint8Array;
}

/** What the till's use cases are given: their time of day is the record that never goes back, not the system's clock. */
export function tillWorld(world: World, clock: Pick<World, 'now'>): World {
  return {
    now: () => Math.floor(clock.now()),
    monotonic: () => world.monotonic(),
    randomBytes: (length) => world.randomBytes(length),
  };
}

export const REAL_WORLD: World = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  randomBytes: (length) => Uint8Array.from(randomBytes(length)),
};
