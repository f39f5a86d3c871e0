import type { StoredChannel } from '../../store/channel-rows.ts';
import type { TillContext } from '../context.ts';
import { closeBlocks } from '../policy/deadlines.ts';

/** The height of the tip from which a channel with money in it is closed by the till itself. */
export function automaticCloseHeight(
  { policy, network }: Pick<TillContext, 'policy' | 'network'>,
  { constants: { lock } }: StoredChannel,
): number {
  return lock.locktime - closeBlocks(lock.paymentCutoffBlocks, policy, network.name);
}

/** Rows of alive channels with something to settle that the till closes at this height of the tip. */
export function dueToClose(
  { store, policy, network }: Pick<TillContext, 'store' | 'policy' | 'network'>,
  height: number,
): number[] {
  return store.due.rows({ cutoff: height, locktime: height + closeBlocks(0, policy, network.name) });
}
