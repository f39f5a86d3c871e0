import { assert } from '../../assert.ts';
import { type BroadcastOutcome, NodeFault } from '../../node/backend.ts';
import { parseTransaction } from '../../protocol/transaction.ts';
import type { StoredFeeChild } from '../../store/fee-children.ts';
import type { TillContext } from '../context.ts';
import { askInPatience, askOwnNode } from '../nodes/asking.ts';

/**
 * Gives a child to every node: one of them may be the only one that has the settlement. It counts as tried from the
 * height at which the first of them took it.
 * @returns what our own node made of it, or that another one took it; throws our own one's NodeFault when none did
 */
export async function sendChild(context: TillContext, child: StoredFeeChild): Promise<BroadcastOutcome> {
  const { node, otherNodes, store, chain, log } = context;
  const transaction = parseTransaction(child.bytes);
  assert(transaction !== undefined, 'a stored child decodes');
  const [own, ...others] = await Promise.all([
    askOwnNode(context, () => node.broadcast(transaction)),
    ...otherNodes.map(({ name, backend }) =>
      askInPatience(context, backend, () =>
        backend.broadcast(transaction).catch((error: unknown) => {
          log.info({ node: name, err: error }, 'a fee child could not be given');
          return undefined;
        }),
      ),
    ),
  ]);
  const isTaken = isYes(own) || others.some(isYes);
  if (isTaken) store.transaction(() => store.feeChildren.given(child, chain.tip?.height ?? 0));
  if (isTaken && !isYes(own)) return { kind: 'accepted' };
  if (own instanceof NodeFault) throw own;
  return own;
}

function isYes(outcome: BroadcastOutcome | NodeFault | undefined): boolean {
  return outcome !== undefined && !(outcome instanceof NodeFault) && outcome.kind !== 'rejected';
}
