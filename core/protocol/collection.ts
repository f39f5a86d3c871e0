import type { Koinu } from '../money.ts';
import { fromHex } from './bytes.ts';
import { unlockPubKeyHashes } from './fee-child.ts';
import { FINAL_SEQUENCE, type Outpoint, Transaction } from './transaction.ts';

/** A P2PKH output and its key. */
interface OwnedCoin extends Outpoint {
  readonly script: Uint8Array;
  readonly privateKey: Uint8Array;
}

/** A signed transaction that takes the coins, in their order, to one output. */
export function buildCollection(
  coins: readonly OwnedCoin[],
  output: { readonly script: Uint8Array; readonly value: Koinu },
): Transaction {
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { txid, vout } of coins) transaction.addInput(fromHex(txid).reverse(), vout, FINAL_SEQUENCE);
  transaction.addOutput(output.script, output.value);
  unlockPubKeyHashes(transaction, coins);
  return transaction;
}
