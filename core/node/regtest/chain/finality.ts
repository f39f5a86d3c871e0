import { LOCKTIME_THRESHOLD } from '../../../networks.ts';
import { FINAL_SEQUENCE, type Transaction } from '../../../protocol/transaction.ts';

/** A block's place in time: its height, and the time that time locks are compared with. */
interface BlockMoment {
  readonly height: number;
  /** Unix seconds: the block's own time in a block, the tip's median time in the mempool. */
  readonly time: number;
}

/** IsFinalTx (validation.cpp): a lock must lie strictly below the block's height or time. */
export function isFinal({ locktime, ins }: Transaction, { height, time }: BlockMoment): boolean {
  if (locktime === 0) return true;
  if (locktime < (locktime < LOCKTIME_THRESHOLD ? height : time)) return true;
  return ins.every(({ sequence }) => sequence === FINAL_SEQUENCE);
}

const SEQUENCE_DISABLE = 2 ** 31;
const SEQUENCE_TYPE_TIME = 1 << 22;
const SEQUENCE_MASK = 0xffff;
/** Relative time locks count in units of 512 seconds. */
const SEQUENCE_GRANULARITY = 9;

/**
 * BIP68 (CheckSequenceLocks, validation.cpp). Dogecoin never activated it: mempools alone refuse what breaks it.
 * @param inputHeights the height of the output each input spends; the next block's for one in the mempool
 */
export function isSequenceFinal(
  transaction: Transaction,
  inputHeights: readonly number[],
  chain: { readonly height: number; readonly medianTime: number; medianTimeAt(height: number): number },
): boolean {
  if (transaction.version >>> 0 < 2) return true;
  return transaction.ins.every(({ sequence }, at) => {
    if (sequence >= SEQUENCE_DISABLE) return true;
    const height = inputHeights[at] ?? 0;
    const lock = sequence & SEQUENCE_MASK;
    if ((sequence & SEQUENCE_TYPE_TIME) === 0) return height + lock - 1 < chain.height + 1;
    const from = chain.medianTimeAt(Math.max(height - 1, 0));
    return from + (lock << SEQUENCE_GRANULARITY) - 1 < chain.medianTime;
  });
}
