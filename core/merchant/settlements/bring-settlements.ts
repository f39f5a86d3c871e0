import { type NamedNode, NodeFault } from '../../node/backend.ts';
import type { TillContext } from '../context.ts';
import { readSettlement } from './co-sign.ts';

/** At most so many settlements at one go: a node of another chain is given them again and again. */
const MOST_AT_ONCE = 500;

/**
 * Gives a node of another chain every settlement that our own node's chain has in a block above a height: were our
 * node the one that is deceived, nobody else would have them. Throws NodeFault where the node does not answer.
 * @param above the highest block that both chains are known to have
 */
export async function bringSettlements(
  context: TillContext,
  { name, backend }: NamedNode,
  above: number,
): Promise<void> {
  const { store, log } = context;
  const isOnlyOurs = (height: number | undefined) => height !== undefined && height > above;
  const settled = store.channels
    .touchedAbove(above)
    .filter(({ spend }) => spend?.kind === 'settlement' && isOnlyOurs(spend.height))
    .slice(-MOST_AT_ONCE);
  for (const channel of settled) {
    const settlement = store.settlements.get(channel.constants.row);
    if (settlement === undefined) continue;
    try {
      await backend.broadcast(readSettlement(channel, settlement), { allowsHighFee: true });
    } catch (error) {
      if (error instanceof NodeFault) throw error;
      log.error(
        { err: error, channel: channel.constants.basis.channelId },
        'a settlement could not be brought',
      );
    }
  }
  if (settled.length > 0) log.info({ node: name, settlements: settled.length }, 'brought to another chain');
}
