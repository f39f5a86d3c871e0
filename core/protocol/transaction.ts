import { Transaction } from 'bitcoinjs-lib';
import { equal, reverseHex, toHex } from './bytes.ts';

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
    return equal(transaction.toBuffer(), bytes) ? transaction : undefined;
  } catch {
    return undefined;
  }
}

export function txidOf(transaction: Transaction): string {
  return transaction.getId();
}

export function transactionHex(transaction: Transaction): string {
  return toHex(transaction.toBuffer());
}

/** The outpoints a transaction spends, in its order. */
export function spentOutpoints(transaction: Transaction): Outpoint[] {
  return transaction.ins.map((input) => ({ txid: reverseHex(input.hash), vout: input.index }));
}
