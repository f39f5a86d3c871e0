import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StateName } from '../../core/channel/vocabulary.ts';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { fromHex } from '../../core/protocol/bytes.ts';
import type { StoredChannel } from '../../core/store/channel-rows.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { doge, LOCKTIME, TERMS } from '../doubles/channels.ts';
import { nth } from '../doubles/outcomes.ts';
import { alice, party } from '../doubles/parties.ts';
import {
  aFolder,
  aStore,
  bytesOf,
  insertChannel,
  insertInvoice,
  insertOffer,
  NOW,
  pay,
  txidOfName,
} from './store-doubles.ts';

let customers = 0;

/** Another customer's channel, changed after it was announced. */
function aStoredChannel(
  store: Store,
  changes: Partial<StoredChannel> = {},
  locktime = LOCKTIME,
): StoredChannel {
  const { stored } = insertChannel(store, { customer: party(`customer ${customers++}`), locktime });
  store.channels.update({ ...stored, ...changes });
  return store.channels.require(stored.constants.row);
}

describe('a channel', () => {
  test('is read as its announcement made it', () => {
    const store = aStore();
    const { stored, double } = insertChannel(store, { fundings: [[doge(60)], [doge(20), doge(20)]] });
    const { announcement } = double;
    expect(stored).toEqual({
      constants: {
        row: stored.constants.row,
        basis: {
          channelId: announcement.channelId,
          version: 2,
          redeemScript: announcement.redeemScript,
          customerKey: alice.publicKey,
          merchantKey: double.merchant.publicKey,
          settlementScript: double.merchant.script,
          capacity: doge(100),
          inputs: announcement.inputs,
          feePerKb: TERMS.feePerKb,
          dust: TERMS.dust,
        },
        lock: { locktime: LOCKTIME, paymentCutoffBlocks: 1440, requiredConfirmations: 6 },
        terms: TERMS,
        keyIndex: 0,
        customerName: 'Alice',
        announcedAt: NOW,
      },
      state: 'open',
      lock: { locktime: LOCKTIME, paymentCutoffBlocks: 1440, requiredConfirmations: 6 },
      paid: doge(0),
      isReleased: false,
      spend: undefined,
      payments: 0,
      changeScript: alice.script,
      fundingHeight: 99_990,
      spendTxid: undefined,
      spendPays: undefined,
      openedAt: NOW,
      closingAt: undefined,
      endedAt: undefined,
      frozenReason: undefined,
    } satisfies StoredChannel);
    expect(
      store.channels
        .fundingTransactions(stored.constants.row)
        .map((bytes) => Buffer.from(bytes))
        .sort(),
    ).toEqual(double.fundingTransactions.map((transaction) => Buffer.from(transaction.toBuffer())).sort());
  });

  test('of the largest amount is read to the koinu, after the store was opened anew', () => {
    const path = join(aFolder(), 'till.sqlite');
    const before = openStore(path);
    const { row } = insertChannel(before, { fundings: [[koinu(MAX_MONEY - 1n)], [koinu(1n)]] }).stored
      .constants;
    pay(before, row, insertInvoice(before, 'one', koinu(9_007_199_254_740_993n)));
    before.close();
    const channel = aStore(path).channels.require(row);
    expect(channel.paid).toBe(9_007_199_254_740_993n);
    expect(channel.constants.basis.capacity).toBe(MAX_MONEY);
    expect(channel.constants.basis.inputs.map(({ value }) => value)).toEqual([MAX_MONEY - 1n, 1n]);
  });

  test('is found by everything that names it, and not by what does not', () => {
    const { channels, ...store } = aStore();
    const { stored, double } = insertChannel({ channels, ...store });
    const { row, keyIndex } = stored.constants;
    const { channelId, inputs } = double.announcement;
    const outpoint = nth(inputs, 0);
    expect(channels.byRow(row)).toEqual(stored);
    expect(channels.byId(channelId)).toEqual(stored);
    expect(channels.byPrefix(fromHex(channelId.slice(0, 16)))).toEqual(stored);
    expect(channels.byKeyIndex(keyIndex)).toEqual(stored);
    expect(channels.byOutpoint(outpoint)).toEqual(stored);
    expect(channels.byRow(row + 1)).toBeUndefined();
    expect(channels.byId(channelId.toUpperCase())).toBeUndefined();
    expect(channels.byId(channelId.slice(0, 62))).toBeUndefined();
    expect(channels.byPrefix(bytesOf('another').subarray(0, 8))).toBeUndefined();
    expect(channels.byKeyIndex(keyIndex + 1)).toBeUndefined();
    expect(channels.byOutpoint({ ...outpoint, vout: 1 })).toBeUndefined();
    expect(channels.byOutpoint({ txid: txidOfName('another'), vout: 0 })).toBeUndefined();
  });

  test('is read as it was changed last, except that only payments change what is paid', () => {
    const store = aStore();
    const { stored } = insertChannel(store);
    const changed: StoredChannel = {
      ...stored,
      state: 'refunded',
      isReleased: true,
      fundingHeight: undefined,
      spend: { kind: 'refund', height: 120_161 },
      spendTxid: txidOfName('refund'),
      openedAt: NOW + 1,
      closingAt: NOW + 2,
      endedAt: NOW + 3,
      frozenReason: 'broken invariant',
    };
    store.channels.update({ ...changed, paid: doge(99), payments: 9 });
    expect(store.channels.require(stored.constants.row)).toEqual(changed);
    store.channels.update(stored);
    expect(store.channels.require(stored.constants.row)).toEqual(stored);
  });

  test('holds the last payment alone', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    expect(store.channels.psbt(row)).toBeUndefined();
    store.channels.setPsbt(row, bytesOf('first'));
    store.channels.setPsbt(row, bytesOf('second'));
    expect(store.channels.psbt(row)).toEqual(bytesOf('second'));
  });

  test('is not stored with a funding output or a key of another one', () => {
    const store = aStore();
    const { double, stored } = insertChannel(store);
    const other = insertOffer(store);
    const parts = {
      settlementScript: stored.constants.basis.settlementScript,
      customerName: '',
      announcedAt: NOW,
      step: stored,
      fundingHeight: undefined,
    };
    const elsewhere = { ...double.announcement, channelId: txidOfName('other') };
    expect(() => store.channels.insert({ ...parts, announcement: elsewhere, offer: other.offer })).toThrow(
      'UNIQUE',
    );
    const offer = store.offers.byKey(double.merchant.publicKey);
    if (offer === undefined) throw new Error('the offer is there');
    expect(() =>
      store.channels.insert({ ...parts, announcement: { ...elsewhere, inputs: [] }, offer }),
    ).toThrow('UNIQUE');
  });
});

describe('the list of channels', () => {
  test('has those alive first, the soonest cutoff first, by pages', () => {
    const store = aStore();
    const made = (
      [
        ['closed', 1],
        ['open', 3],
        ['closing', 2],
        ['lapsed', 0],
        ['confirming', 1],
      ] as const
    ).map(([state, later]) => aStoredChannel(store, { state }, LOCKTIME + later));
    const rows = (found: readonly StoredChannel[]) =>
      found.map(({ constants }) => made.findIndex((one) => one.constants.row === constants.row));
    expect(rows(store.channels.list(10))).toEqual([4, 2, 1, 3, 0]);
    expect(rows(store.channels.list(2, 1))).toEqual([2, 1]);
    expect(rows(store.channels.inState('closing'))).toEqual([2]);
  });

  test('that a tip concerns has those with money whose cutoff is reached, and the unpaid ones past the locktime', () => {
    const store = aStore();
    const cutoff = LOCKTIME - TERMS.paymentCutoffBlocks;
    const paid = aStoredChannel(store);
    store.channels.raisePaid(paid.constants.row, { paid: koinu(5n), changeScript: undefined });
    const unpaid = aStoredChannel(store);
    aStoredChannel(store, { state: 'closing' });
    const rows = (height: number) => store.channels.dueAt(height);
    expect(rows(cutoff - 1)).toEqual([]);
    expect(store.due.rows({ cutoff: cutoff - 1, locktime: 0 })).toEqual([]);
    expect(rows(cutoff)).toEqual([paid.constants.row]);
    expect(store.due.rows({ cutoff, locktime: 0 })).toEqual([paid.constants.row]);
    expect(rows(LOCKTIME - 1)).toEqual([paid.constants.row]);
    expect(rows(LOCKTIME).sort()).toEqual([paid.constants.row, unpaid.constants.row]);
  });

  test('whose settlement is deep enough has the closing ones alone, each by its own terms', () => {
    const store = aStore();
    const settled = (kind: 'settlement' | 'refund', height: number | undefined) => {
      const channel = aStoredChannel(store, { state: 'closing' });
      store.channels.update({ ...channel, spend: { kind, height }, spendTxid: 'ab'.repeat(32) });
      return channel.constants.row;
    };
    const row = settled('settlement', 100);
    settled('settlement', undefined);
    settled('refund', 100);
    aStoredChannel(store, { state: 'closing' });
    expect(store.channels.buriedAt(100 + TERMS.confirmations - 2)).toEqual([]);
    expect(store.channels.buriedAt(100 + TERMS.confirmations - 1)).toEqual([row]);
  });

  test('that a reorg touched has those with funding or spend above its fork', () => {
    const store = aStore();
    const spend = { spend: { kind: 'settlement', height: 110 } as const, spendTxid: txidOfName('s') };
    const funded = aStoredChannel(store, { fundingHeight: 105 });
    const spent = aStoredChannel(store, { fundingHeight: 50, ...spend });
    aStoredChannel(store, { fundingHeight: undefined });
    expect(store.channels.touchedAbove(110)).toEqual([]);
    expect(store.channels.touchedAbove(109)).toEqual([spent]);
    expect(store.channels.touchedAbove(104)).toEqual([funded, spent]);
  });
});

describe('the watched outpoints', () => {
  test('are those of every channel whose spend is not buried, also of channels that ended otherwise', () => {
    const store = aStore();
    const minedAt = (height: number | undefined) => ({
      spend: { kind: 'settlement', height } as const,
      spendTxid: txidOfName('s'),
    });
    const lapsed = aStoredChannel(store, { state: 'lapsed' });
    const inMempool = aStoredChannel(store, { state: 'closing', ...minedAt(undefined) });
    const shallow = aStoredChannel(store, { state: 'closed', ...minedAt(100) });
    aStoredChannel(store, { state: 'closed', ...minedAt(99) });
    const watched = store.channels.watched(100);
    expect(watched).toEqual(
      [lapsed, inMempool, shallow].flatMap(({ constants: { row, basis } }) =>
        basis.inputs.map(({ txid, vout }) => ({ channel: row, txid, vout })),
      ),
    );
  });

  test('are all outpoints of a channel', () => {
    const store = aStore();
    const { double } = insertChannel(store, { fundings: [[doge(60)], [doge(20), doge(20)]] });
    const outpoints = double.announcement.inputs.map(({ txid, vout }) => ({ channel: 1, txid, vout }));
    expect(store.channels.watched(0)).toEqual(outpoints);
  });
});

describe('the totals', () => {
  test('are counted and summed by state, beyond what a double holds', () => {
    const store = aStore();
    const whale = insertChannel(store, {
      customer: party('whale'),
      fundings: [[koinu(MAX_MONEY - doge(100))]],
    });
    pay(store, whale.stored.constants.row, insertInvoice(store, 'one', koinu(9_007_199_254_740_993n)));
    aStoredChannel(store);
    aStoredChannel(store, { state: 'closed' });
    const byState = new Map<StateName, unknown>(store.channels.totals().map((total) => [total.state, total]));
    expect([...byState.values()]).toHaveLength(2);
    expect(byState.get('open')).toEqual({
      state: 'open',
      channels: 2,
      paid: 9_007_199_254_740_993n,
      capacity: MAX_MONEY,
    });
    expect(byState.get('closed')).toEqual({ state: 'closed', channels: 1, paid: 0n, capacity: doge(100) });
  });
});

describe('the index of a key [OFF-2, OFF-3]', () => {
  test('is never used again: not after its offer was forgotten, nor after the store was opened anew', () => {
    const path = join(aFolder(), 'till.sqlite');
    const used: number[] = [];
    for (let round = 0; round < 4; round++) {
      const store = openStore(path);
      for (let at = 0; at < 3; at++) used.push(insertOffer(store).offer.keyIndex);
      if (round % 2 === 0) store.offers.prune(Number.MAX_SAFE_INTEGER);
      store.close();
    }
    expect(used).toEqual([...used.keys()]);
  });

  test('of the very first offer is used once as well', () => {
    const store = aStore();
    expect(insertOffer(store).offer.keyIndex).toBe(0);
    store.offers.prune(Number.MAX_SAFE_INTEGER);
    expect(store.offers.nextKeyIndex()).toBe(1);
  });

  test('that was used cannot be stored again, nor its key', () => {
    const store = aStore();
    const { offer, merchant } = insertOffer(store);
    const again = {
      merchantKey: party('new').publicKey,
      terms: TERMS,
      client: '',
      issuedAt: NOW,
      expiresAt: NOW,
    };
    expect(() => store.offers.insert({ ...again, keyIndex: offer.keyIndex })).toThrow('UNIQUE');
    expect(() => store.offers.insert({ ...again, keyIndex: 9, merchantKey: merchant.publicKey })).toThrow(
      'UNIQUE',
    );
  });
});
