import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BugError } from '../../core/assert.ts';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { invoiceDigest } from '../../core/protocol/compact-payment.ts';
import { doge, TERMS } from '../doubles/channels.ts';
import { nth } from '../doubles/outcomes.ts';
import { alice, party } from '../doubles/parties.ts';
import { forAll } from '../properties/for-all.ts';
import {
  aStore,
  bytesOf,
  insertChannel,
  insertInvoice,
  insertOffer,
  NOW,
  pay,
  txidOfName,
} from './store-doubles.ts';

/** 2^53 + 1: the first integer that a number of JavaScript does not hold. */
const ABOVE_DOUBLES = koinu(9_007_199_254_740_993n);

describe('a setting', () => {
  test('is read as it was written last', () => {
    const { settings } = aStore();
    expect(settings.get('shop')).toBeUndefined();
    settings.set('shop', 'Muster');
    settings.set('shop', "Zur 'Ð' \u{1f415}\u0000");
    expect(settings.get('shop')).toBe("Zur 'Ð' \u{1f415}\u0000");
  });
});

describe('an offer', () => {
  test('is read as it was written, with terms of any amount', () => {
    const store = aStore();
    const terms = { ...TERMS, minCapacity: ABOVE_DOUBLES, maxCapacity: koinu(MAX_MONEY) };
    const { offer, merchant } = insertOffer(store, { terms });
    expect(offer).toEqual({
      keyIndex: 0,
      merchantKey: merchant.publicKey,
      terms,
      termsId: 1,
      issuedAt: NOW,
      expiresAt: NOW + 600_000,
      isAnnounced: false,
    });
    store.offers.markAnnounced(0);
    expect(store.offers.byKey(merchant.publicKey)?.isAnnounced).toBe(true);
    expect(store.offers.byKey(alice.publicKey)).toBeUndefined();
  });

  test('shares the row of its terms with the offers that have the same', () => {
    const store = aStore();
    const ids = [TERMS, { ...TERMS, dust: doge(1) }, TERMS].map(
      (terms) => insertOffer(store, { terms }).offer.termsId,
    );
    expect(ids).toEqual([1, 2, 1]);
  });

  test('counts as open until it lapses or is announced, for its client and for all [LIM-2]', () => {
    const { offers } = aStore();
    for (const [at, client] of ['a', 'a', 'b'].entries()) {
      const merchantKey = party(`m${at}`).publicKey;
      offers.insert({
        keyIndex: at,
        merchantKey,
        terms: TERMS,
        client,
        issuedAt: NOW,
        expiresAt: NOW + 10 * (at + 1),
      });
    }
    expect(offers.open(NOW, 'a')).toEqual({ count: 2, firstExpiry: NOW + 10 });
    expect(offers.open(NOW)).toEqual({ count: 3, firstExpiry: NOW + 10 });
    expect(offers.open(NOW + 10, 'a')).toEqual({ count: 1, firstExpiry: NOW + 20 });
    offers.markAnnounced(1);
    expect(offers.open(NOW + 10, 'a')).toEqual({ count: 0, firstExpiry: undefined });
    expect(offers.open(NOW + 10)).toEqual({ count: 1, firstExpiry: NOW + 30 });
    expect(offers.open(NOW + 30)).toEqual({ count: 0, firstExpiry: undefined });
  });

  test('is forgotten some time after it lapsed, unless it was announced [LIM-3]', () => {
    const store = aStore();
    const [lapsed, announced] = [insertOffer(store), insertOffer(store)];
    store.offers.markAnnounced(announced.offer.keyIndex);
    store.offers.prune(lapsed.offer.expiresAt);
    expect(store.offers.byKey(lapsed.merchant.publicKey)).toBeDefined();
    store.offers.prune(lapsed.offer.expiresAt + 1);
    expect(store.offers.byKey(lapsed.merchant.publicKey)).toBeUndefined();
    expect(store.offers.byKey(announced.merchant.publicKey)).toBeDefined();
  });
});

describe('an invoice', () => {
  test('is read as it was written, by id, by digest and in the list', () => {
    const { invoices } = aStore();
    const id = '00ff'.repeat(8);
    const written = {
      id,
      amount: koinu(MAX_MONEY),
      allowsTip: true,
      memo: 'Ð',
      issuedAt: NOW,
      expiresAt: NOW + 1,
    };
    const stored = invoices.insert(written);
    expect(stored).toEqual({ ...written, number: 1, cancelledAt: undefined });
    expect(invoices.byId(id)).toEqual(stored);
    expect(invoices.byDigest(invoiceDigest(id))).toEqual(stored);
    expect(invoices.newest(10)).toEqual([stored]);
  });

  test('keeps the rate at which it was issued', () => {
    const { invoices } = aStore();
    const pricing = { currency: 'EUR', rate: '0.25' };
    const id = '00ff'.repeat(8);
    const written = {
      id,
      amount: doge(1),
      allowsTip: false,
      memo: '',
      issuedAt: NOW,
      expiresAt: NOW,
      pricing,
    };
    expect(invoices.insert(written)).toMatchObject({ pricing });
    expect(invoices.byId(id)).toMatchObject({ pricing });
  });

  test('of any id is found by its digest, whose highest bit is no sign', () => {
    const { invoices } = aStore();
    const ids = fc
      .uint8Array({ minLength: 16, maxLength: 16 })
      .map((bytes) => Buffer.from(bytes).toString('hex'));
    forAll(fc.uniqueArray(ids, { minLength: 1, maxLength: 3 }), (some) => {
      for (const id of some) {
        const amount = ABOVE_DOUBLES;
        if (invoices.byId(id) === undefined) {
          invoices.insert({ id, amount, allowsTip: false, memo: '', issuedAt: 0, expiresAt: 0 });
        }
        expect(invoices.byDigest(invoiceDigest(id))).toMatchObject({ id, amount });
      }
    });
  });

  test('is not found by what is no id', () => {
    const store = aStore();
    const { id } = insertInvoice(store, 'one');
    for (const other of ['', id.toUpperCase(), `${id}00`, id.slice(2), `${id}\n`, "' OR 1"]) {
      expect(store.invoices.byId(other)).toBeUndefined();
    }
  });

  test('with an id that is there already is not stored', () => {
    const store = aStore();
    insertInvoice(store, 'one');
    expect(() => insertInvoice(store, 'one')).toThrow('UNIQUE');
  });

  test('is cancelled once: the first time counts', () => {
    const store = aStore();
    const { number, id } = insertInvoice(store, 'one');
    store.invoices.cancel(number, NOW + 1);
    store.invoices.cancel(number, NOW + 2);
    expect(store.invoices.byId(id)?.cancelledAt).toBe(NOW + 1);
  });

  test('is listed by pages, the newest first', () => {
    const store = aStore();
    for (let at = 1; at <= 5; at++) insertInvoice(store, `${at}`);
    const numbers = (before?: number) => store.invoices.newest(2, before).map(({ number }) => number);
    expect([numbers(), numbers(4), numbers(2)]).toEqual([[5, 4], [3, 2], [1]]);
  });
});

describe('a payment', () => {
  test('is read as it was written, also one of more than 2^53 koinu', () => {
    const store = aStore();
    const { stored } = insertChannel(store, { fundings: [[koinu(MAX_MONEY)]] });
    const { row } = stored.constants;
    const first = pay(store, row, insertInvoice(store, 'first', ABOVE_DOUBLES));
    const second = pay(store, row, insertInvoice(store, 'second', koinu(MAX_MONEY - ABOVE_DOUBLES)));
    expect(store.payments.byInvoice(first.invoice)).toEqual(first);
    expect(store.payments.ofChannel(row, 10)).toEqual([second, first]);
    expect(store.payments.ofChannel(row, 10, 2)).toEqual([first]);
    expect(store.channels.require(row)).toMatchObject({ paid: MAX_MONEY, payments: 2 });
  });

  test('is stored once for its invoice', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    const invoice = insertInvoice(store, 'one');
    pay(store, row, invoice);
    expect(() => pay(store, row, invoice)).toThrow('UNIQUE');
    expect(store.channels.require(row)).toMatchObject({ paid: invoice.amount, payments: 1 });
  });

  test('that does not raise what is paid is not stored, as a bug of the program', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    pay(store, row, insertInvoice(store, 'one', doge(5)));
    for (const paid of [doge(5), doge('4.99999999'), doge(0)]) {
      expect(() => store.channels.raisePaid(row, { paid, changeScript: undefined })).toThrow(BugError);
    }
    expect(() => store.channels.raisePaid(77, { paid: doge(6), changeScript: undefined })).toThrow(BugError);
    expect(store.channels.require(row)).toMatchObject({
      paid: doge(5),
      payments: 1,
      changeScript: alice.script,
    });
  });

  test('of more than the capacity is not stored', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    const tooMuch = { paid: koinu(doge(100) + 1n), changeScript: undefined };
    expect(() => store.channels.raisePaid(row, tooMuch)).toThrow('CHECK');
    store.channels.raisePaid(row, { paid: doge(100), changeScript: undefined });
    expect(store.channels.require(row).paid).toBe(doge(100));
  });
});

describe('the settlement of a channel', () => {
  test('is read as it was written last, and is gone when it was removed', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    expect(store.settlements.get(row)).toBeUndefined();
    store.settlements.set(row, { txid: txidOfName('old'), bytes: bytesOf('old'), signedAt: NOW });
    const settlement = { txid: txidOfName('new'), bytes: bytesOf('new'), signedAt: NOW + 1 };
    store.settlements.set(row, settlement);
    expect(store.settlements.get(row)).toEqual(settlement);
    store.settlements.remove(row);
    expect(store.settlements.get(row)).toBeUndefined();
  });
});

describe('a till that was restored from its words', () => {
  test('goes on at the index it is told, with and without earlier rows, and never goes back', () => {
    const store = aStore();
    store.offers.skipTo(5000);
    expect(store.offers.nextKeyIndex()).toBe(5000);
    store.offers.skipTo(4000);
    expect(store.offers.nextKeyIndex()).toBe(5000);
    const invoice = (id: string) =>
      store.invoices.insert({ id, amount: doge(1), allowsTip: false, memo: '', issuedAt: 1, expiresAt: 2 });
    expect(invoice('11'.repeat(16)).number).toBe(1);
    store.invoices.skipTo(7000);
    expect(invoice('22'.repeat(16)).number).toBe(7000);
    expect(invoice('33'.repeat(16)).number).toBe(7001);
  });
});

describe('channels that were double-spent before they confirmed', () => {
  test('are forgotten with their offers, the oldest first, but for the newest; what was paid on is kept', () => {
    const store = aStore();
    const channels = [1, 2, 3, 4].map((at) =>
      insertChannel(store, { customer: party(`c${at}`), confirmations: at === 1 ? TERMS.confirmations : 0 }),
    );
    for (const { stored } of channels) {
      const { row } = stored.constants;
      store.channels.update({ ...store.channels.require(row), state: 'conflicted' });
    }
    const [opened, oldest] = channels.map(({ stored }) => stored.constants);
    expect(store.channels.failedBeyond(3)).toBeUndefined();
    const forgotten = store.transaction(() => store.channels.removeFailed(2, 10));
    expect(forgotten.map(({ channel }) => channel)).toEqual([oldest?.row]);
    expect(store.channels.byRow(oldest?.row ?? 0)).toBeUndefined();
    expect(store.channels.byRow(opened?.row ?? 0)?.state).toBe('conflicted');
    expect(store.offers.byKey(oldest?.basis.merchantKey ?? new Uint8Array(33))).toBeUndefined();
    expect(store.channels.list(10)).toHaveLength(3);
    expect(store.channels.watched(0)).toHaveLength(3);
    expect(store.offers.nextKeyIndex()).toBe(4);
  });
});

describe('an effect in the outbox', () => {
  const owed = (channel: number, attempts = 0, lastProblem?: string) => ({
    channel,
    effect: 'settle',
    attempts,
    lastProblem,
  });

  test('is due from its time on, the longest due first, and is gone when it was removed', () => {
    const store = aStore();
    const rows = [1, 2].map((at) => insertChannel(store, { customer: party(`c${at}`) }).stored.constants.row);
    const [one, two] = [nth(rows, 0), nth(rows, 1)];
    store.outbox.add(one, 'settle', 20);
    store.outbox.add(two, 'settle', 10);
    expect(store.outbox.due(9, 10)).toEqual([]);
    expect(store.outbox.due(10, 10)).toEqual([owed(two)]);
    expect(store.outbox.due(20, 10)).toEqual([owed(two), owed(one)]);
    expect(store.outbox.due(20, 1)).toEqual([owed(two)]);
    store.outbox.remove(two, 'settle');
    expect(store.outbox.due(20, 10)).toEqual([owed(one)]);
  });

  test('that is owed again is there once: due at the earlier time, with its attempts kept', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    store.outbox.add(row, 'settle', 10);
    store.outbox.postpone({ channel: row, effect: 'settle' }, 50, 'no node');
    store.outbox.add(row, 'settle', 60);
    expect(store.outbox.due(49, 10)).toEqual([]);
    expect(store.outbox.due(50, 10)).toEqual([owed(row, 1, 'no node')]);
    store.outbox.add(row, 'settle', 20);
    expect(store.outbox.due(20, 10)).toEqual([owed(row, 1, 'no node')]);
  });

  test('that failed is hastened when the reason may be gone, one that was carried out keeps its time', () => {
    const store = aStore();
    const rows = [1, 2].map((at) => insertChannel(store, { customer: party(`c${at}`) }).stored.constants.row);
    const [failed, done] = [nth(rows, 0), nth(rows, 1)];
    store.outbox.add(failed, 'settle', 10);
    store.outbox.add(done, 'settle', 10);
    store.outbox.postpone({ channel: failed, effect: 'settle' }, 500, 'no node');
    store.outbox.postpone({ channel: done, effect: 'settle' }, 500);
    store.outbox.hasten(20);
    expect(store.outbox.due(20, 10)).toEqual([owed(failed, 1, 'no node')]);
  });

  test('that was put off under a clock that was ahead is due when the clock is set right', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    const day = 24 * 3_600_000;
    store.outbox.add(row, 'settle', day);
    store.outbox.postpone({ channel: row, effect: 'settle' }, day + 60_000, 'mempool full');
    expect(store.outbox.due(1000, 10)).toEqual([owed(row, 1, 'mempool full')]);
  });

  test('that was postponed without a problem has none', () => {
    const store = aStore();
    const { row } = insertChannel(store).stored.constants;
    store.outbox.add(row, 'settle', 10);
    store.outbox.add(row, 'broadcast_funding', 10);
    store.outbox.postpone({ channel: row, effect: 'settle' }, 50, 'no node');
    store.outbox.postpone({ channel: row, effect: 'settle' }, 60);
    expect(store.outbox.ofChannel(row)).toEqual([
      { channel: row, effect: 'broadcast_funding', attempts: 0, lastProblem: undefined },
      owed(row, 2),
    ]);
  });
});

describe('the processed blocks', () => {
  const block = (height: number) => ({
    height,
    hash: txidOfName(`block ${height}`),
    time: 1_700_000_000 + height,
  });

  test('are read as they were written, the highest first, below a height', () => {
    const { blocks } = aStore();
    expect(blocks.newest()).toBeUndefined();
    for (const height of [7, 5, 6]) blocks.insert(block(height));
    expect([blocks.newest(), blocks.newest(7), blocks.newest(5)]).toEqual([block(7), block(6), undefined]);
  });

  test('are replaced by others of the same height, and taken back or forgotten by height', () => {
    const { blocks } = aStore();
    for (const height of [5, 6, 7, 8]) blocks.insert(block(height));
    blocks.removeAbove(7);
    expect(blocks.newest()).toEqual(block(7));
    const other = { ...block(7), hash: txidOfName('another') };
    blocks.insert(other);
    expect(blocks.newest()).toEqual(other);
    blocks.prune(7);
    expect([blocks.newest(), blocks.newest(7)]).toEqual([other, undefined]);
  });

  test('are forgotten but for every thousandth within the life of a channel', () => {
    const { blocks } = aStore();
    const heights = [1000, 69_000, 69_001, 70_000, 199_000, 199_001, 200_000];
    for (const height of heights) blocks.insert(block(height));
    blocks.prune(199_500);
    const kept: number[] = [];
    for (let at = blocks.newest(); at !== undefined; at = blocks.newest(at.height)) kept.push(at.height);
    expect(kept).toEqual([200_000, 199_000, 70_000]);
    expect(blocks.hundredths().map(({ height }) => height)).toEqual([199_000, 200_000]);
  });
});
