import { koinu } from '../../../money.ts';
import { feeForSize } from '../../../networks.ts';
import { FREE_PRIORITY } from './acceptance.ts';
import { isFinal } from './finality.ts';
import { type Mempool, type MempoolEntry, priorityAt } from './mempool.ts';

/** DEFAULT_BLOCK_MAX_SIZE and the room kept for the coinbase (policy.h, miner.cpp). Bytes. */
const MAX_SIZE = 750_000;
const COINBASE_SIZE = 1000;

interface SelectionOptions {
  /** Height of the block to be filled. */
  readonly height: number;
  /** Unix seconds: the tip's median time. */
  readonly medianTime: number;
  /** -blockmintxfee, koinu per 1000 bytes. */
  readonly feePerKb: bigint;
  /** -blockprioritysize, bytes. */
  readonly prioritySize: number;
}

/** What a default miner puts into the next block (BlockAssembler, Dogecoin Core miner.cpp), in the block's order. */
class Selection {
  readonly #chosen = new Set<MempoolEntry>();
  readonly #mempool: Mempool;
  readonly #options: SelectionOptions;
  #size = COINBASE_SIZE;

  constructor(mempool: Mempool, options: SelectionOptions) {
    this.#mempool = mempool;
    this.#options = options;
  }

  run(): MempoolEntry[] {
    this.#choosePriority();
    this.#choosePackages();
    return [...this.#chosen];
  }

  #fits(entries: readonly MempoolEntry[]): boolean {
    const { height, medianTime } = this.#options;
    const size = entries.reduce((total, entry) => total + entry.size, 0);
    return (
      this.#size + size < MAX_SIZE &&
      entries.every(({ transaction }) => isFinal(transaction, { height, time: medianTime }))
    );
  }

  #choose(entry: MempoolEntry): void {
    this.#chosen.add(entry);
    this.#size += entry.size;
  }

  /** addPriorityTxs: old money first, whatever it pays. One transaction always gets in this way. */
  #choosePriority(): void {
    const { prioritySize } = this.#options;
    if (prioritySize === 0) return;
    const waiting = this.#mempool
      .entries()
      .map((entry) => ({ entry, priority: priorityAt(entry, this.#options.height) }))
      .sort((a, b) => b.priority - a.priority);
    for (let at = 0; at < waiting.length; at++) {
      const next = waiting[at];
      if (next === undefined || this.#chosen.has(next.entry)) continue;
      const isDependent = this.#mempool.parents(next.entry).some((parent) => !this.#chosen.has(parent));
      if (isDependent || !this.#fits([next.entry])) continue;
      this.#choose(next.entry);
      if (this.#size >= prioritySize || next.priority <= FREE_PRIORITY) return;
      // What waited for this one may have more priority than what comes next.
      at = -1;
    }
  }

  #packageOf(entry: MempoolEntry): MempoolEntry[] {
    const ancestors = [...this.#mempool.ancestors(entry).entries].filter(
      (ancestor) => !this.#chosen.has(ancestor),
    );
    const depth = (of: MempoolEntry) => this.#mempool.ancestors(of).entries.size;
    return [...ancestors.sort((a, b) => depth(a) - depth(b)), entry];
  }

  /** addPackageTxs: best fee rate of a transaction together with what it needs, down to the miner's minimum. */
  #choosePackages(): void {
    const open = new Set(this.#mempool.entries().filter((entry) => !this.#chosen.has(entry)));
    while (open.size > 0) {
      const best = this.#bestPackage(open);
      if (best === undefined) return;
      const target = best.at(-1);
      if (target !== undefined) open.delete(target);
      if (!this.#fits(best)) continue;
      for (const entry of best) {
        this.#choose(entry);
        open.delete(entry);
      }
    }
  }

  #bestPackage(open: ReadonlySet<MempoolEntry>): MempoolEntry[] | undefined {
    let best: { entries: MempoolEntry[]; fees: bigint; size: number } | undefined;
    for (const entry of open) {
      const entries = this.#packageOf(entry);
      const fees = entries.reduce((total, { fee }) => total + fee, 0n);
      const size = entries.reduce((total, { size: bytes }) => total + bytes, 0);
      const isBetter = best === undefined || fees * BigInt(best.size) > best.fees * BigInt(size);
      if (isBetter) best = { entries, fees, size };
    }
    if (best === undefined) return undefined;
    return best.fees < feeForSize(koinu(this.#options.feePerKb), best.size) ? undefined : best.entries;
  }
}

export function selectForBlock(mempool: Mempool, options: SelectionOptions): MempoolEntry[] {
  return new Selection(mempool, options).run();
}
