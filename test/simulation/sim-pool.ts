import { feeForSize, POLICY } from '../../core/networks.ts';
import type { BroadcastOutcome, BroadcastRejection } from '../../core/node/backend.ts';
import { INCREMENTAL_FEE_PER_KB } from '../../core/node/regtest/chain/replacement.ts';
import { signalsReplacement } from '../../core/protocol/transaction.ts';
import type { ChainEnd } from './sim-chain.ts';
import { isFinal, type Ledger, type SimTransaction, txidOfKey } from './sim-ledger.ts';

/** DEFAULT_MEMPOOL_EXPIRY, validation.h. */
const EXPIRY_MS = 24 * 3_600_000;

/** The unconfirmed transactions of one node: the first that spends an output stays, unless it says otherwise (BIP125). */
export class Pool {
  readonly #ledger: Ledger;
  readonly #waiting = new Map<string, { readonly known: SimTransaction; readonly since: number }>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get size(): number {
    return this.#waiting.size;
  }

  get txids(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  get transactions(): readonly SimTransaction[] {
    return [...this.#waiting.values()].map(({ known }) => known);
  }

  has(txid: string): boolean {
    return this.#waiting.has(txid);
  }

  spenderOf(key: string): SimTransaction | undefined {
    if (this.#waiting.size === 0) return undefined;
    return this.#ledger.spenders(key).find(({ txid }) => this.#waiting.has(txid));
  }

  accept(known: SimTransaction, end: ChainEnd, now: number): BroadcastOutcome {
    if (this.#ledger.blockOf(end, known.txid) !== undefined) return this.#inChain(known, end);
    if (this.#waiting.has(known.txid)) return { kind: 'accepted' };
    const problem = this.#problem(known, end);
    if (problem !== undefined) return { kind: 'rejected', reason: problem, message: problem };
    for (const { txid } of this.#conflictsOf(known)) this.#waiting.delete(txid);
    this.#waiting.set(known.txid, { known, since: now });
    return { kind: 'accepted' };
  }

  /** -27 only as long as an output of it is unspent: afterwards its inputs are merely spent. */
  #inChain({ txid, transaction }: SimTransaction, end: ChainEnd): BroadcastOutcome {
    const isUnspent = transaction.outs.some(
      (_, vout) => this.#ledger.spentBy(end, `${txid}:${vout}`) === undefined,
    );
    if (isUnspent) return { kind: 'already_in_chain' };
    return { kind: 'rejected', reason: 'missing_inputs', message: 'missing_inputs' };
  }

  #problem(known: SimTransaction, end: ChainEnd): BroadcastRejection | undefined {
    if (!isFinal(known, end.height + 1)) return 'not_final';
    for (const key of known.inputs) {
      if (!this.#exists(key, end)) return 'missing_inputs';
      if (this.#ledger.spentBy(end, key) !== undefined) return 'inputs_spent';
    }
    if (known.fee < feeForSize(POLICY.relayFeePerKb, known.size)) return 'fee_too_low';
    return known.isValid ? this.#conflict(known) : 'invalid';
  }

  #conflictsOf({ inputs }: SimTransaction): readonly SimTransaction[] {
    return inputs.flatMap((key) => this.spenderOf(key) ?? []);
  }

  /** A replacement pays for what it replaces and for its own bytes. Nothing here spends what may be replaced. */
  #conflict(known: SimTransaction): BroadcastRejection | undefined {
    const conflicts = this.#conflictsOf(known);
    if (!conflicts.every(({ transaction }) => signalsReplacement(transaction))) return 'mempool_conflict';
    const own: bigint = feeForSize(INCREMENTAL_FEE_PER_KB, known.size);
    const least = conflicts.reduce((sum, { fee }) => sum + fee, own);
    return conflicts.length > 0 && known.fee < least ? 'fee_too_low' : undefined;
  }

  #exists(key: string, end: ChainEnd): boolean {
    const txid = txidOfKey(key);
    return (
      this.#ledger.isMinted(key) || this.#waiting.has(txid) || this.#ledger.blockOf(end, txid) !== undefined
    );
  }

  /** The chain is another now: what it holds or forbids leaves, and what it lost comes back if it can. */
  follow(end: ChainEnd, now: number, lost: readonly SimTransaction[]): void {
    if (this.#waiting.size === 0 && lost.length === 0) return;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    const returned = lost.map((known) => ({ known, since: now }));
    for (const { known, since } of [...returned, ...waiting]) {
      if (this.#ledger.blockOf(end, known.txid) === undefined) this.accept(known, end, since);
    }
  }

  expire(end: ChainEnd, now: number): void {
    const old = [...this.#waiting.values()].filter(({ since }) => now - since > EXPIRY_MS);
    if (old.length === 0) return;
    for (const { known } of old) this.#waiting.delete(known.txid);
    this.follow(end, now, []);
  }

  clear(): void {
    this.#waiting.clear();
  }
}
