import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { TillContext } from '../../../core/merchant/context.ts';
import { Collections } from '../../../core/merchant/on-chain/collections.ts';
import { koinu } from '../../../core/money.ts';
import { pubKeyHashScript } from '../../../core/protocol/address.ts';
import { toHex } from '../../../core/protocol/bytes.ts';
import { FINAL_SEQUENCE, Transaction, transactionBytes, txidOf } from '../../../core/protocol/transaction.ts';
import { openStore } from '../../../core/store/store.ts';

const SCRIPT = pubKeyHashScript(new Uint8Array(33).fill(2));
const COINS = [7, 8].map((fill) => new Uint8Array(32).fill(fill));

/** @param mark makes another form of the same transaction */
function taking(coins: readonly Uint8Array[], value: bigint, mark = 1): Transaction {
  const transaction = new Transaction();
  for (const coin of coins) transaction.addInput(coin, 0, FINAL_SEQUENCE, Uint8Array.of(mark));
  transaction.addOutput(SCRIPT, value);
  return transaction;
}

/** A till with one collection of two coins. */
function openTill() {
  const store = openStore(':memory:');
  onTestFinished(() => store.close());
  const context = { store, log: pino({ level: 'silent' }), announce: () => undefined };
  const collections = new Collections(context as unknown as TillContext);
  const made = taking(COINS, 1000n);
  store.transaction(() =>
    store.collections.insert(
      {
        txid: txidOf(made),
        bytes: transactionBytes(made),
        script: SCRIPT,
        amount: koinu(1000n),
        fee: koinu(10n),
        madeAt: 0,
      },
      COINS.map((coin) => ({ txid: toHex(coin), vout: 0 })),
    ),
  );
  const state = () => store.collections.newest(1)[0];
  return { store, collections, made, state };
}

test('a collection that a miner changed is the same: it pays what it paid', () => {
  const { store, collections, state, made } = openTill();
  const other = taking(COINS, 1000n, 2);
  expect(txidOf(other)).not.toBe(txidOf(made));
  store.transaction(() => collections.note(other, 50));
  expect(state()).toMatchObject({ height: 50, minedTxid: txidOf(other), ended: undefined });
  store.transaction(() => collections.undoAbove(49));
  expect(state()).toMatchObject({ height: undefined, minedTxid: undefined });
  store.transaction(() => collections.note(made, 51));
  collections.advance(150);
  expect(state()?.ended).toBeUndefined();
  collections.advance(151);
  expect(state()).toMatchObject({ height: 51, ended: 'buried' });
  expect(collections.isIdle).toBe(true);
});

test.each([
  ['one of its coins', taking(COINS.slice(0, 1), 500n)],
  ['all of them to less', taking(COINS, 999n)],
])('a transaction in a block that spends %s ends it, and its coins are free', (_, other) => {
  const { store, collections, state } = openTill();
  store.transaction(() => collections.note(other, 50));
  expect(state()).toMatchObject({ ended: 'conflicted', height: undefined });
  expect(store.collections.watched()).toEqual([]);
  expect(collections.isIdle).toBe(true);
});

test('a collection whose coin is there no more, since a reorg brought it in another form, is over', () => {
  const { store, collections, state } = openTill();
  store.transaction(() => collections.note(taking(COINS, 1000n), 50));
  collections.advance(60);
  expect(state()?.ended).toBeUndefined();
  store.transaction(() => collections.undoAbove(49));
  collections.advance(61);
  expect(state()?.ended).toBe('conflicted');
});

test('no coin is in two collections, and of one that has such a coin nothing is stored', () => {
  const { store } = openTill();
  const second = taking(COINS.slice(1), 400n);
  const insert = () =>
    store.transaction(() =>
      store.collections.insert(
        {
          txid: txidOf(second),
          bytes: transactionBytes(second),
          script: SCRIPT,
          amount: koinu(400n),
          fee: koinu(1n),
          madeAt: 0,
        },
        [{ txid: toHex(COINS[1] ?? new Uint8Array()), vout: 0 }],
      ),
    );
  expect(insert).toThrow('UNIQUE');
  expect(store.collections.newest(5)).toHaveLength(1);
});
