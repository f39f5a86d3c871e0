import { assert } from '../../assert.ts';
import type { Koinu } from '../../money.ts';
import type { NodeBackend } from '../../node/backend.ts';
import { addressOf, pubKeyHashScript } from '../../protocol/address.ts';
import { parseHex } from '../../protocol/bytes.ts';
import { parseTransaction, type Transaction, txidOf } from '../../protocol/transaction.ts';
import { learnTransactions } from '../state/coins.ts';
import { KEY_CHAIN } from '../state/keys.ts';
import { askNode } from '../state/node-question.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import type { WalletContext } from '../state/wallet-context.ts';
import type { Coin } from '../state/wallet-state.ts';

/** The first address to receive at that was never used. */
export function receiveAddress(wallet: WalletContext): string {
  const key = wallet.keys.publicKey(KEY_CHAIN.receive, wallet.state().nextReceive);
  const address = addressOf(pubKeyHashScript(key), wallet.network);
  assert(address !== undefined, 'a P2PKH script has an address');
  return address;
}

/** @returns the coins that were new to the wallet */
export function addTransaction(wallet: WalletContext, hex: string): Outcome<readonly Coin[]> {
  const bytes = parseHex(hex.trim());
  const transaction = bytes === undefined ? undefined : parseTransaction(bytes);
  return transaction === undefined
    ? decline('bad_transaction', { problem: 'it is not the hex of a transaction' })
    : learn(wallet, transaction);
}

function learn(wallet: WalletContext, transaction: Transaction): Outcome<readonly Coin[]> {
  const before = wallet.state();
  const after = learnTransactions(before, wallet.keys, [transaction]);
  const txid = txidOf(transaction);
  const known = new Set(before.coins.filter((coin) => coin.txid === txid).map((coin) => coin.vout));
  const coins = after.coins.filter((coin) => coin.txid === txid);
  if (coins.length === 0) return decline('bad_transaction', { problem: 'it pays no address of this wallet' });
  if (after !== before) wallet.save(after);
  return done(coins.filter((coin) => !known.has(coin.vout)));
}

/** Has a practice node (or a regtest node's wallet) pay the wallet. */
export async function fundFromNode(
  wallet: WalletContext,
  node: NodeBackend,
  amount: Koinu,
): Promise<Outcome<readonly Coin[]>> {
  const txid = await askNode(() => node.sendToAddress(receiveAddress(wallet), amount));
  if (!txid.ok) return txid;
  const found = await askNode(() => node.transactions([txid.value]));
  if (!found.ok) return found;
  const [known] = found.value;
  return known === undefined
    ? decline('node_failed', { problem: `it does not show transaction ${txid.value}, which it made.` })
    : learn(wallet, known.transaction);
}
