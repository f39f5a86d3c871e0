import { Transaction } from 'bitcoinjs-lib';
import { isKoinu } from '../money.ts';
import { ByteReader, ByteWriter, compactSizeLength, equal, reverseHex, sizedLength, toHex } from './bytes.ts';
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

/** How many inputs and outputs are read at most. */
export interface TransactionLimits {
  readonly inputs: number;
  readonly outputs: number;
}

/** As many as fit into a transaction of 100 kB, the most that nodes relay: 41 bytes an input, 32 a P2SH output. */
export const RELAYED_LIMITS: TransactionLimits = { inputs: 2440, outputs: 3125 };

/**
 * Reads a serialised transaction without a witness. Dogecoin never activated SegWit (validation.cpp,
 * ContextualCheckBlock), so a witness is only ever padding that the txid does not cover.
 * @param most for what a stranger sent: more inputs or outputs are refused before anything is built of them
 * @returns undefined for anything that does not serialise back to the same bytes
 */
export function parseTransaction(bytes: Uint8Array, most?: TransactionLimits): Transaction | undefined {
  try {
    if (most !== undefined && !isWithin(bytes, most)) return undefined;
    const transaction = Transaction.fromBuffer(bytes);
    if (transaction.hasWitnesses()) return undefined;
    return equal(transactionBytes(transaction), bytes) ? transaction : undefined;
  } catch {
    return undefined;
  }
}

/** Walks over the fields without keeping any. Throws MalformedBytesError where they end too early. */
function isWithin(bytes: Uint8Array, most: TransactionLimits): boolean {
  const reader = new ByteReader(bytes);
  reader.slice(4);
  const inputs = reader.compactSize();
  if (inputs > most.inputs) return false;
  for (let at = 0; at < inputs; at++) {
    reader.slice(36);
    reader.sized();
    reader.slice(4);
  }
  return reader.compactSize() <= most.outputs;
}

/** Every output and their sum are amounts, as CheckTransaction (Dogecoin Core validation.cpp) wants it of all that is relayed. */
export function hasAmounts({ outs }: Transaction): boolean {
  let total = 0n;
  for (const { value } of outs) {
    total += value;
    if (!isKoinu(value) || !isKoinu(total)) return false;
  }
  return true;
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
