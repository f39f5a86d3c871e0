import { type BroadcastOutcome, type NamedNode, NodeFault } from '../../node/backend.ts';
import { type Transaction, txidOf } from '../../protocol/transaction.ts';
import { OWN_NODE, type StoredBroadcast } from '../../store/broadcasts.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { TillContext } from '../context.ts';
import { askInPatience, askOwnNode } from '../nodes/asking.ts';
import { isSettledWhole } from './short-settlement.ts';

/**
 * Time for the network to bring a settlement from our node to another one that we can ask. Within it the other is not
 * given it, for what we gave it ourselves proves nothing.
 */
const HEARSAY_MS = 60_000;

/**
 * How far a settlement has come. `sent`: a node took it, which is no proof that anybody else has it (docs/SECURITY.md).
 * `spread`: a node has it that this till never gave it to.
 */
type SpreadState = 'signed' | 'sent' | 'spread' | 'mined' | 'buried';

export interface Spread {
  readonly state: SpreadState;
  /** Names of the nodes that heard of it by themselves. */
  readonly heardBy: readonly string[];
  /** When and at which height a node was first given it. */
  readonly firstGiven: { readonly at: number; readonly height: number } | undefined;
  readonly nodes: readonly StoredBroadcast[];
}

export function spreadOf({ store }: Pick<TillContext, 'store'>, channel: StoredChannel): Spread {
  const { row } = channel.constants;
  const nodes = store.broadcasts.ofChannel(row);
  const heardBy = nodes.filter(({ heardAt }) => heardAt !== undefined).map(({ node }) => node);
  const given = nodes.flatMap(({ givenAt: at, givenHeight: height }) =>
    at === undefined || height === undefined ? [] : [{ at, height }],
  );
  const firstGiven = given.sort((one, other) => one.at - other.at)[0];
  const isOurs = channel.spend?.kind === 'settlement';
  // Somebody else's form of our settlement: it came to our node from the network.
  const isOtherForm = isSettledWhole(channel) && channel.spendTxid !== store.settlements.get(row)?.txid;
  return { state: stateOf(), heardBy, firstGiven, nodes };

  function stateOf(): SpreadState {
    if (isOurs && channel.spend?.height !== undefined) return channel.state === 'closed' ? 'buried' : 'mined';
    if (heardBy.length > 0 || isOtherForm) return 'spread';
    return firstGiven === undefined ? 'signed' : 'sent';
  }
}

/** A node besides our own has taken it, or had it. */
export function isElsewhere({ nodes }: Pick<Spread, 'nodes'>): boolean {
  return nodes.some(
    ({ node, givenAt, heardAt }) => node !== OWN_NODE && (givenAt !== undefined || heardAt !== undefined),
  );
}

/**
 * Gives a settlement to the till's own node, and looks whether the others have heard of it. Those that have not after a
 * minute are given it too, and all of them at once where our own node does not take it.
 * @returns what our own node made of it; throws its NodeFault when no other node took it either
 */
export async function giveSettlement(
  context: TillContext,
  channel: StoredChannel,
  transaction: Transaction,
): Promise<BroadcastOutcome> {
  const { node, otherNodes, store, world } = context;
  const { row } = channel.constants;
  const { state } = spreadOf(context, channel);
  const own = await askOwnNode(context, () => node.broadcast(transaction, { allowsHighFee: true }));
  note(context, row, { name: OWN_NODE, outcome: own });
  const before = store.broadcasts.ofChannel(row);
  const ownGivenAt = before.find(({ node: name }) => name === OWN_NODE)?.givenAt;
  // Either way: a clock that was set back says nothing of how long ago that was.
  const isTime =
    !isYes(own) || (ownGivenAt !== undefined && Math.abs(world.now() - ownGivenAt) >= HEARSAY_MS);
  const others = await Promise.all(
    otherNodes.map((other) => {
      const wasGiven = before.some(({ node: name, givenAt }) => name === other.name && givenAt !== undefined);
      return askInPatience(context, other.backend, () =>
        look(context, other, { row, transaction, wasGiven, isTime }),
      );
    }),
  );
  if (spreadOf(context, store.channels.require(row)).state !== state) {
    context.announce({ type: 'channel_changed', channel: channel.constants.basis.channelId });
  }
  if (own instanceof NodeFault && !others.includes(true)) throw own;
  return own instanceof NodeFault ? { kind: 'accepted' } : own;
}

interface Look {
  readonly row: number;
  readonly transaction: Transaction;
  readonly wasGiven: boolean;
  readonly isTime: boolean;
}

/** @returns whether the node has it now */
async function look(
  context: TillContext,
  { name, backend }: NamedNode,
  { row, transaction, wasGiven, isTime }: Look,
): Promise<boolean> {
  try {
    const [known] = await backend.transactions([txidOf(transaction)]);
    if (known !== undefined) {
      if (!wasGiven) {
        context.store.transaction(() => context.store.broadcasts.heard(row, name, context.world.now()));
      }
      // What it kept through a reorg or an absence nobody else may have: given again, it tells its peers again.
      if (known.confirmations > 0 || !isTime) return true;
    }
    if (!isTime) return false;
    const outcome = await backend.broadcast(transaction, { allowsHighFee: true });
    note(context, row, { name, outcome });
    return known !== undefined || isYes(outcome);
  } catch (error) {
    note(context, row, { name, outcome: asNodeFault(error) });
    return false;
  }
}

function isYes(outcome: BroadcastOutcome | NodeFault): boolean {
  return !(outcome instanceof NodeFault) && outcome.kind !== 'rejected';
}

function note(
  { store, world, chain }: TillContext,
  row: number,
  { name, outcome }: { readonly name: string; readonly outcome: BroadcastOutcome | NodeFault },
): void {
  store.transaction(() => {
    if (outcome instanceof NodeFault || outcome.kind === 'rejected') {
      store.broadcasts.failed(row, name, outcome.message);
    } else {
      const height = chain.tip?.height ?? 0;
      store.broadcasts.given(row, name, { time: world.now(), height });
    }
  });
}

/** Anything that is no fault of a node is a bug, and thrown on. */
function asNodeFault(error: unknown): NodeFault {
  if (error instanceof NodeFault) return error;
  throw error;
}
