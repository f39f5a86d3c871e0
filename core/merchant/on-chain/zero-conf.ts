import { feeForSize, POLICY } from '../../networks.ts';
import { NodeFault } from '../../node/backend.ts';
import {
  parseTransaction,
  spentOutpoints,
  type Transaction,
  transactionBytes,
  txidOf,
} from '../../protocol/transaction.ts';
import type { TillContext } from '../context.ts';
import type { IncomingPayments } from './incoming.ts';

/** Looked at in one go, the newest first: strangers can send many. */
const AT_ONCE = 20;
/** Each input's transaction is fetched, of up to 100 kB. A purchase of a small sum has few; others wait for a block. */
const MOST_INPUTS = 20;

/**
 * Finds the payments that may count while they are in no block. The nodes are asked beside the looks at the chain, so
 * that no further node that hangs holds up a deadline.
 */
export class ZeroConf {
  readonly #context: TillContext;
  readonly #incoming: Pick<IncomingPayments, 'vouch'>;
  #asking: Promise<void> | undefined;

  constructor(context: TillContext, incoming: Pick<IncomingPayments, 'vouch'>) {
    this.#context = context;
    this.#incoming = incoming;
  }

  /** Begins to look at what waits, unless that is under way. Waits for nothing. */
  ask(): void {
    const { store, policy } = this.#context;
    if (policy.zeroConfUpTo === 0n || this.#asking !== undefined) return;
    const txids = store.arrivals.unproven(policy.zeroConfUpTo, AT_ONCE);
    if (txids.length === 0) return;
    this.#asking = this.#judge(txids).finally(() => {
      this.#asking = undefined;
    });
  }

  async ended(): Promise<void> {
    await this.#asking;
  }

  async #judge(txids: readonly string[]): Promise<void> {
    const { store, log } = this.#context;
    for (const txid of txids) {
      const bytes = store.arrivals.transaction(txid);
      const transaction = bytes && parseTransaction(bytes);
      if (transaction === undefined) continue;
      try {
        if (await isSound(this.#context, transaction)) this.#incoming.vouch(txid);
      } catch (error) {
        // It waits for a block, or for the next look.
        if (error instanceof NodeFault) log.debug({ txid, err: error }, 'not looked at');
        else log.error({ txid, err: error }, 'zero confirmations');
      }
    }
  }
}

/**
 * Whether nothing that nodes can tell speaks against a transaction in the mempool: its inputs are mined, its fee is the
 * one that miners and nodes expect, and every further node has it too. Throws NodeFault.
 */
async function isSound(context: TillContext, transaction: Transaction): Promise<boolean> {
  if (transaction.ins.length > MOST_INPUTS) return false;
  const fee = await feeOverMined(context, transaction);
  if (fee === undefined) return false;
  if (fee < feeForSize(POLICY.feePerKb, transactionBytes(transaction).length)) return false;
  const txid = txidOf(transaction);
  const known = await Promise.all(
    context.otherNodes.map(async ({ backend }) => (await backend.transactions([txid]))[0]),
  );
  return known.every((found) => found !== undefined);
}

/** @returns its fee; undefined where an input is not mined, or not known */
async function feeOverMined({ node }: TillContext, transaction: Transaction): Promise<bigint | undefined> {
  const outpoints = spentOutpoints(transaction);
  const txids = [...new Set(outpoints.map(({ txid }) => txid))];
  // Not as unspent outputs: those that this transaction spends are spent to the mempool.
  const found = await node.transactions(txids);
  const mined = new Map(
    found.flatMap((known, at) =>
      known !== undefined && known.confirmations > 0 ? [[txids[at], known.transaction]] : [],
    ),
  );
  let fee = transaction.outs.reduce((left, { value }) => left - value, 0n);
  for (const { txid, vout } of outpoints) {
    const value = mined.get(txid)?.outs[vout]?.value;
    if (value === undefined) return undefined;
    fee += value;
  }
  return fee;
}
