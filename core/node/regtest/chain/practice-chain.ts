import { POLICY } from '../../../networks.ts';
import { spentOutpoints } from '../../../protocol/transaction.ts';
import {
  type AcceptanceContext,
  type Accepted,
  DEFAULT_POLICY,
  judge,
  type NodePolicy,
} from './acceptance.ts';
import { type Block, isCoinbase, type NodeTransaction } from './block.ts';
import { assembleBlock, blockOf } from './block-assembly.ts';
import { selectForBlock } from './block-selection.ts';
import { Chain } from './chain.ts';
import type { Clock } from './clock.ts';
import { MEMPOOL_HEIGHT } from './coins.ts';
import { isFinal, isSequenceFinal } from './finality.ts';
import { Mempool, type MempoolEntry } from './mempool.ts';
import { blockOperation, type Operation } from './operation.ts';
import { blockSubsidy, NETWORK } from './parameters.ts';
import { MissingInputs, RejectedTransaction } from './rejection.ts';
import { outputSum } from './transaction-rules.ts';
import { PracticeWallet, type WalletKey } from './wallet.ts';

/** DEFAULT_MEMPOOL_EXPIRY (validation.h) and the age of a tip that means a first download. Seconds. */
const MEMPOOL_EXPIRY = 24 * 60 * 60;
const MAX_TIP_AGE = 24 * 60 * 60;

interface PracticeChainOptions {
  readonly clock: Clock;
  /** Of the wallet's keys: 32 bytes. */
  readonly seed: Uint8Array;
  readonly policy?: NodePolicy;
  /** Told of each change after it has happened. */
  readonly record?: (operation: Operation) => void;
}

interface BlockOrder {
  /** Who gets the reward. */
  readonly script: Uint8Array;
  /** Instead of what the mempool has: checked by consensus rules alone, never by policy. */
  readonly transactions?: readonly NodeTransaction[];
  /** Unix seconds. */
  readonly time?: number;
}

/** What a peer does with a transaction that it hears of. */
type PeerVerdict = { readonly isRelayed: true } | { readonly isRelayed: false; readonly reason: string };

/** A regtest node without its wires: chain, mempool and wallet, kept together by the rules of Dogecoin Core. */
export class PracticeChain {
  readonly clock: Clock;
  readonly policy: NodePolicy;
  readonly mempool = new Mempool();
  readonly wallet: PracticeWallet;
  readonly chain: Chain;
  readonly #record: (operation: Operation) => void;
  readonly #tipListeners = new Set<() => void>();
  #isReplaying = false;
  #hasCaughtUp = false;

  constructor(options: PracticeChainOptions) {
    this.clock = options.clock;
    this.policy = options.policy ?? DEFAULT_POLICY;
    this.wallet = new PracticeWallet(options.seed);
    this.chain = new Chain(this.wallet);
    const record = options.record ?? (() => {});
    this.#record = (operation) => {
      if (!this.#isReplaying) record(operation);
    };
  }

  /** @returns what stops listening */
  onTip(listener: () => void): () => void {
    this.#tipListeners.add(listener);
    return () => this.#tipListeners.delete(listener);
  }

  /** IsInitialBlockDownload (validation.cpp): once caught up, always caught up. */
  get isInitialDownload(): boolean {
    this.#hasCaughtUp ||= this.chain.tip.header.time >= this.clock.now() - MAX_TIP_AGE;
    return !this.#hasCaughtUp;
  }

  newKey(): WalletKey {
    const key = this.wallet.newKey();
    this.#record({ kind: 'key' });
    return key;
  }

  #context(options: Partial<AcceptanceContext> = {}): AcceptanceContext {
    return {
      chain: this.chain,
      mempool: this.mempool,
      policy: this.policy,
      now: this.clock.now(),
      limitsFree: false,
      absurdFee: POLICY.absurdFee,
      ...options,
    };
  }

  /**
   * Takes a transaction into the mempool as sendrawtransaction does.
   * @throws RejectedTransaction, MissingInputs
   */
  accept(
    transaction: NodeTransaction,
    options: { readonly allowsHighFee?: boolean; readonly isOwn?: boolean } = {},
  ): MempoolEntry {
    const { allowsHighFee = false, isOwn = false } = options;
    const context = this.#context(allowsHighFee ? { absurdFee: undefined } : {});
    const entry = this.#admit(judge(transaction, context));
    if (isOwn) this.wallet.markOwn(transaction.txid);
    this.#record({ kind: 'transaction', transaction, time: entry.time, isOwn });
    this.expire();
    return entry;
  }

  #admit({ entry, replaced }: Accepted): MempoolEntry {
    for (const { txid } of replaced) this.mempool.removeAlone(txid);
    this.mempool.add(entry);
    return entry;
  }

  /** Whether a default peer, with the same chain and mempool, would take and pass on a transaction (fLimitFree). */
  peerVerdict(transaction: NodeTransaction): PeerVerdict {
    try {
      judge(
        transaction,
        this.#context({
          policy: DEFAULT_POLICY,
          limitsFree: true,
          absurdFee: undefined,
          ignoresKnown: true,
        }),
      );
      return { isRelayed: true };
    } catch (error) {
      if (error instanceof RejectedTransaction) {
        const { reason, code } = error.rejection;
        return { isRelayed: false, reason: `${reason} (code ${code})` };
      }
      if (error instanceof MissingInputs) return { isRelayed: false, reason: error.message };
      throw error;
    }
  }

  /**
   * CTxMemPool::Expire. Core runs it as transactions come in, which on a network is all the time; here also with every
   * block and every move of the clock.
   */
  expire(): void {
    const limit = this.clock.now() - MEMPOOL_EXPIRY;
    for (const entry of this.mempool.entries()) {
      if (entry.time < limit) this.mempool.removeRecursively(entry);
    }
  }

  /**
   * Mines one block on the tip.
   * @throws RejectedTransaction when a transaction given for it breaks consensus; the chain is then as it was
   */
  mine(order: BlockOrder): Block {
    const previous = this.chain.tip;
    const height = previous.height + 1;
    const transactions =
      order.transactions ??
      selectForBlock(this.mempool, {
        height,
        medianTime: previous.medianTime,
        feePerKb: this.policy.blockFeePerKb,
        prioritySize: this.policy.prioritySize,
      });
    const content = {
      previous,
      transactions,
      script: order.script,
      reward: blockSubsidy(height) + this.#fees(transactions),
      time: order.time ?? Math.max(previous.medianTime + 1, this.clock.now()),
      sequence: this.chain.knownBlocks,
    };
    let block = assembleBlock({ ...content, extraNonce: 1 });
    for (let extraNonce = 2; this.chain.block(block.hash) !== undefined; extraNonce++) {
      block = assembleBlock({ ...content, extraNonce });
    }
    this.#connect(block, false);
    this.#record(blockOperation(block));
    this.expire();
    this.#tellTip();
    return block;
  }

  /** What a block's transactions pay its miner. Inputs that cannot be found are left to the block's checks. */
  #fees(transactions: readonly NodeTransaction[]): bigint {
    const inBlock = new Map(transactions.map(({ txid, transaction }) => [txid, transaction]));
    let fees = 0n;
    for (const { transaction } of transactions) {
      let valueIn = 0n;
      for (const { txid, vout } of spentOutpoints(transaction)) {
        const output = this.chain.coins(txid)?.outputs[vout] ?? inBlock.get(txid)?.outs[vout];
        valueIn += output?.value ?? 0n;
      }
      fees += valueIn - outputSum(transaction);
    }
    return fees > 0n ? fees : 0n;
  }

  #connect(block: Block, areScriptsTrusted: boolean): void {
    this.chain.connect(block, areScriptsTrusted);
    for (const transaction of block.transactions) {
      this.mempool.removeAlone(transaction.txid);
      this.mempool.removeConflicts(transaction);
    }
  }

  /** @returns false for a block that is not known */
  invalidate(hash: string): boolean {
    const block = this.chain.block(hash);
    if (block === undefined || block.previous === undefined) return false;
    while (this.chain.isActive(block)) this.#disconnectTip();
    this.chain.markInvalid(block);
    this.#activateBest();
    this.#record({ kind: 'invalidate', hash });
    return true;
  }

  /** @returns false for a block that is not known */
  reconsider(hash: string): boolean {
    const block = this.chain.block(hash);
    if (block === undefined) return false;
    this.chain.clearInvalid(block);
    this.#activateBest();
    this.#record({ kind: 'reconsider', hash });
    return true;
  }

  /** DisconnectTip (validation.cpp): what the block had goes back to the mempool, if policy lets it. */
  #disconnectTip(): void {
    const { transactions } = this.chain.disconnectTip();
    for (const transaction of transactions) {
      if (isCoinbase(transaction.transaction) || !this.#takeBack(transaction)) {
        this.mempool.removeRecursively(transaction);
      }
    }
  }

  #takeBack(transaction: NodeTransaction, now = this.clock.now()): boolean {
    try {
      this.#admit(judge(transaction, this.#context({ absurdFee: undefined, now })));
      return true;
    } catch (error) {
      if (error instanceof RejectedTransaction || error instanceof MissingInputs) return false;
      throw error;
    }
  }

  #activateBest(): void {
    const best = this.chain.bestValidBlock();
    const path: Block[] = [];
    for (let at: Block | undefined = best; at !== undefined && !this.chain.isActive(at); at = at.previous) {
      path.push(at);
    }
    const fork = path.at(-1)?.previous ?? best;
    while (this.chain.tip !== fork) this.#disconnectTip();
    for (const block of path.reverse()) this.#connect(block, true);
    this.#removeNoLongerValid();
    this.expire();
    this.#tellTip();
  }

  /** removeForReorg (txmempool.cpp): locks that are open no more, and coinbases that are too young again. */
  #removeNoLongerValid(): void {
    const { chain, mempool } = this;
    const next = { height: chain.height + 1, time: chain.medianTime };
    for (const entry of mempool.entries()) {
      const coins = spentOutpoints(entry.transaction).map(({ txid }) =>
        mempool.get(txid) === undefined ? chain.coins(txid) : { height: MEMPOOL_HEIGHT, isCoinbase: false },
      );
      const heights = coins.map((of) => Math.min(of?.height ?? 0, next.height));
      const isYoung = coins.some(
        (of) => of?.isCoinbase === true && next.height - of.height < NETWORK.coinbaseMaturity,
      );
      const isStillFinal =
        isFinal(entry.transaction, next) && isSequenceFinal(entry.transaction, heights, chain);
      if (!isStillFinal || isYoung || coins.includes(undefined)) mempool.removeRecursively(entry);
    }
  }

  #tellTip(): void {
    for (const listener of [...this.#tipListeners]) listener();
  }

  /** Carries out again what an earlier run recorded. Nothing of it is recorded a second time. */
  replay(operation: Operation): void {
    this.#isReplaying = true;
    try {
      this.#replay(operation);
    } finally {
      this.#isReplaying = false;
    }
  }

  #replay(operation: Operation): void {
    switch (operation.kind) {
      case 'seed':
        break;
      case 'key':
        this.wallet.newKey();
        break;
      case 'block':
        this.#connect(
          blockOf(operation.header, operation.transactions, {
            previous: this.chain.tip,
            sequence: this.chain.knownBlocks,
          }),
          true,
        );
        break;
      case 'transaction': {
        const { transaction, time, isOwn } = operation;
        this.mempool.removeRecursively(transaction);
        this.#takeBack(transaction, time);
        if (isOwn) this.wallet.markOwn(transaction.txid);
        break;
      }
      case 'invalidate':
        this.invalidate(operation.hash);
        break;
      case 'reconsider':
        this.reconsider(operation.hash);
        break;
    }
  }
}
