import { assert } from '../../assert.ts';
import { cutoffHeight } from '../../channel/expiry.ts';
import type { Koinu } from '../../money.ts';
import { addressOf } from '../../protocol/address.ts';
import { spendable } from '../../protocol/fee.ts';
import type { ChannelStatus, WireState } from '../../protocol/messages.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { TillContext } from '../context.ts';

/** Depth of the shallowest funding output at the tip that the till has seen. */
export function confirmationsOf(context: Pick<TillContext, 'chain'>, channel: StoredChannel): number {
  const height = context.chain.tip?.height;
  if (height === undefined || channel.fundingHeight === undefined) return 0;
  return Math.max(0, height - channel.fundingHeight + 1);
}

/** What the customer can still spend after `paid`. */
export function spendableOf({ constants }: StoredChannel, paid: Koinu): Koinu {
  const { basis } = constants;
  return spendable({
    ...basis,
    paid,
    inputs: basis.inputs.length,
    redeemScriptLength: basis.redeemScript.length,
  });
}

/** [4] */
export function statusOf(
  context: Pick<TillContext, 'chain' | 'network'>,
  channel: StoredChannel,
): ChannelStatus {
  const { basis, lock } = channel.constants;
  const settlementAddress = addressOf(basis.settlementScript, context.network);
  assert(settlementAddress !== undefined, 'a settlement script has an address');
  assert(channel.state !== 'offered', 'a stored channel was announced');
  const state: WireState = channel.state;
  return {
    channel: basis.channelId,
    state,
    confirmations: confirmationsOf(context, channel),
    required: lock.requiredConfirmations,
    capacity: basis.capacity,
    paid: channel.paid,
    spendable: spendableOf(channel, channel.paid),
    locktime: lock.locktime,
    cutoff: cutoffHeight(lock),
    settlementAddress,
  };
}
