import { LOCKTIME_THRESHOLD } from '../networks.ts';
import type { ChannelLock } from './vocabulary.ts';

/** From this height on the channel takes no payments, and one with money in it is closed. */
export function cutoffHeight(lock: ChannelLock): number {
  return lock.locktime - lock.paymentCutoffBlocks;
}

/** The last height of the tip at which a payment is accepted is one below the cutoff. */
export function isPastCutoff(lock: ChannelLock, height: number): boolean {
  return height >= cutoffHeight(lock);
}

/** From this height of the tip on a node takes the customer's refund (IsFinalTx: nLockTime < height of the next block). */
export function isRefundable(lock: ChannelLock, height: number): boolean {
  return height >= lock.locktime;
}

/** Samples needed before the observed speed is believed: a thousand blocks, at a hundred from one to the next. */
const FEWEST_SPANS = 10;
/** Ends of what is believed of a chain's speed, as parts of its target: difficulty follows within tens of blocks. */
const FASTEST = 0.25;
const SLOWEST = 4;
/** Three standard errors of a speed that is observed over a thousand blocks. */
const SPEED_ERROR = 0.1;
/** Of a thousand million absences one is longer in blocks than what is counted with. */
const RARITY = Math.log(1e9);

/**
 * Seconds between two blocks as observed: the median over spans of blocks, so that a few wrong timestamps (a miner may
 * be two hours off) change nothing. @param samples ascending by height; undefined where they are too few
 */
export function observedBlockSeconds(
  samples: readonly { readonly height: number; readonly time: number }[],
  targetSeconds: number,
): number | undefined {
  const spans = samples.flatMap(({ height, time }, at) => {
    const earlier = samples[at - 1];
    return earlier === undefined ? [] : [(time - earlier.time) / (height - earlier.height)];
  });
  if (spans.length < FEWEST_SPANS) return undefined;
  const median = spans.sort((one, other) => one - other)[Math.floor(spans.length / 2)] ?? targetSeconds;
  return Math.min(targetSeconds * SLOWEST, Math.max(targetSeconds * FASTEST, median));
}

/** The speed that deadlines count with: the faster of target and observation, and a little more. */
export function deadlineBlockSeconds(observed: number | undefined, targetSeconds: number): number {
  const faster = Math.min(observed ?? targetSeconds, targetSeconds);
  return Math.max(targetSeconds * FASTEST, faster * (1 - SPEED_ERROR));
}

/**
 * More blocks than come where `expected` are expected, but for once in a thousand million times. Blocks come as a
 * Poisson process, whose upper tail is P(X >= n + x) <= exp(-x²/2(n + x/3)) (Bernstein); this is that x solved for a
 * tail of 1e-9. docs/decisions/height-without-a-node.md
 */
export function mostBlocks(expected: number): number {
  return expected + RARITY / 3 + Math.sqrt(RARITY * RARITY * (1 / 9) + 2 * expected * RARITY);
}

/** The height that the chain may have reached while the node was out of sight. Deadlines count with it: it errs upwards. */
export function worstCaseHeight(seen: {
  readonly height: number;
  readonly secondsSinceSeen: number;
  /** As deadlineBlockSeconds gives it. */
  readonly blockSeconds: number;
}): number {
  if (!(seen.secondsSinceSeen > 0)) return seen.height;
  const most = Math.floor(mostBlocks(seen.secondsSinceSeen / seen.blockSeconds));
  // No lock reaches beyond the threshold, so that a clock gone mad costs no precision.
  return Math.max(seen.height, Math.min(seen.height + most, LOCKTIME_THRESHOLD));
}
