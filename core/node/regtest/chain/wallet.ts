import { addressOf, pubKeyHashScript } from '../../../protocol/address.ts';
import { concat, toHex, uint32 } from '../../../protocol/bytes.ts';
import { sha256 } from '../../../protocol/hash.ts';
import { publicKeyOf } from '../../../protocol/signature.ts';
import { type Outpoint, outpointKey } from '../../../protocol/transaction.ts';
import type { CoinObserver, Coins, Output } from './coins.ts';
import type { Mempool } from './mempool.ts';
import { NETWORK } from './parameters.ts';

export interface WalletKey {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly script: Uint8Array;
  readonly address: string;
}

/** An output that the wallet can unlock. */
export interface WalletOutput {
  readonly outpoint: Outpoint;
  readonly output: Output;
  readonly key: WalletKey;
  readonly isCoinbase: boolean;
  /** undefined while its transaction is in the mempool. */
  readonly height: number | undefined;
}

/** Play money's keeper: keys drawn one after the other from a seed, and the outputs they unlock. */
export class PracticeWallet implements CoinObserver {
  readonly #seed: Uint8Array;
  readonly #keys = new Map<string, WalletKey>();
  readonly #outputs = new Map<string, WalletOutput>();
  /** Transactions that the wallet made itself: their outputs may be spent before a block has them. */
  readonly #own = new Set<string>();

  constructor(seed: Uint8Array) {
    this.#seed = seed;
  }

  get keyCount(): number {
    return this.#keys.size;
  }

  newKey(): WalletKey {
    const privateKey = sha256(concat([this.#seed, uint32(this.#keys.size)]));
    const publicKey = publicKeyOf(privateKey);
    const script = pubKeyHashScript(publicKey);
    const key = { privateKey, publicKey, script, address: addressOf(script, NETWORK) ?? '' };
    this.#keys.set(toHex(script), key);
    return key;
  }

  keyOf(script: Uint8Array): WalletKey | undefined {
    return this.#keys.get(toHex(script));
  }

  outputAdded(outpoint: Outpoint, output: Output, { height, isCoinbase }: Coins): void {
    const key = this.keyOf(output.script);
    if (key === undefined) return;
    this.#outputs.set(outpointKey(outpoint), { outpoint, output, key, height, isCoinbase });
  }

  outputRemoved(outpoint: Outpoint): void {
    this.#outputs.delete(outpointKey(outpoint));
  }

  markOwn(txid: string): void {
    this.#own.add(txid);
  }

  isOwn(txid: string): boolean {
    return this.#own.has(txid);
  }

  /** The wallet's outputs that nothing spends, neither a block nor the mempool. */
  unspent(mempool: Mempool): WalletOutput[] {
    const confirmed = [...this.#outputs.values()];
    const waiting = mempool.entries().flatMap(({ transaction, txid }) =>
      transaction.outs.flatMap(({ value, script }, vout): WalletOutput[] => {
        const key = this.keyOf(script);
        if (key === undefined) return [];
        return [
          { outpoint: { txid, vout }, output: { value, script }, key, isCoinbase: false, height: undefined },
        ];
      }),
    );
    return [...confirmed, ...waiting].filter(({ outpoint }) => mempool.spenderOf(outpoint) === undefined);
  }
}

/** Blocks on top of an output's transaction, itself included; 0 in the mempool. */
export function confirmations({ height }: WalletOutput, tipHeight: number): number {
  return height === undefined ? 0 : tipHeight - height + 1;
}

/** Whether a coinbase has grown old enough for the next block (COINBASE_MATURITY). */
export function isMature(output: WalletOutput, tipHeight: number): boolean {
  return !output.isCoinbase || confirmations(output, tipHeight) >= NETWORK.coinbaseMaturity + 1;
}
