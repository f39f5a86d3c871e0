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

/**
 * The height that the chain may have reached while the node was out of sight. Deadlines count with it, so it errs
 * upwards: blocks come at random, and half as many again as expected is what a bad day looks like.
 */
export function worstCaseHeight(seen: {
  readonly height: number;
  readonly secondsSinceSeen: number;
  readonly blockSeconds: number;
}): number {
  const elapsed = Math.max(0, seen.secondsSinceSeen);
  return seen.height + Math.floor((elapsed * 1.5) / seen.blockSeconds);
}
