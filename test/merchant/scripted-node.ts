import { createHash } from 'node:crypto';
import type { Koinu } from '../../core/money.ts';
import {
  type Block,
  type BlockHeader,
  type BroadcastOutcome,
  type ChainTip,
  type KnownTransaction,
  type NodeBackend,
  NodeFault,
  type NodeInfo,
  type UnspentOutput,
} from '../../core/node/backend.ts';
import { type Outpoint, type Transaction, txidOf } from '../../core/protocol/transaction.ts';

type Call = Exclude<keyof NodeBackend, 'close'>;

/** A node of a chain that the test writes: blocks out of nothing, whatever the test wants to go wrong. */
export class ScriptedNode implements NodeBackend {
  /** From the base up. */
  #chain: Block[] = [];
  readonly #known = new Map<string, Block>();
  readonly #waiting = new Set<() => void>();
  readonly calls: Call[] = [];
  readonly mempool = new Map<string, Transaction>();
  /** Thrown by every call, or by the calls named. */
  fault: Error | undefined;
  readonly faults = new Map<Call, Error>();
  isInitialDownload = false;
  medianTime: number | undefined;
  peers = 8;
  timeOffset = 0;
  canWait = true;
  /** What each call waits for before it is answered. */
  delay: Promise<void> | undefined;

  /** Height of the first block that it has. */
  readonly #base: number;

  constructor(base: number, time: number) {
    this.#base = base;
    this.grow({ times: [time] });
  }

  get height(): number {
    return this.#base + this.#chain.length - 1;
  }

  /** Blocks with these times on top, each with these transactions. */
  grow({
    times = [],
    transactions = [],
    fork = '',
  }: {
    times?: readonly number[];
    transactions?: readonly Transaction[];
    fork?: string;
  }): void {
    for (const time of times) {
      const height = this.#base + this.#chain.length;
      const previousHash = this.#chain.at(-1)?.hash;
      const hash = createHash('sha256').update(`${fork} ${height} ${previousHash} ${time}`).digest('hex');
      const block = { height, hash, previousHash, time, transactions };
      this.#chain.push(block);
      this.#known.set(hash, block);
    }
    for (const transaction of transactions) this.mempool.delete(txidOf(transaction));
    for (const wake of this.#waiting) wake();
  }

  /** Takes blocks off the top, for others to come in their place. */
  cutTo(height: number): void {
    this.#chain = this.#chain.slice(0, height - this.#base + 1);
  }

  /** What is left of the chain by pruning: blocks are unknown below, hashes and headers are not. */
  prunedBelow = 0;

  async #called(call: Call): Promise<void> {
    this.calls.push(call);
    await this.delay;
    const fault = this.fault ?? this.faults.get(call);
    if (fault !== undefined) throw fault;
  }

  async tip(): Promise<ChainTip> {
    await this.#called('tip');
    const { height, hash, time } = this.#chain.at(-1) as Block;
    return { height, hash, time, medianTime: this.medianTime, isInitialDownload: this.isInitialDownload };
  }

  async info(): Promise<NodeInfo> {
    await this.#called('info');
    const { peers, timeOffset } = this;
    return {
      version: 1_149_900,
      userAgent: '/test/',
      peers,
      timeOffset,
      relayFeePerKb: 100_000n as Koinu,
      warnings: '',
    };
  }

  async blockHash(height: number): Promise<string | undefined> {
    await this.#called('blockHash');
    return this.#chain[height - this.#base]?.hash;
  }

  async header(hash: string): Promise<BlockHeader | undefined> {
    await this.#called('header');
    return this.#known.get(hash);
  }

  async waitForHeight(height: number, timeoutMs: number): Promise<boolean> {
    await this.#called('waitForHeight');
    if (!this.canWait)
      throw new NodeFault('unsupported', 'The node does not have the call waitforblockheight.');
    if (this.height >= height) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, timeoutMs);
      const waiting = this.#waiting;
      waiting.add(done);
      function done(): void {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
    });
    return this.height >= height;
  }

  async block(hash: string): Promise<Block | undefined> {
    await this.#called('block');
    const block = this.#known.get(hash);
    if (block !== undefined && block.height < this.prunedBelow) {
      throw new NodeFault(
        'call_failed',
        'The node failed at getblock: Block not available (pruned data) (-1)',
      );
    }
    return block;
  }

  async unspentOutputs(outpoints: readonly Outpoint[]): Promise<readonly (UnspentOutput | undefined)[]> {
    await this.#called('unspentOutputs');
    return outpoints.map(() => undefined);
  }

  async transactions(txids: readonly string[]): Promise<readonly (KnownTransaction | undefined)[]> {
    await this.#called('transactions');
    return txids.map((txid) => {
      const transaction = this.mempool.get(txid);
      return transaction && { transaction, confirmations: 0 };
    });
  }

  async mempoolTxids(): Promise<readonly string[]> {
    await this.#called('mempoolTxids');
    return [...this.mempool.keys()];
  }

  async feeRate(): Promise<undefined> {
    await this.#called('feeRate');
  }

  async broadcast(transaction: Transaction): Promise<BroadcastOutcome> {
    await this.#called('broadcast');
    this.mempool.set(txidOf(transaction), transaction);
    return { kind: 'accepted' };
  }

  mine(): Promise<never> {
    return Promise.reject(new NodeFault('unsupported', 'not here'));
  }

  sendToAddress(): Promise<never> {
    return Promise.reject(new NodeFault('unsupported', 'not here'));
  }

  close(): void {
    for (const wake of this.#waiting) wake();
  }
}
