import type { Block } from '../../core/node/backend.ts';
import { toHex, utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { POLICY_FLAGS } from '../../core/protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../core/protocol/interpreter/verify-input.ts';
import {
  FINAL_SEQUENCE,
  type Outpoint,
  outpointKey,
  spentOutpoints,
  type Transaction,
  transactionBytes,
  txidOf,
} from '../../core/protocol/transaction.ts';
import { blockAt, type ChainEnd } from './sim-chain.ts';

export interface SimOutput {
  readonly value: bigint;
  readonly script: Uint8Array;
}

/** A transaction that matters to somebody here. */
export interface SimTransaction {
  readonly txid: string;
  readonly transaction: Transaction;
  /** Keys of the outpoints that it spends. */
  readonly inputs: readonly string[];
  readonly size: number;
  readonly fee: bigint;
  /** Its scripts hold under the rules that nodes relay by. */
  readonly isValid: boolean;
}

/** Every transaction that was ever made, and every block that holds one. Who sees what is for each chain to say. */
export class Ledger {
  readonly #known = new Map<string, SimTransaction>();
  readonly #outputs = new Map<string, SimOutput>();
  readonly #minted = new Set<string>();
  readonly #places = new Map<string, Block[]>();
  readonly #spenders = new Map<string, SimTransaction[]>();

  /** A coin that was always there; nobody asks for its signature. */
  mint(name: string, output: SimOutput): Outpoint {
    const outpoint = { txid: toHex(sha256(utf8(name))), vout: 0 };
    this.#outputs.set(outpointKey(outpoint), output);
    this.#minted.add(outpointKey(outpoint));
    return outpoint;
  }

  /** @returns undefined when it spends what was never made */
  learn(transaction: Transaction): SimTransaction | undefined {
    const txid = txidOf(transaction);
    const known = this.#known.get(txid);
    if (known !== undefined) return known;
    const inputs = spentOutpoints(transaction).map(outpointKey);
    const spent = inputs.flatMap((key) => this.#outputs.get(key) ?? []);
    if (spent.length < inputs.length) return undefined;
    const value = (outputs: readonly SimOutput[]) =>
      outputs.reduce((total, output) => total + output.value, 0n);
    const fee = value(spent) - value(transaction.outs);
    const isMinted = inputs.some((key) => this.#minted.has(key));
    const scripts = spent.map(({ script }) => script);
    const isSigned = isMinted || verifyAllInputs(transaction, scripts, POLICY_FLAGS).isValid;
    const size = transactionBytes(transaction).length;
    const learnt: SimTransaction = { txid, transaction, inputs, size, fee, isValid: isSigned && fee >= 0n };
    this.#known.set(txid, learnt);
    for (const [vout, output] of transaction.outs.entries()) {
      this.#outputs.set(outpointKey({ txid, vout }), output);
    }
    for (const key of inputs) this.#spenders.set(key, [...(this.#spenders.get(key) ?? []), learnt]);
    return learnt;
  }

  known(txid: string): SimTransaction | undefined {
    return this.#known.get(txid);
  }

  output(outpoint: Outpoint): SimOutput | undefined {
    return this.#outputs.get(outpointKey(outpoint));
  }

  isMinted(key: string): boolean {
    return this.#minted.has(key);
  }

  /** All that ever spent an outpoint, on whatever chain or on none. */
  spenders(key: string): readonly SimTransaction[] {
    return this.#spenders.get(key) ?? [];
  }

  place(block: Block): void {
    for (const transaction of block.transactions) {
      const txid = txidOf(transaction);
      this.#places.set(txid, [...(this.#places.get(txid) ?? []), block]);
    }
  }

  /** The block of a chain that holds a transaction. */
  blockOf(end: ChainEnd, txid: string): Block | undefined {
    return this.#places.get(txid)?.find((block) => blockAt(end, block.height) === block);
  }

  /** What spends an outpoint in a chain. */
  spentBy(end: ChainEnd, key: string): SimTransaction | undefined {
    return this.spenders(key).find(({ txid }) => this.blockOf(end, txid) !== undefined);
  }
}

/** IsFinalTx (Dogecoin Core validation.cpp) for a lock by height. */
export function isFinal({ transaction }: SimTransaction, nextHeight: number): boolean {
  return (
    transaction.locktime < nextHeight || transaction.ins.every(({ sequence }) => sequence === FINAL_SEQUENCE)
  );
}

export function txidOfKey(key: string): string {
  return key.slice(0, 64);
}
