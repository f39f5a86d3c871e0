import { assert } from '../../assert.ts';
import type { Network } from '../../networks.ts';
import { type NodeBackend, NodeFault, type UnspentOutput } from '../../node/backend.ts';
import { scriptHashScript } from '../../protocol/address.ts';
import type { Announcement, FundingInput } from '../../protocol/announcement.ts';
import { equal } from '../../protocol/bytes.ts';
import { outpointKey, parseTransaction, type Transaction } from '../../protocol/transaction.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { TillContext } from '../context.ts';

/** Where the shallowest funding output is. */
export interface FundingDepth {
  /** 0 while one is in the mempool only, or a coinbase that is not mature. */
  readonly confirmations: number;
  /** Height of its block; undefined while confirmations is 0. */
  readonly height: number | undefined;
  /** Hash of the tip that the depth counts from; undefined when it changed while the node was asked. */
  readonly tipHash: string | undefined;
}

/**
 * Asks the chain for every funding output of an announcement: that it is there, unspent, and what the announcement
 * says it is. A funding transaction that the node does not know is given to it. Refuses funding_not_found,
 * funding_spent, funding_transaction_mismatch and node_unavailable.
 */
export async function lookUpFunding(
  context: Pick<TillContext, 'node' | 'chain' | 'network'>,
  announcement: Announcement,
): Promise<Result<FundingDepth>> {
  try {
    return await lookUp(context, announcement);
  } catch (error) {
    if (error instanceof NodeFault) return refuse('node_unavailable', { problem: error.message });
    throw error;
  }
}

async function lookUp(
  { node, network }: Pick<TillContext, 'node' | 'network'>,
  announcement: Announcement,
): Promise<Result<FundingDepth>> {
  const before = await node.tip();
  let outputs = await node.unspentOutputs(announcement.inputs);
  const missing = announcement.inputs.filter((_, index) => outputs[index] === undefined);
  if (missing.length > 0) {
    const brought = await bringToNode(node, announcement, missing);
    if (!brought.ok) return brought;
    outputs = await node.unspentOutputs(announcement.inputs);
  }
  const tip = await node.tip();
  const lockScript = scriptHashScript(announcement.redeemScript);
  let shallowest = Number.MAX_SAFE_INTEGER;
  for (const [index, input] of announcement.inputs.entries()) {
    const output = outputs[index];
    if (output === undefined) return refuse('funding_spent', { outpoint: outpointKey(input) });
    if (output.value !== input.value || !equal(output.script, lockScript)) {
      return refuse('funding_transaction_mismatch', { input: index, problem: 'value' });
    }
    shallowest = Math.min(shallowest, spendableDepth(output, network));
  }
  return ok({
    confirmations: shallowest,
    height: shallowest > 0 ? tip.height - shallowest + 1 : undefined,
    tipHash: tip.hash === before.hash ? tip.hash : undefined,
  });
}

/** A coinbase output counts from its maturity on: before it no settlement can spend it. */
export function spendableDepth(
  output: Pick<UnspentOutput, 'confirmations' | 'isCoinbase'>,
  network: Pick<Network, 'coinbaseMaturity'>,
): number {
  const immature = output.isCoinbase ? network.coinbaseMaturity : 0;
  return Math.max(0, output.confirmations - immature);
}

/** Gives the node the funding transactions whose outputs it does not have. */
async function bringToNode(
  node: NodeBackend,
  announcement: Announcement,
  missing: readonly FundingInput[],
): Promise<Result<void>> {
  const txids = [...new Set(missing.map((input) => input.txid))];
  const known = await node.transactions(txids);
  for (const [index, txid] of txids.entries()) {
    const outpoint = missing.find((input) => input.txid === txid);
    assert(outpoint !== undefined, 'a missing txid has an input');
    // The node has the transaction but not the output: it is spent, in a block or in the mempool.
    if (known[index] !== undefined) return refuse('funding_spent', { outpoint: outpointKey(outpoint) });
    const bytes = announcement.fundingTransactions.get(txid);
    const transaction = bytes && parseTransaction(bytes);
    assert(transaction !== undefined, 'an announcement holds its funding transactions');
    const outcome = await broadcastFunding(node, transaction);
    if (outcome === 'already_in_chain') {
      return refuse('funding_spent', { outpoint: outpointKey(outpoint) });
    }
    if (outcome !== 'accepted') return refuse('funding_not_found', { txid, problem: outcome });
  }
  return ok(undefined);
}

/** @returns what the node made of it; for a rejection the node's own words */
export async function broadcastFunding(
  node: NodeBackend,
  transaction: Transaction,
): Promise<'accepted' | 'already_in_chain' | (string & {})> {
  const outcome = await node.broadcast(transaction);
  return outcome.kind === 'rejected' ? outcome.message : outcome.kind;
}
