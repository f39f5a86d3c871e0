import * as v from 'valibot';
import { parseHex } from '../protocol/bytes.ts';
import { Transaction, txidOf } from '../protocol/transaction.ts';
import { type TransactionFields, transactionSchema } from './rpc-schemas.ts';

const NO_TXID = new Uint8Array(32);
const NO_INDEX = 0xffffffff;

/** Hashes are shown in the reverse of their order on the wire. */
function wireHash(txid: string): Uint8Array {
  return (parseHex(txid) ?? NO_TXID).slice().reverse();
}

function rebuild(fields: TransactionFields): Transaction {
  const transaction = new Transaction();
  // Shown signed, serialised as 32 bits.
  transaction.version = fields.version >>> 0;
  transaction.locktime = fields.locktime;
  for (const input of fields.vin) {
    if ('coinbase' in input) {
      transaction.addInput(NO_TXID, NO_INDEX, input.sequence, input.coinbase);
    } else {
      transaction.addInput(wireHash(input.txid), input.vout, input.sequence, input.scriptSig.hex);
    }
  }
  for (const output of fields.vout) transaction.addOutput(output.scriptPubKey.hex, output.value);
  return transaction;
}

/**
 * A transaction of a block from the fields shown by `getblock <hash> 2`: Dogecoin Core 1.14 gives no `hex` there
 * (TxToJSON, rpc/rawtransaction.cpp), and a raw block would need a parser of merged-mining headers. The txid proves that
 * nothing was lost.
 * @returns undefined when the fields do not make up the transaction of that txid; apart from that, an output without an
 * amount that a transaction can have, which no honest node shows
 */
export function rebuildTransaction(json: unknown): Transaction | 'impossible_amount' | undefined {
  const parsed = v.safeParse(transactionSchema, json, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return /^vout\.\d+\.value$/.test(v.getDotPath(issue) ?? '') ? 'impossible_amount' : undefined;
  }
  try {
    const transaction = rebuild(parsed.output);
    return txidOf(transaction) === parsed.output.txid ? transaction : undefined;
  } catch {
    // bitcoinjs refuses fields out of range by throwing.
    return undefined;
  }
}
