import { isKoinu, type Koinu, sum } from '../../money.ts';
import { pubKeyHashScript } from '../../protocol/address.ts';
import { toHex } from '../../protocol/bytes.ts';
import {
  outpointKey,
  spentOutpoints,
  type Transaction,
  transactionHex,
  txidOf,
} from '../../protocol/transaction.ts';
import { KEY_CHAIN, type WalletKeys } from './keys.ts';
import type { Coin, WalletState } from './wallet-state.ts';

/** As many unused addresses ahead are looked for: a restored copy of the file may be behind (BIP44's gap limit). */
const GAP = 20;

const COIN_CHAINS = [KEY_CHAIN.receive, KEY_CHAIN.change] as const;

export function spendableCoins(state: WalletState): readonly Coin[] {
  return state.coins.filter((coin) => coin.spentBy === undefined);
}

export function totalOf(coins: readonly Coin[]): Koinu {
  return sum(coins.map((coin) => coin.value));
}

type OwnScripts = ReadonlyMap<string, Pick<Coin, 'chain' | 'index'>>;

/** The P2PKH scripts that pay this wallet, by hex. */
function ownScripts(state: WalletState, keys: WalletKeys): OwnScripts {
  const scripts = new Map<string, Pick<Coin, 'chain' | 'index'>>();
  for (const chain of COIN_CHAINS) {
    const used = chain === KEY_CHAIN.receive ? state.nextReceive : state.nextChange;
    for (let index = 0; index < used + GAP; index++) {
      scripts.set(toHex(pubKeyHashScript(keys.publicKey(chain, index))), { chain, index });
    }
  }
  return scripts;
}

/**
 * What a list of transactions tells the wallet: outputs that pay it become coins, coins that they spend are spent.
 * A coinbase is passed over: it cannot be spent for a long time, and without a node nobody knows for how long.
 * @returns the same state when it tells nothing new
 */
export function learnTransactions(
  state: WalletState,
  keys: WalletKeys,
  transactions: readonly Transaction[],
): WalletState {
  const scripts = ownScripts(state, keys);
  return transactions.reduce((before, transaction) => {
    return transaction.isCoinbase() ? before : learnTransaction(before, scripts, transaction);
  }, state);
}

function learnTransaction(state: WalletState, scripts: OwnScripts, transaction: Transaction): WalletState {
  const txid = txidOf(transaction);
  const known = new Set(state.coins.map(outpointKey));
  const found = transaction.outs.flatMap(({ script, value }, vout): Coin[] => {
    const own = scripts.get(toHex(script));
    if (own === undefined || !isKoinu(value) || known.has(outpointKey({ txid, vout }))) return [];
    return [{ txid, vout, value, ...own, transaction: transactionHex(transaction) }];
  });
  const spent = new Set(spentOutpoints(transaction).map(outpointKey));
  const isSpentNow = (coin: Coin) => coin.spentBy !== txid && spent.has(outpointKey(coin));
  if (found.length === 0 && !state.coins.some(isSpentNow)) return state;
  const coins = state.coins.map((coin) => (isSpentNow(coin) ? { ...coin, spentBy: txid } : coin));
  const nextOf = (chain: Coin['chain'], next: number) =>
    found.reduce(
      (highest, coin) => (coin.chain === chain ? Math.max(highest, coin.index + 1) : highest),
      next,
    );
  return {
    ...state,
    coins: [...coins, ...found],
    nextReceive: nextOf(KEY_CHAIN.receive, state.nextReceive),
    nextChange: nextOf(KEY_CHAIN.change, state.nextChange),
  };
}

/** Marks coins as spent by a transaction of hers before that transaction is given away. */
export function reserveCoins(state: WalletState, spent: readonly Coin[], txid: string): WalletState {
  const keys = new Set(spent.map(outpointKey));
  return {
    ...state,
    coins: state.coins.map((coin) => (keys.has(outpointKey(coin)) ? { ...coin, spentBy: txid } : coin)),
  };
}

/** Frees the coins that transactions would have spent which the till refused. */
export function freeCoins(state: WalletState, txids: ReadonlySet<string>): WalletState {
  return {
    ...state,
    coins: state.coins.map((coin) => {
      if (coin.spentBy === undefined || !txids.has(coin.spentBy)) return coin;
      const { spentBy: _, ...free } = coin;
      return free;
    }),
  };
}
