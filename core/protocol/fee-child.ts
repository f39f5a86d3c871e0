import { assert } from '../assert.ts';
import { type Koinu, koinu, sum } from '../money.ts';
import { fromHex } from './bytes.ts';
import { SIGHASH_ALL, signatureHash } from './sighash.ts';
import { publicKeyOf, signEcdsa, withHashByte } from './signature.ts';
import { type Outpoint, Transaction } from './transaction.ts';

/** BIP125: the till may replace its own child by one that pays more. Nobody else is paid by it, so nobody is deceived. */
const REPLACEABLE_SEQUENCE = 0xfffffffd;
const PUSHED_PUBLIC_KEY = 0x21;

/** Bytes of a child with one input and one P2PKH output, with a signature of 72 bytes: what fees are counted with. */
export function feeChildSize(inputs: number): number {
  return 44 + inputs * 148;
}

/**
 * A child pays for its parent: it spends the till's own outputs of a settlement back to the same script, less a fee
 * that makes the two together worth mining.
 * @param from the settlement's outputs to that script, all P2PKH of this key
 */
export function buildFeeChild(
  from: readonly (Outpoint & { readonly value: Koinu })[],
  fee: Koinu,
  owner: { readonly script: Uint8Array; readonly privateKey: Uint8Array },
): Transaction {
  const value = sum(from.map((output) => output.value)) - fee;
  assert(value > 0n, 'a child leaves something');
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { txid, vout } of from) {
    transaction.addInput(fromHex(txid).reverse(), vout, REPLACEABLE_SEQUENCE);
  }
  transaction.addOutput(owner.script, koinu(value));
  unlockPubKeyHashes(
    transaction,
    from.map(() => owner),
  );
  return transaction;
}

/** Signs every input of a transaction, each with the key of the P2PKH output that it spends. */
export function unlockPubKeyHashes(
  transaction: Transaction,
  owners: readonly { readonly script: Uint8Array; readonly privateKey: Uint8Array }[],
): void {
  const unlocks = owners.map(({ script, privateKey }, index) => {
    const hash = signatureHash(transaction, { index, scriptCode: script, hashType: SIGHASH_ALL });
    const signature = withHashByte(signEcdsa(hash, privateKey));
    const publicKey = publicKeyOf(privateKey);
    return Uint8Array.from([signature.length, ...signature, PUSHED_PUBLIC_KEY, ...publicKey]);
  });
  for (const [index, unlock] of unlocks.entries()) transaction.setInputScript(index, unlock);
}
