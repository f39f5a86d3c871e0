import { feeForSize, POLICY } from '../../../networks.ts';
import { CONSENSUS_FLAGS, POLICY_FLAGS } from '../../../protocol/interpreter/flags.ts';
import { spentOutpoints } from '../../../protocol/transaction.ts';
import { isCoinbase, type NodeTransaction } from './block.ts';
import { type Coins, coinsOf, MEMPOOL_HEIGHT } from './coins.ts';
import { isFinal, isSequenceFinal } from './finality.ts';
import { type Mempool, type MempoolEntry, priorityAt } from './mempool.ts';
import {
  MissingInputs,
  REJECT,
  RejectedTransaction,
  rejectFee,
  rejectInvalid,
  rejectNonStandard,
} from './rejection.ts';
import { checkReplacement, conflictsOf } from './replacement.ts';
import { areInputsStandard, checkStandard } from './standardness.ts';
import {
  checkInputs,
  checkScripts,
  checkTransaction,
  countSignatureOperations,
  outputSum,
  type SpentCoin,
} from './transaction-rules.ts';

/** What a node of one kind demands of a transaction beyond consensus. */
export interface NodePolicy {
  /** -acceptnonstdtxn=0. */
  readonly requiresStandard: boolean;
  /** -promiscuousmempoolflags. */
  readonly scriptFlags: number;
  /** -relaypriority: below the relay fee only what has priority. */
  readonly requiresPriority: boolean;
  /** -blockmintxfee, koinu per 1000 bytes. */
  readonly blockFeePerKb: bigint;
  /** -blockprioritysize: bytes of a block for old money whatever it pays; 0: none. */
  readonly prioritySize: number;
}

/** A node as merchants and peers run it. */
export const DEFAULT_POLICY: NodePolicy = {
  requiresStandard: true,
  scriptFlags: POLICY_FLAGS,
  requiresPriority: true,
  blockFeePerKb: POLICY.feePerKb,
  prioritySize: 27_000,
};

/** A miner that takes whatever may stand in a block. */
export const CONSENSUS_POLICY: NodePolicy = {
  requiresStandard: false,
  scriptFlags: CONSENSUS_FLAGS,
  requiresPriority: false,
  blockFeePerKb: 0n,
  prioritySize: 27_000,
};

/** What acceptance asks of the active chain. */
export interface ChainView {
  readonly height: number;
  readonly medianTime: number;
  medianTimeAt(height: number): number;
  coins(txid: string): Coins | undefined;
}

export interface AcceptanceContext {
  readonly chain: ChainView;
  readonly mempool: Mempool;
  readonly policy: NodePolicy;
  /** Unix seconds. */
  readonly now: number;
  /** Peers drop what pays less than the relay fee and soft dust ask (fLimitFree); sendrawtransaction does not. */
  readonly limitsFree: boolean;
  /** Koinu; undefined for no limit (allowhighfees). */
  readonly absurdFee: bigint | undefined;
  /** Judge a transaction that is in the mempool already as if it were not. */
  readonly ignoresKnown?: boolean;
}

export interface Accepted {
  readonly entry: MempoolEntry;
  /** What it replaces (BIP125), descendants included. */
  readonly replaced: readonly MempoolEntry[];
}

/** DEFAULT_ANCESTOR_LIMIT and its three siblings (validation.h): transactions, bytes. */
const CHAIN_LIMIT = 25;
const CHAIN_SIZE_LIMIT = 101_000;

const BYTES_PER_SIGNATURE_OPERATION = 20;
/** MAX_STANDARD_TX_SIGOPS_COST without the factor for witnesses (policy/policy.h). */
const MAX_SIGNATURE_OPERATIONS = 4000;

/** AllowFreeThreshold (txmempool.h): a DOGE a day old in 250 bytes. */
export const FREE_PRIORITY = (100_000_000 * 144) / 250;

/**
 * Whether the mempool takes a transaction (AcceptToMemoryPoolWorker, Dogecoin Core validation.cpp), with its checks in
 * its order, for the first that fails is the one a client is told. Changes nothing.
 * @throws RejectedTransaction, MissingInputs
 */
export function judge(candidate: NodeTransaction, context: AcceptanceContext): Accepted {
  const { chain, mempool, policy } = context;
  const { transaction, txid } = candidate;
  checkTransaction(candidate);
  if (isCoinbase(transaction)) rejectInvalid('coinbase');
  if (transaction.hasWitnesses()) rejectNonStandard('no-witness-yet');
  if (policy.requiresStandard) checkStandard(candidate);
  if (!isFinal(transaction, { height: chain.height + 1, time: chain.medianTime })) {
    rejectNonStandard('non-final');
  }
  const isKnown = mempool.get(txid) !== undefined;
  if (isKnown && context.ignoresKnown !== true) {
    throw new RejectedTransaction(REJECT.ALREADY_KNOWN, 'txn-already-in-mempool');
  }
  const conflicts = conflictsOf(candidate, mempool);
  const spent = findSpent(candidate, context, isKnown);
  if (policy.requiresStandard && !areInputsStandard(transaction, spent)) {
    rejectNonStandard('bad-txns-nonstandard-inputs');
  }
  const entry = entryOf(candidate, spent, context);
  checkFee(entry, context);
  checkChainLimits(entry, context);
  const replaced = checkReplacement(entry, conflicts, mempool);
  checkInputs(transaction, spent, chain.height + 1);
  checkScripts(transaction, spent, policy.scriptFlags);
  return { entry, replaced };
}

function findSpent(candidate: NodeTransaction, context: AcceptanceContext, isKnown: boolean): SpentCoin[] {
  const { chain, mempool } = context;
  const { transaction, txid } = candidate;
  const coinsAt = (of: string): Coins | undefined => {
    const waiting = mempool.get(of);
    return waiting === undefined ? chain.coins(of) : coinsOf(waiting.transaction, MEMPOOL_HEIGHT);
  };
  if (!isKnown && coinsAt(txid) !== undefined) {
    throw new RejectedTransaction(REJECT.ALREADY_KNOWN, 'txn-already-known');
  }
  const found = spentOutpoints(transaction).map((outpoint) => {
    const coins = coinsAt(outpoint.txid);
    if (coins === undefined) throw new MissingInputs('Missing inputs');
    return { output: coins.outputs[outpoint.vout], coins };
  });
  const spent = found.flatMap(({ output, coins }) => (output === undefined ? [] : { output, coins }));
  if (spent.length !== found.length) {
    throw new RejectedTransaction(REJECT.DUPLICATE, 'bad-txns-inputs-spent');
  }
  const heights = spent.map(({ coins }) =>
    coins.height === MEMPOOL_HEIGHT ? chain.height + 1 : coins.height,
  );
  if (!isSequenceFinal(transaction, heights, chain)) rejectNonStandard('non-BIP68-final');
  return spent;
}

/** CTransaction::CalculateModifiedSize: inputs weigh nothing, so that cleaning up is not punished. */
function prioritySizeOf({ transaction }: NodeTransaction, size: number): number {
  let rest = size;
  for (const { script } of transaction.ins) {
    const offset = 41 + Math.min(110, script.length);
    if (rest > offset) rest -= offset;
  }
  return rest;
}

function entryOf(
  candidate: NodeTransaction,
  spent: readonly SpentCoin[],
  { chain, now }: AcceptanceContext,
): MempoolEntry {
  const operations = countSignatureOperations(candidate.transaction, spent);
  if (operations > MAX_SIGNATURE_OPERATIONS) rejectNonStandard('bad-txns-too-many-sigops');
  const size = Math.max(candidate.bytes.length, operations * BYTES_PER_SIGNATURE_OPERATION);
  const confirmed = spent.filter(({ coins }) => coins.height <= chain.height);
  const aged = confirmed.reduce(
    (total, { output, coins }) => total + Number(output.value) * (chain.height - coins.height),
    0,
  );
  const valueIn = spent.reduce((total, { output }) => total + output.value, 0n);
  return {
    ...candidate,
    fee: valueIn - outputSum(candidate.transaction),
    size,
    time: now,
    height: chain.height,
    // GetPriority divides by the plain size here, GetTxSize elsewhere; they differ only with many signature checks.
    priority: aged / prioritySizeOf(candidate, candidate.bytes.length),
    confirmedInput: confirmed.reduce((total, { output }) => total + output.value, 0n),
    prioritySize: prioritySizeOf(candidate, size),
  };
}

function checkFee(entry: MempoolEntry, { chain, policy, limitsFree, absurdFee }: AcceptanceContext): void {
  const relayFee = feeForSize(POLICY.relayFeePerKb, entry.size);
  const isCheap = entry.fee < relayFee;
  if (policy.requiresPriority && isCheap && priorityAt(entry, chain.height + 1) <= FREE_PRIORITY) {
    rejectFee('insufficient priority');
  }
  // GetDogecoinMinRelayFee (dogecoin-fees.cpp). -limitfreerelay is 0: what is rate limited never passes.
  const softDustOutputs = entry.transaction.outs.filter(({ value }) => value < POLICY.softDust);
  const peerFee = relayFee + BigInt(softDustOutputs.length) * POLICY.softDust;
  if (limitsFree && entry.fee < peerFee) rejectFee('rate limited free transaction');
  if (absurdFee !== undefined && entry.fee > absurdFee) {
    throw new RejectedTransaction(REJECT.HIGH_FEE, 'absurdly-high-fee');
  }
}

/** CalculateMemPoolAncestors (txmempool.cpp). */
function checkChainLimits(entry: MempoolEntry, { mempool }: AcceptanceContext): void {
  const ancestors = mempool.ancestors(entry);
  const isTooLong =
    ancestors.entries.size + 1 > CHAIN_LIMIT || ancestors.size + entry.size > CHAIN_SIZE_LIMIT;
  if (isTooLong) rejectNonStandard('too-long-mempool-chain');
  for (const ancestor of ancestors.entries) {
    const descendants = mempool.descendants(ancestor);
    const count = descendants.entries.size + 2;
    if (count > CHAIN_LIMIT || descendants.size + ancestor.size + entry.size > CHAIN_SIZE_LIMIT) {
      rejectNonStandard('too-long-mempool-chain');
    }
  }
}
