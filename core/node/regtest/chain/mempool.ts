import { assert } from '../../../assert.ts';
import { type Outpoint, outpointKey, spentOutpoints } from '../../../protocol/transaction.ts';
import type { NodeTransaction } from './block.ts';

/** A transaction waiting for a block (CTxMemPoolEntry, Dogecoin Core txmempool.h). */
export interface MempoolEntry extends NodeTransaction {
  /** Koinu. */
  readonly fee: bigint;
  /** Bytes, or twenty for each signature check if that is more. */
  readonly size: number;
  /** When it entered, Unix seconds, and at what height of the tip. */
  readonly time: number;
  readonly height: number;
  /** Priority when it entered: value times age over size. */
  readonly priority: number;
  /** Koinu of its inputs that were in the chain when it entered: what grows older. */
  readonly confirmedInput: bigint;
  /** Bytes that count for priority. */
  readonly prioritySize: number;
}

/** CTxMemPoolEntry::GetPriority: what was in the chain grows older with each block. */
export function priorityAt(entry: MempoolEntry, height: number): number {
  const age = (height - entry.height) >>> 0;
  return Math.max(entry.priority + (age * Number(entry.confirmedInput)) / entry.prioritySize, 0);
}

interface Relatives {
  /** In no order but that of discovery, without the transaction itself. */
  readonly entries: ReadonlySet<MempoolEntry>;
  readonly size: number;
  /** Koinu. */
  readonly fees: bigint;
}

/** The transactions that a node holds for the next blocks, and who spends what among them. */
export class Mempool {
  readonly #entries = new Map<string, MempoolEntry>();
  readonly #spenders = new Map<string, MempoolEntry>();
  #bytes = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** The sum of all entries' sizes. */
  get bytes(): number {
    return this.#bytes;
  }

  get(txid: string): MempoolEntry | undefined {
    return this.#entries.get(txid);
  }

  /** In the order of their arrival. */
  entries(): MempoolEntry[] {
    return [...this.#entries.values()];
  }

  spenderOf(outpoint: Outpoint): MempoolEntry | undefined {
    return this.#spenders.get(outpointKey(outpoint));
  }

  add(entry: MempoolEntry): void {
    assert(!this.#entries.has(entry.txid), 'a transaction enters the mempool once');
    this.#entries.set(entry.txid, entry);
    this.#bytes += entry.size;
    for (const outpoint of spentOutpoints(entry.transaction))
      this.#spenders.set(outpointKey(outpoint), entry);
  }

  /** Removes one entry and leaves what spends its outputs: for what has come into a block. */
  removeAlone(txid: string): void {
    const entry = this.#entries.get(txid);
    if (entry === undefined) return;
    this.#entries.delete(txid);
    this.#bytes -= entry.size;
    for (const outpoint of spentOutpoints(entry.transaction)) {
      if (this.#spenders.get(outpointKey(outpoint)) === entry) this.#spenders.delete(outpointKey(outpoint));
    }
  }

  /** Removes a transaction and all that spends its outputs, whether or not the transaction itself is here. */
  removeRecursively(transaction: NodeTransaction): void {
    for (const { txid } of this.descendants(transaction).entries) this.removeAlone(txid);
    this.removeAlone(transaction.txid);
  }

  /** Removes what spends the same outputs as a transaction in a block (removeConflicts, txmempool.cpp). */
  removeConflicts({ transaction, txid }: NodeTransaction): void {
    for (const outpoint of spentOutpoints(transaction)) {
      const conflict = this.spenderOf(outpoint);
      if (conflict !== undefined && conflict.txid !== txid) this.removeRecursively(conflict);
    }
  }

  parents({ transaction }: Pick<NodeTransaction, 'transaction'>): MempoolEntry[] {
    const txids = new Set(spentOutpoints(transaction).map(({ txid }) => txid));
    return [...txids].flatMap((txid) => this.#entries.get(txid) ?? []);
  }

  children({ transaction, txid }: NodeTransaction): MempoolEntry[] {
    const found = new Set<MempoolEntry>();
    for (const vout of transaction.outs.keys()) {
      const spender = this.spenderOf({ txid, vout });
      if (spender !== undefined) found.add(spender);
    }
    return [...found];
  }

  ancestors(transaction: NodeTransaction): Relatives {
    return this.#relatives(transaction, (of) => this.parents(of));
  }

  descendants(transaction: NodeTransaction): Relatives {
    return this.#relatives(transaction, (of) => this.children(of));
  }

  #relatives(
    transaction: NodeTransaction,
    next: (of: NodeTransaction) => readonly MempoolEntry[],
  ): Relatives {
    const entries = new Set<MempoolEntry>();
    const open = [...next(transaction)];
    for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
      if (entries.has(entry) || entry.txid === transaction.txid) continue;
      entries.add(entry);
      open.push(...next(entry));
    }
    let size = 0;
    let fees = 0n;
    for (const entry of entries) {
      size += entry.size;
      fees += entry.fee;
    }
    return { entries, size, fees };
  }
}
