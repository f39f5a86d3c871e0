import { createHash } from 'node:crypto';
import { NETWORKS } from '../../../core/networks.ts';
import { addressOf, pubKeyHashScript, scriptHashScript } from '../../../core/protocol/address.ts';
import { concat, fromHex, toHex } from '../../../core/protocol/bytes.ts';
import { pushData } from '../../../core/protocol/interpreter/instructions.ts';
import { SIGHASH_ALL, signatureHash } from '../../../core/protocol/sighash.ts';
import { publicKeyOf, signEcdsa, withHashByte } from '../../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction, txidOf } from '../../../core/protocol/transaction.ts';
import type { RpcNode } from './rpc-nodes.ts';

const PRIVATE_KEY = createHash('sha256').update('a key for tests of the node').digest();
export const PUBLIC_KEY = publicKeyOf(PRIVATE_KEY);
export const OWN_SCRIPT = pubKeyHashScript(PUBLIC_KEY);
export const OWN_ADDRESS = addressOf(OWN_SCRIPT, NETWORKS.regtest) ?? '';

export const DOGE = 100_000_000n;

export interface Coin {
  readonly txid: string;
  readonly vout: number;
  /** Koinu. */
  readonly value: bigint;
  /** Of a P2SH coin: a script that needs a signature of ours on the stack, or none. */
  readonly redeemScript?: Uint8Array;
  readonly sequence?: number;
}

export interface Draft {
  readonly from: readonly Coin[];
  /** Without outputs given, all but the fee goes back to us. */
  readonly outputs?: readonly { readonly script: Uint8Array; readonly value: bigint }[];
  /** Koinu; 0.01 DOGE unless given. */
  readonly fee?: bigint;
  readonly version?: number;
  readonly locktime?: number;
  readonly sequence?: number;
  /** Changes scriptSig once it is signed. */
  readonly scriptSig?: (signed: Uint8Array) => Uint8Array;
}

export function draft(given: Draft): Transaction {
  const transaction = new Transaction();
  transaction.version = given.version ?? 1;
  transaction.locktime = given.locktime ?? 0;
  for (const { txid, vout, sequence } of given.from) {
    const order = sequence ?? given.sequence ?? FINAL_SEQUENCE;
    transaction.addInput(fromHex(txid).reverse(), vout, order);
  }
  const total = given.from.reduce((sum, { value }) => sum + value, 0n);
  const outputs = given.outputs ?? [{ script: OWN_SCRIPT, value: total - (given.fee ?? DOGE / 100n) }];
  // Not addOutput, which refuses what a node is to refuse.
  transaction.outs.push(...outputs);
  for (const [index, { redeemScript }] of given.from.entries()) {
    const scriptCode = redeemScript ?? OWN_SCRIPT;
    const hash = signatureHash(transaction, { index, scriptCode, hashType: SIGHASH_ALL });
    const signature = pushData(withHashByte(signEcdsa(hash, PRIVATE_KEY)));
    const signed = concat([signature, pushData(redeemScript ?? PUBLIC_KEY)]);
    transaction.setInputScript(index, given.scriptSig?.(signed) ?? signed);
  }
  return transaction;
}

/** The outputs of a transaction of ours as coins to spend next. */
export function coinsOf(transaction: Transaction): Coin[] {
  const txid = txidOf(transaction);
  return transaction.outs.map(({ value }, vout) => ({ txid, vout, value }));
}

/** Someone who holds a key and some coins of a node's chain. */
export class KeyHolder {
  readonly #node: RpcNode;
  readonly #coins: Coin[] = [];

  constructor(node: RpcNode) {
    this.#node = node;
  }

  /** Makes confirmed coins of ten DOGE each, with mature coinbases of the node's own. */
  async fund(count: number): Promise<void> {
    const txid = String(await this.#node.call('sendtoaddress', OWN_ADDRESS, String(count * 10 + 1)));
    const raw = Transaction.fromHex(String(await this.#node.call('getrawtransaction', txid)));
    const vout = raw.outs.findIndex(({ script }) => toHex(script) === toHex(OWN_SCRIPT));
    const value = raw.outs[vout]?.value ?? 0n;
    const each = Array.from({ length: count }, () => ({ script: OWN_SCRIPT, value: 10n * DOGE }));
    const split = draft({ from: [{ txid, vout, value }], outputs: each });
    await this.send(split);
    await this.mine(1);
    this.#coins.push(...coinsOf(split));
  }

  take(): Coin {
    const coin = this.#coins.pop();
    if (coin === undefined) throw new Error('no coins left');
    return coin;
  }

  /** Locks a coin to a script's hash and lets a block confirm it. */
  async lock(redeemScript: Uint8Array): Promise<Coin> {
    const coin = this.take();
    const value = coin.value - DOGE / 100n;
    const locking = draft({ from: [coin], outputs: [{ script: scriptHashScript(redeemScript), value }] });
    await this.send(locking);
    await this.mine(1);
    return { txid: txidOf(locking), vout: 0, value, redeemScript };
  }

  async send(transaction: Transaction): Promise<void> {
    await this.#node.call('sendrawtransaction', transaction.toHex());
  }

  /** The node's word on a transaction. */
  verdict(transaction: Transaction, ...more: readonly boolean[]): Promise<string> {
    return this.#node.outcome('sendrawtransaction', transaction.toHex(), ...more);
  }

  /** To a new key each time: Core does not mine an invalidated block a second time, not even by chance. */
  async mine(count: number): Promise<string[]> {
    return (await this.#node.call('generate', count)) as string[];
  }

  async mempool(): Promise<string[]> {
    return (await this.#node.call('getrawmempool')) as string[];
  }
}
