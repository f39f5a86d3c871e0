import { assert } from '../../../assert.ts';
import { MAX_SCRIPT_SIZE } from '../../../protocol/interpreter/execution.ts';
import { OP } from '../../../protocol/interpreter/opcodes.ts';
import { type Outpoint, spentOutpoints, type Transaction } from '../../../protocol/transaction.ts';
import { isCoinbase, type NodeTransaction } from './block.ts';

export interface Output {
  /** Koinu. Within 0 .. MAX_MONEY once the transaction has passed its first checks. */
  readonly value: bigint;
  readonly script: Uint8Array;
}

/**
 * What of a transaction can still be spent (CCoins, Dogecoin Core coins.h). The node remembers by transaction, not by
 * output: hence its different answers to an outpoint spent and a transaction spent completely.
 */
export interface Coins {
  readonly height: number;
  readonly isCoinbase: boolean;
  /** nVersion, signed. */
  readonly version: number;
  /** undefined where spent, or not spendable from the start. */
  readonly outputs: readonly (Output | undefined)[];
}

/** MEMPOOL_HEIGHT (txmempool.h): the height of what is in no block yet. */
export const MEMPOOL_HEIGHT = 0x7fffffff;

/** CScript::IsUnspendable: such an output is never stored. */
function isUnspendable(script: Uint8Array): boolean {
  return script[0] === OP.OP_RETURN || script.length > MAX_SCRIPT_SIZE;
}

export function coinsOf(transaction: Transaction, height: number): Coins {
  return {
    height,
    isCoinbase: isCoinbase(transaction),
    version: transaction.version | 0,
    outputs: transaction.outs.map(({ value, script }) =>
      isUnspendable(script) ? undefined : { value, script },
    ),
  };
}

/** Told of every output that becomes spendable, or stops being so, by a block connected or disconnected. */
export interface CoinObserver {
  outputAdded(outpoint: Outpoint, output: Output, coins: Coins): void;
  outputRemoved(outpoint: Outpoint): void;
}

interface SpentOutput {
  readonly outpoint: Outpoint;
  readonly output: Output;
  readonly coins: Coins;
}

/** What undoes a transaction: the outputs it spent. */
export type Undo = readonly SpentOutput[];

/** The unspent outputs of the active chain (CCoinsViewCache, coins.cpp). */
export class CoinSet {
  readonly #coins = new Map<string, { -readonly [K in keyof Coins]: Coins[K] }>();
  readonly #observer: CoinObserver | undefined;

  constructor(observer?: CoinObserver) {
    this.#observer = observer;
  }

  get(txid: string): Coins | undefined {
    return this.#coins.get(txid);
  }

  /** Spends a transaction's inputs and adds its outputs. The caller has checked that they are there. */
  apply({ transaction, txid }: NodeTransaction, height: number): Undo {
    const isFirst = isCoinbase(transaction);
    const undo = isFirst ? [] : spentOutpoints(transaction).map((outpoint) => this.#spend(outpoint));
    const coins = coinsOf(transaction, height);
    this.#coins.set(txid, coins);
    for (const [vout, output] of coins.outputs.entries()) {
      if (output !== undefined) this.#observer?.outputAdded({ txid, vout }, output, coins);
    }
    this.#drop(txid);
    return undo;
  }

  /** Takes back `apply`, of which `undo` is the answer. Transactions are taken back in reverse order. */
  revert({ txid }: NodeTransaction, undo: Undo): void {
    const coins = this.#coins.get(txid);
    for (const [vout, output] of coins?.outputs.entries() ?? []) {
      if (output !== undefined) this.#observer?.outputRemoved({ txid, vout });
    }
    this.#coins.delete(txid);
    for (const { outpoint, output, coins: spent } of [...undo].reverse()) {
      const restored = this.#coins.get(outpoint.txid) ?? {
        ...spent,
        outputs: spent.outputs.map(() => undefined),
      };
      restored.outputs = restored.outputs.with(outpoint.vout, output);
      this.#coins.set(outpoint.txid, restored);
      this.#observer?.outputAdded(outpoint, output, restored);
    }
  }

  #spend(outpoint: Outpoint): SpentOutput {
    const coins = this.#coins.get(outpoint.txid);
    const output = coins?.outputs[outpoint.vout];
    assert(coins !== undefined && output !== undefined, 'a block spends only what can be spent');
    const spent = { outpoint, output, coins: { ...coins } };
    coins.outputs = coins.outputs.with(outpoint.vout, undefined);
    this.#drop(outpoint.txid);
    this.#observer?.outputRemoved(outpoint);
    return spent;
  }

  /** CCoins::Cleanup: what is spent completely is forgotten. */
  #drop(txid: string): void {
    if (this.#coins.get(txid)?.outputs.every((output) => output === undefined)) this.#coins.delete(txid);
  }
}
