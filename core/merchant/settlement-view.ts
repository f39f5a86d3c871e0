import type { SettlementView } from '../bridge.ts';
import { formatDoge } from '../money.ts';
import { toHex } from '../protocol/bytes.ts';
import type { StoredChannel } from '../store/channel-rows.ts';
import type { StoredSettlement } from '../store/settlements.ts';
import type { TillContext } from './context.ts';
import { spreadOf } from './spread.ts';
import { rfc3339 } from './times.ts';

/** A settlement, who has it, and what was paid on top. */
export function settlementView(
  context: TillContext,
  channel: StoredChannel,
  settlement: StoredSettlement,
): SettlementView {
  const { state, nodes } = spreadOf(context, channel);
  const child = context.store.broadcasts.child(channel.constants.row);
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
    ...(child && {
      raised: { txid: child.txid, fee: formatDoge(child.fee), at: rfc3339(child.signedAt) },
    }),
  };
}
