import { Transaction } from 'bitcoinjs-lib';
import { ByteWriter, compactSizeLength, equal, reverseHex, sizedLength, toHex } from './bytes.ts';
import { hash256 } from './hash.ts';

/** bitcoinjs's own shape: `hash` in wire order, `value` a signed 64-bit bigint in koinu. */
export { Transaction } from 'bitcoinjs-lib';

/** An output of a transaction, by name. `txid` in display order. */
export interface Outpoint {
  readonly txid: string;
  readonly vout: number;
}

export function outpointKey(outpoint: Outpoint): string {
  return `${outpoint.txid}:${outpoint.vout}`;
}

export const FINAL_SEQUENCE = 0xffffffff;

/**
 * Reads a serialised transaction without a witness. Dogecoin never activated SegWit (validation.cpp,
 * ContextualCheckBlock), so a witness is only ever padding that the txid does not cover.
 * @returns undefined for anything that does not serialise back to the same bytes
 */
export function parseTransaction(bytes: Uint8Array): Transaction | undefined {
  try {
    const transaction = Transaction.fromBuffer(bytes);
    if (transaction.hasWitnesses()) return undefined;
    return equal(transactionBytes(transaction), bytes) ? transaction : undefined;
  } catch {
    return undefined;
  }
}

/** The serialised transaction, without a witness. bitcoinjs's own toBuffer makes two buffers for every field. */
export function transactionBytes({ version, ins, outs, locktime }: Transaction): Uint8Array {
  let length = 8 + compactSizeLength(ins.length) + compactSizeLength(outs.length);
  for (const { script } of ins) length += 40 + sizedLength(script);
  for (const { script } of outs) length += 8 + sizedLength(script);
  const writer = new ByteWriter(length);
  writer.uint32(version);
  writer.compactSize(ins.length);
  for (const { hash, index, script, sequence } of ins) {
    writer.raw(hash);
    writer.uint32(index);
    writer.sized(script);
    writer.uint32(sequence);
  }
  writer.compactSize(outs.length);
  for (const { value, script } of outs) {
    writer.int64(value);
    writer.sized(script);
  }
  writer.uint32(locktime);
  return writer.bytes;
}

/** What a txid shows: 32 bytes in wire order. */
export function transactionHash(transaction: Transaction): Uint8Array {
  return hash256(transactionBytes(transaction));
}

export function txidOf(transaction: Transaction): string {
  return transaction.getId();
}

export function transactionHex(transaction: Transaction): string {
  return toHex(transaction.toBuffer());
}

/** Its sender may replace it as long as it is not mined (BIP125): Dogecoin Core takes replacements by default. */
export function signalsReplacement(transaction: Transaction): boolean {
  return transaction.ins.some(({ sequence }) => sequence < FINAL_SEQUENCE - 1);
}

/** The outpoints a transaction spends, in its order. */
export function spentOutpoints(transaction: Transaction): Outpoint[] {
  return transaction.ins.map((input) => ({ txid: reverseHex(input.hash), vout: input.index }));
}
