import { describe, expect, test } from 'vitest';
import { findSales, type SalesWanted } from '../../../core/merchant/invoices/find-sales.ts';
import { type Koinu, koinu } from '../../../core/money.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { addressOf } from '../../../core/protocol/address.ts';
import type { StoredInvoice } from '../../../core/store/invoices.ts';
import type { Store } from '../../../core/store/store.ts';
import { doge } from '../../doubles/channels.ts';
import { aStore, bytesOf, insertChannel, NOW, pay, txidOfName } from '../../store/store-doubles.ts';

const network = NETWORKS.regtest;
const HOUR = 3_600_000;

/** What findSales takes of a till. */
function contextOf(store: Store, now = NOW) {
  const policy = { invoiceConfirmations: 1, zeroConfUpTo: koinu(0n) };
  const world = { now: () => now };
  return { store, network, world, policy, chain: {} } as unknown as Parameters<typeof findSales>[0];
}

function wanted(part: Partial<SalesWanted>): SalesWanted {
  return {
    find: '',
    state: undefined,
    from: undefined,
    to: undefined,
    before: undefined,
    limit: 50,
    ...part,
  };
}

/** All pages, as somebody who asks for older ones sees them. */
function found(store: Store, part: Partial<SalesWanted>, now?: number): StoredInvoice[] {
  const invoices: StoredInvoice[] = [];
  let before: number | undefined;
  for (let pages = 0; pages < 10_000; pages += 1) {
    const page = findSales(contextOf(store, now), wanted({ ...part, before }));
    invoices.push(...page.invoices);
    before = page.next;
    if (before === undefined) return invoices;
  }
  throw new Error('the search does not end');
}

function memos(store: Store, part: Partial<SalesWanted>, now?: number): string[] {
  return found(store, part, now).map(({ memo }) => memo);
}

interface Sold {
  readonly memo: string;
  readonly amount?: Koinu;
  readonly rate?: string;
  readonly currency?: string;
  readonly at?: number;
}

function sell(
  store: Store,
  { memo, amount = doge(10), rate, currency = 'EUR', at = NOW }: Sold,
): StoredInvoice {
  const invoice = store.invoices.insert({
    id: txidOfName(`${memo} ${at}`).slice(0, 32),
    amount,
    allowsTip: false,
    memo,
    issuedAt: at,
    expiresAt: at + HOUR,
    pricing: rate === undefined ? undefined : { currency, rate },
  });
  store.invoices.setScript(invoice.number, scriptOfNumber(invoice.number));
  return invoice;
}

function scriptOfNumber(number: number): Uint8Array {
  return Uint8Array.from([0x76, 0xa9, 0x14, ...bytesOf(`key ${number}`).subarray(0, 20), 0x88, 0xac]);
}

describe('a sale is found', () => {
  test.each([
    ['kaffee', ['Zwei Kaffee und ein Kuchen']],
    ['KÜCHEN', ['Zwei Kaffee und ein Kuchen']],
    ['kuchen kaffee', ['Zwei Kaffee und ein Kuchen']],
    ['affe', ['Zwei Kaffee und ein Kuchen']],
    ['Café', ['un café crème']],
    ['creme', ['un café crème']],
    ['100%', ['100% "pur" (neu) AND OR NOT']],
    ['pur" (', ['100% "pur" (neu) AND OR NOT']],
    ['and or not', ['100% "pur" (neu) AND OR NOT']],
    ['抹茶', ['抹茶ラテ']],
    ['12', ['Table 12']],
    [
      'a',
      [
        'Table 12',
        'un café crème',
        'Zwei Kaffee und ein Kuchen',
        '100% "pur" (neu) AND OR NOT',
        '抹茶ラテ',
      ].slice(0, 4),
    ],
    ['kaffee tee', []],
    ['nothing like it', []],
    ['*', []],
    ['memo:kaffee', []],
  ])('by the memo with %s', (find, expected) => {
    const store = aStore();
    for (const memo of [
      'Zwei Kaffee und ein Kuchen',
      'un café crème',
      '100% "pur" (neu) AND OR NOT',
      '抹茶ラテ',
      'Table 12',
      '',
    ]) {
      sell(store, { memo });
    }
    expect(memos(store, { find }).sort()).toEqual([...expected].sort());
  });

  test('by the customer, whatever the memo says', () => {
    const store = aStore();
    const { stored } = insertChannel(store);
    const row = stored.constants.row;
    const hers = sell(store, { memo: 'hers' });
    pay(store, row, hers);
    sell(store, { memo: 'somebody’s' });
    for (const find of ['Alice', 'alic', 'ALICE', 'al', stored.constants.basis.channelId.slice(0, 12)]) {
      expect(memos(store, { find })).toEqual(['hers']);
    }
  });

  test.each([
    ['12.5', ['12.5']],
    ['12,5', ['12.5']],
    ['12.50 DOGE', ['12.5']],
    ['Ð12.5', ['12.5']],
    ['1250', ['1250']],
    ['1.250', ['1.25', '1250']],
    ['1,250', ['1.25', '1250']],
    ['1,250.00', ['1250']],
    ["1'250", ['1250']],
    ['1 250', ['1250']],
    ['1.250,00', ['1250']],
    ['3.50', ['3.50 EUR']],
    ['3,50 €', ['3.50 EUR']],
    ['500', ['500 JPY']],
    ['0.00000001', []],
    ['..', []],
    ['1.2.3', []],
  ])('by the amount with %s', (find, expected) => {
    const store = aStore();
    for (const amount of ['12.5', '1.25', '1250']) sell(store, { memo: amount, amount: doge(amount) });
    // 3.50 EUR at 0.0713 EUR, as a till rounds it.
    sell(store, { memo: '3.50 EUR', amount: koinu(4_908_835_904n), rate: '0.0713' });
    sell(store, { memo: '500 JPY', amount: doge('41.6667'), currency: 'JPY', rate: '12' });
    expect(
      memos(store, { find })
        .filter((memo) => memo !== '')
        .sort(),
    ).toEqual([...expected].sort());
  });

  test('by what was paid with the tip, and by what came on the chain', () => {
    const store = aStore();
    const { stored } = insertChannel(store);
    const tipped = sell(store, { memo: 'tipped' });
    const payment = { channel: stored.constants.row, number: 1, paid: doge(11.5), acceptedAt: NOW };
    store.payments.insert({
      ...payment,
      invoice: tipped.number,
      amount: doge(10),
      tip: doge(1.5),
      psbtHash: bytesOf('psbt'),
      transactionHash: bytesOf('transaction'),
    });
    const late = sell(store, { memo: 'on-chain' });
    const arrival = {
      invoice: late.number,
      txid: txidOfName('arrival'),
      vout: 0,
      value: doge(7),
      firstSeen: NOW,
    };
    store.arrivals.insert({ ...arrival, place: 'block', height: 1, isReplaceable: false });
    store.arrivals.insert({ ...arrival, vout: 1, place: 'block', height: 1, isReplaceable: false });
    expect(memos(store, { find: '11.5' })).toEqual(['tipped']);
    expect(memos(store, { find: '7' })).toEqual(['on-chain']);
    expect(memos(store, { find: txidOfName('arrival') })).toEqual(['on-chain']);
    expect(memos(store, { find: txidOfName('arrival').toUpperCase() })).toEqual(['on-chain']);
  });

  test('by the id, the beginning of it, its address, its URL and its code', () => {
    const store = aStore();
    const invoice = sell(store, { memo: 'this one' });
    sell(store, { memo: 'another' });
    const address = addressOf(scriptOfNumber(invoice.number), network) ?? '';
    const url = `http://192.168.1.5:8420/v1/invoices/${invoice.id}`;
    const code = `dogecoin:${address}?amount=10&pc=${encodeURIComponent(url)}`;
    for (const find of [
      invoice.id,
      invoice.id.slice(0, 8).toUpperCase(),
      address,
      url,
      code,
      ` ${invoice.id} `,
    ]) {
      expect(memos(store, { find })).toEqual(['this one']);
    }
  });

  test('by the day, and by nothing outside of it', () => {
    const store = aStore();
    for (const day of [0, 1, 2]) sell(store, { memo: `day ${day}`, at: NOW + day * 24 * HOUR });
    expect(memos(store, { from: NOW + 24 * HOUR, to: NOW + 48 * HOUR })).toEqual(['day 1']);
    expect(memos(store, { from: NOW + 24 * HOUR })).toEqual(['day 2', 'day 1']);
    expect(memos(store, { to: NOW })).toEqual([]);
    expect(memos(store, { from: NOW + 49 * HOUR, find: 'day' })).toEqual([]);
  });

  test('by its state', () => {
    const store = aStore();
    const { stored } = insertChannel(store);
    const [paid, cancelled] = ['paid', 'cancelled', 'expired'].map((memo) => sell(store, { memo }));
    sell(store, { memo: 'open', at: NOW + 2 * HOUR });
    if (paid === undefined || cancelled === undefined) throw new Error('no invoices');
    pay(store, stored.constants.row, paid);
    store.invoices.cancel(cancelled.number, NOW);
    for (const state of ['paid', 'cancelled', 'expired', 'open'] as const) {
      expect(memos(store, { state }, NOW + 2 * HOUR)).toEqual([state]);
    }
    store.questions.set(paid.number, { kind: 'excess', amount: doge(1), opensAt: 0 });
    store.questions.set(cancelled.number, { kind: 'underpaid', amount: doge(1), opensAt: NOW + 9 * HOUR });
    expect(memos(store, { state: 'question' }, NOW)).toEqual(['paid']);
    expect(memos(store, { state: 'question', find: 'cancelled' }, NOW + 9 * HOUR)).toEqual(['cancelled']);
  });
});

describe('a search', () => {
  const kinds = ['tea', 'te', 'coffee', ''];

  function manySales(count: number): Store {
    const store = aStore();
    store.transaction(() => {
      for (let at = 0; at < count; at++) {
        sell(store, {
          memo: `${kinds[at % kinds.length]} ${at}`,
          amount: doge(1 + (at % 7)),
          at: NOW + at * 1000,
        });
      }
    });
    return store;
  }

  test.each([1, 3, 50])('gives each sale once, the newest first, in pages of %i', (limit) => {
    const store = manySales(200);
    const numbers = (part: Partial<SalesWanted>) =>
      found(store, { limit, ...part }).map(({ number }) => number);
    const all = Array.from({ length: 200 }, (_, at) => 200 - at);
    const kindOf = (number: number) => kinds[(number - 1) % kinds.length] ?? '';
    expect(numbers({})).toEqual(all);
    expect(numbers({ find: 'tea' })).toEqual(all.filter((number) => kindOf(number) === 'tea'));
    expect(numbers({ find: 'te' })).toEqual(all.filter((number) => kindOf(number).startsWith('te')));
    const amounts = new Set(found(store, { find: '3' }).map(({ number }) => number));
    for (const number of all) {
      const fits = (number - 1) % 7 === 2 || `${number - 1}`.includes('3');
      expect([number, amounts.has(number)]).toEqual([number, fits]);
    }
    const from = NOW + 50_000;
    const to = NOW + 90_000;
    expect(numbers({ from, to, find: 'coffee' })).toEqual(
      all.filter((number) => number > 50 && number <= 90 && kindOf(number) === 'coffee'),
    );
  });

  test('looks at a few thousand sales in one call, and says where it goes on', () => {
    const store = manySales(12_000);
    const [oldest] = store.invoices.newest(1, 2);
    if (oldest === undefined) throw new Error('no invoice');
    store.invoices.cancel(oldest.number, NOW);
    const page = findSales(contextOf(store, NOW), wanted({ find: 'zz' }));
    expect(page).toEqual({ invoices: [], next: 2001 });
    expect(found(store, { find: 'zz' })).toEqual([]);
    expect(found(store, { state: 'cancelled' }).map(({ number }) => number)).toEqual([1]);
    expect(found(store, { state: 'paid' })).toEqual([]);
    expect(found(store, { state: 'open', find: 'tea' }, NOW + 99 * HOUR)).toEqual([]);
  });
});
