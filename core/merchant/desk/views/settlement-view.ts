import type { RaisedView, SettlementView } from '../../../bridge/views/channels.ts';
import { formatDoge, koinu, sum } from '../../../money.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { parseTransaction } from '../../../protocol/transaction.ts';
import type { StoredChannel } from '../../../store/channel-rows.ts';
import type { StoredFeeChild } from '../../../store/fee-children.ts';
import type { StoredSettlement } from '../../../store/settlements.ts';
import { rfc3339 } from '../../../system/times.ts';
import type { TillContext } from '../../context.ts';
import { spreadOf } from '../../settlements/spread.ts';

/** A settlement, who has it, and what was paid on top. */
export function settlementView(
  context: TillContext,
  channel: StoredChannel,
  settlement: StoredSettlement,
): SettlementView {
  const { state, nodes } = spreadOf(context, channel);
  const child = childShown(context, channel);
  return {
    txid: settlement.txid,
    hex: toHex(settlement.bytes),
    signed: rfc3339(settlement.signedAt),
    state,
    nodes: nodes.map(({ node, givenAt, heardAt, problem }) => ({
      name: node,
      ...(givenAt !== undefined && { given: rfc3339(givenAt) }),
      ...(heardAt !== undefined && { heard: rfc3339(heardAt) }),
      ...(problem !== undefined && { problem }),
    })),
    ...(child && { raised: raisedView(channel, child) }),
  };
}

/** The one that is mined; else the newest of the form that the settlement has; else the newest. */
function childShown({ store }: TillContext, channel: StoredChannel): StoredFeeChild | undefined {
  const children = store.feeChildren.ofChannel(channel.constants.row);
  return (
    children.find(({ mined }) => mined !== undefined) ??
    children.findLast(({ parent }) => parent === channel.spendTxid) ??
    children.at(-1)
  );
}

function raisedView(channel: StoredChannel, child: StoredFeeChild): RaisedView {
  const outputs = parseTransaction(child.bytes)?.outs ?? [];
  return {
    txid: child.mined?.txid ?? child.txid,
    fee: formatDoge(child.fee),
    at: rfc3339(child.signedAt),
    state: stateOf(channel, child),
    ...(child.mined && { height: child.mined.height }),
    rest: formatDoge(sum(outputs.map(({ value }) => koinu(value)))),
  };
}

function stateOf({ spend, spendTxid }: StoredChannel, child: StoredFeeChild): RaisedView['state'] {
  if (child.mined !== undefined) return 'mined';
  if (spend?.height !== undefined) return spendTxid === child.parent ? 'unneeded' : 'void';
  return child.givenHeight === undefined ? 'signed' : 'sent';
}
