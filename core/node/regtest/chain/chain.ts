import { assert } from '../../../assert.ts';
import { consensusFlags } from '../../../protocol/interpreter/flags.ts';
import { spentOutpoints } from '../../../protocol/transaction.ts';
import type { ChainView } from './acceptance.ts';
import { type Block, blockSize, genesisBlock, isCoinbase, type NodeTransaction } from './block.ts';
import { type CoinObserver, CoinSet, type Coins, type Undo } from './coins.ts';
import { isFinal } from './finality.ts';
import { ACTIVATION, blockSubsidy, MAX_BLOCK_SIGNATURE_OPERATIONS, MAX_BLOCK_SIZE } from './parameters.ts';
import { rejectInvalid } from './rejection.ts';
import {
  checkInputs,
  checkScripts,
  checkTransaction,
  countSignatureOperations,
  outputSum,
  type SpentCoin,
} from './transaction-rules.ts';

/** Every block the node knows, the active chain among them, and what can be spent at its tip. */
export class Chain implements ChainView {
  readonly #coins: CoinSet;
  readonly #blocks = new Map<string, Block>();
  readonly #active: Block[] = [];
  /** For each block of the active chain above genesis, what undoes its transactions. */
  readonly #undo: (readonly Undo[])[] = [];
  /** Hashes of blocks that invalidateblock named, or that stand on one of those. */
  readonly #invalid = new Set<string>();

  constructor(observer?: CoinObserver) {
    this.#coins = new CoinSet(observer);
    const genesis = genesisBlock();
    this.#blocks.set(genesis.hash, genesis);
    this.#active.push(genesis);
  }

  get tip(): Block {
    const tip = this.#active.at(-1);
    assert(tip !== undefined, 'a chain has its genesis block');
    return tip;
  }

  get height(): number {
    return this.#active.length - 1;
  }

  get medianTime(): number {
    return this.tip.medianTime;
  }

  medianTimeAt(height: number): number {
    return this.#active[height]?.medianTime ?? this.medianTime;
  }

  coins(txid: string): Coins | undefined {
    return this.#coins.get(txid);
  }

  blockAt(height: number): Block | undefined {
    return this.#active[height];
  }

  block(hash: string): Block | undefined {
    return this.#blocks.get(hash);
  }

  get knownBlocks(): number {
    return this.#blocks.size;
  }

  isActive(block: Block): boolean {
    return this.#active[block.height] === block;
  }

  /**
   * Adds a block on the tip.
   * @param areScriptsTrusted leaves the scripts unchecked: for a block that this node has written itself
   * @throws RejectedTransaction with the chain as it was
   */
  connect(block: Block, areScriptsTrusted = false): void {
    assert(block.previous === this.tip, 'a block is connected to the tip');
    checkBlock(block);
    const undo: Undo[] = [];
    try {
      this.#connectTransactions(block, areScriptsTrusted, undo);
    } catch (error) {
      this.#revert(block.transactions.slice(0, undo.length), undo);
      throw error;
    }
    this.#blocks.set(block.hash, block);
    this.#active.push(block);
    this.#undo.push(undo);
  }

  #connectTransactions(block: Block, areScriptsTrusted: boolean, undo: Undo[]): void {
    const flags = consensusFlags(block.height, ACTIVATION);
    let fees = 0n;
    let operations = 0;
    for (const { txid } of block.transactions) {
      if (this.#coins.get(txid) !== undefined) rejectInvalid('bad-txns-BIP30');
    }
    for (const entry of block.transactions) {
      const spent = isCoinbase(entry.transaction) ? [] : this.#findSpent(entry);
      operations += countSignatureOperations(entry.transaction, spent);
      if (operations > MAX_BLOCK_SIGNATURE_OPERATIONS) rejectInvalid('bad-blk-sigops');
      if (!isCoinbase(entry.transaction)) {
        fees += checkInputs(entry.transaction, spent, block.height);
        if (!areScriptsTrusted) checkScripts(entry.transaction, spent, flags);
      }
      undo.push(this.#coins.apply(entry, block.height));
    }
    const [coinbase] = block.transactions;
    const reward = fees + blockSubsidy(block.height);
    if (coinbase === undefined || outputSum(coinbase.transaction) > reward) rejectInvalid('bad-cb-amount');
  }

  #findSpent({ transaction }: NodeTransaction): SpentCoin[] {
    return spentOutpoints(transaction).map(({ txid, vout }) => {
      const coins = this.#coins.get(txid);
      const output = coins?.outputs[vout];
      if (coins === undefined || output === undefined) rejectInvalid('bad-txns-inputs-missingorspent');
      return { output, coins };
    });
  }

  #revert(transactions: readonly NodeTransaction[], undo: readonly Undo[]): void {
    for (let at = transactions.length - 1; at >= 0; at--) {
      const transaction = transactions[at];
      if (transaction !== undefined) this.#coins.revert(transaction, undo[at] ?? []);
    }
  }

  /** Takes the tip off the active chain. @returns the block taken off */
  disconnectTip(): Block {
    const block = this.#active.pop();
    const undo = this.#undo.pop();
    assert(block !== undefined && undo !== undefined, 'the genesis block stays');
    this.#revert(block.transactions, undo);
    return block;
  }

  /** Marks a block that is not active, and all that stand on it, as invalid. */
  markInvalid(block: Block): void {
    assert(!this.isActive(block), 'an active block is disconnected before it is marked');
    for (const known of this.#blocks.values()) {
      if (standsOn(known, block)) this.#invalid.add(known.hash);
    }
  }

  /** ResetBlockFailureFlags (validation.cpp): the block, what stands on it and what it stands on. */
  clearInvalid(block: Block): void {
    for (const known of this.#blocks.values()) {
      if (standsOn(known, block) || standsOn(block, known)) this.#invalid.delete(known.hash);
    }
  }

  /** The valid block with the most work; among equals the one that came first (CBlockIndexWorkComparator). */
  bestValidBlock(): Block {
    let best = this.tip;
    for (const block of this.#blocks.values()) {
      if (this.#invalid.has(block.hash)) continue;
      const isEarlier = block.height === best.height && block.sequence < best.sequence;
      if (block.height > best.height || isEarlier) best = block;
    }
    return best;
  }
}

/** Whether a block is another or follows on it. */
function standsOn(block: Block, ground: Block): boolean {
  let at: Block | undefined = block;
  while (at !== undefined && at.height > ground.height) at = at.previous;
  return at === ground;
}

/** CheckBlock and ContextualCheckBlock (validation.cpp), without the proof of work and the future of its time. */
function checkBlock(block: Block): void {
  const { header, transactions, height, previous } = block;
  if (blockSize(block) > MAX_BLOCK_SIZE) rejectInvalid('bad-blk-length');
  if (previous !== undefined && header.time <= previous.medianTime) rejectInvalid('time-too-old');
  for (const [at, transaction] of transactions.entries()) {
    if (isCoinbase(transaction.transaction) !== (at === 0)) {
      rejectInvalid(at === 0 ? 'bad-cb-missing' : 'bad-cb-multiple');
    }
    checkTransaction(transaction);
    if (!isFinal(transaction.transaction, { height, time: header.time })) rejectInvalid('bad-txns-nonfinal');
  }
}
