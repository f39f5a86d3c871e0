import { ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { KOINU_PER_DOGE, type Koinu, koinu } from '../../../core/money.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { addressOf, pubKeyHashScript } from '../../../core/protocol/address.ts';
import { concat, parseHex } from '../../../core/protocol/bytes.ts';
import { SIGHASH_ALL, signatureHash } from '../../../core/protocol/sighash.ts';
import { publicKeyOf, signEcdsa, withHashByte } from '../../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, type Outpoint, Transaction } from '../../../core/protocol/transaction.ts';

export function doge(whole: number): Koinu {
  return koinu(BigInt(Math.round(whole * 1e8)));
}

export const ONE_DOGE = koinu(KOINU_PER_DOGE);

export interface Spend {
  readonly from: readonly Outpoint[];
  readonly outputs: readonly { readonly script: Uint8Array; readonly value: bigint }[];
  readonly locktime?: number;
  readonly sequence?: number;
  readonly hasBadSignature?: boolean;
}

/** A key that is paid to and pays, without a wallet. */
export class Purse {
  readonly #privateKey: Uint8Array;
  readonly script: Uint8Array;
  readonly address: string;
  readonly #publicKey: Uint8Array;

  constructor(name: string) {
    this.#privateKey = createHash('sha256').update(name).digest();
    this.#publicKey = publicKeyOf(this.#privateKey);
    this.script = pubKeyHashScript(this.#publicKey);
    const address = addressOf(this.script, NETWORKS.regtest);
    ok(address !== undefined);
    this.address = address;
  }

  spend(spend: Spend): Transaction {
    const transaction = new Transaction();
    transaction.version = 1;
    transaction.locktime = spend.locktime ?? 0;
    for (const { txid, vout } of spend.from) {
      const hash = parseHex(txid);
      ok(hash !== undefined);
      transaction.addInput(hash.slice().reverse(), vout, spend.sequence ?? FINAL_SEQUENCE);
    }
    for (const output of spend.outputs) transaction.addOutput(output.script, output.value);
    for (const index of transaction.ins.keys()) {
      const hash = signatureHash(transaction, { index, scriptCode: this.script, hashType: SIGHASH_ALL });
      if (spend.hasBadSignature) hash.reverse();
      const signature = withHashByte(signEcdsa(hash, this.#privateKey));
      const push = (bytes: Uint8Array) => concat([Uint8Array.of(bytes.length), bytes]);
      transaction.setInputScript(index, concat([push(signature), push(this.#publicKey)]));
    }
    return transaction;
  }
}
