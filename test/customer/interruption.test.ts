import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CustomerWallet } from '../../core/customer/wallet.ts';
import { FakeTill } from './fake-till.ts';
import { doge, fund, must, openedChannel, refused, WalletFolder } from './wallet-fixture.ts';

let till: FakeTill;
let folder: WalletFolder;
let wallet: CustomerWallet;

beforeEach(async () => {
  till = new FakeTill();
  folder = new WalletFolder();
  await till.start();
  wallet = folder.create();
});

afterEach(async () => {
  await folder.remove();
  await till.stop();
});

describe('an announcement without an answer', () => {
  test.each(['loseRequest', 'loseAnswer'] as const)(
    'is sent again as it was, after a restart (%s)',
    async (kind) => {
      await fund(wallet, 150);
      till.cheats = { [kind]: new Set(['announce']) };
      refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), 'till_unreachable');
      const before = wallet.channels()[0]?.record;
      expect(before?.state).toBe('announcing');
      expect(wallet.funds()).toBe(0n);
      till.cheats = {};
      wallet = await folder.reopen(wallet);
      const { record } = must(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }));
      expect(record).toEqual({ ...before, state: 'open', confirmations: 6 });
      expect(wallet.channels()).toHaveLength(1);
      expect(new Set(till.announcements).size).toBe(1);
      expect(wallet.funds()).toBeGreaterThan(doge(49.99));
    },
  );

  test('is sent again by recover', async () => {
    await fund(wallet, 150);
    till.cheats = { loseAnswer: new Set(['announce']) };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), 'till_unreachable');
    till.cheats = {};
    wallet = await folder.reopen(wallet);
    const [recovery] = must(await wallet.recover());
    expect(recovery).toMatchObject({ advice: 'pay_or_close', channel: { state: 'open' } });
  });

  test('stands in the way of another one, which would fund a second channel', async () => {
    await fund(wallet, 150, 150);
    till.cheats = { loseAnswer: new Set(['announce']) };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), 'till_unreachable');
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(90) }), 'announcement_unanswered');
    expect(wallet.channels()).toHaveLength(1);
  });

  test.each([
    { status: 503, code: 'node_unavailable' },
    { status: 429, code: 'too_many_requests' },
    { status: 500, code: 'internal_error' },
  ])('counts as unanswered when the till says $code', async (refusal) => {
    await fund(wallet, 150);
    till.cheats = { refuse: { announce: refusal } };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), 'till_refused');
    expect(wallet.channels()[0]?.record.state).toBe('announcing');
  });
});

describe('a refused announcement', () => {
  beforeEach(async () => {
    await fund(wallet, 150);
    till.cheats = { refuse: { announce: { status: 422, code: 'capacity_too_small' } } };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(100) }), 'till_refused');
  });

  test('frees its coins', () => {
    expect(wallet.channels()[0]?.record.state).toBe('refused');
    expect(wallet.funds()).toBe(doge(150));
  });

  test('keeps its refund, should the till broadcast the funding after all', async () => {
    const [view] = wallet.channels();
    const { transaction } = must(await wallet.refund(view?.record.id ?? ''));
    expect(transaction.locktime).toBe(view?.record.locktime);
  });

  test('that the till had taken is found again by recover', async () => {
    till.cheats = { refuse: { announce: { status: 422, code: 'capacity_too_small', lie: true } } };
    refused(await wallet.openChannel({ tillUrl: till.url, amount: doge(120) }), 'till_refused');
    expect(wallet.funds()).toBe(doge(150));
    till.cheats = {};
    const recoveries = must(await wallet.recover());
    expect(recoveries.map(({ advice }) => advice)).toEqual(['open_another', 'pay_or_close']);
    expect(wallet.funds()).toBeLessThan(doge(30));
  });
});

describe('a payment without an answer', () => {
  beforeEach(async () => {
    await openedChannel(wallet, till);
    must(await wallet.pay(till.invoice(doge(1)).uri));
    till.payments.length = 0;
  });

  test.each(['loseRequest', 'loseAnswer'] as const)(
    'is sent again as it was, after a restart (%s)',
    async (kind) => {
      const { uri } = till.invoice(doge(5));
      till.cheats = { [kind]: new Set(['pay']) };
      refused(await wallet.pay(uri), 'till_unreachable');
      expect(wallet.channels()[0]).toMatchObject({ paid: doge(1), signed: doge(6) });
      const pending = wallet.channels()[0]?.record.payments.at(-1);
      till.cheats = {};
      wallet = await folder.reopen(wallet);
      expect(must(await wallet.pay(uri)).payment.paid).toBe(doge(6));
      const sent = till.payments.map((psbt) => Buffer.from(psbt, 'base64').toString('hex'));
      expect(new Set(sent)).toEqual(new Set([pending?.psbt]));
      expect([...till.channels.values()][0]?.paid).toBe(doge(6));
    },
  );

  test('is settled before another invoice is signed for', async () => {
    till.cheats = { loseAnswer: new Set(['pay']) };
    const first = till.invoice(doge(5));
    refused(await wallet.pay(first.uri), 'till_unreachable');
    till.cheats = {};
    const second = must(await wallet.pay(till.invoice(doge(2)).uri));
    expect(second.payment.paid).toBe(doge(8));
    expect(second.channel.payments.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  test('lets nothing else be signed while the till is away', async () => {
    till.cheats = { loseRequest: new Set(['pay']) };
    refused(await wallet.pay(till.invoice(doge(5)).uri), 'till_unreachable');
    refused(await wallet.pay(till.invoice(doge(2)).uri), 'till_unreachable');
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(1), signed: doge(6) });
    expect(wallet.channels()[0]?.record.payments).toHaveLength(2);
  });

  test('is sent again by recover', async () => {
    till.cheats = { loseAnswer: new Set(['pay']) };
    refused(await wallet.pay(till.invoice(doge(5)).uri), 'till_unreachable');
    till.cheats = {};
    wallet = await folder.reopen(wallet);
    const [recovery] = must(await wallet.recover());
    expect(recovery?.advice).toBe('pay_or_close');
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(6), signed: doge(6) });
  });
});

describe('a refused payment', () => {
  beforeEach(async () => {
    await openedChannel(wallet, till);
    must(await wallet.pay(till.invoice(doge(1)).uri));
  });

  test('is not built upon: the next one starts from what was acknowledged', async () => {
    till.cheats = { refuse: { pay: { status: 410, code: 'invoice_expired' } } };
    const facts = refused(await wallet.pay(till.invoice(doge(5)).uri), 'till_refused');
    expect(facts).toMatchObject({ code: 'invoice_expired', status: 410 });
    till.cheats = {};
    expect(must(await wallet.pay(till.invoice(doge(2)).uri)).payment.paid).toBe(doge(3));
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(3), signed: doge(6) });
  });

  test('that the till had taken is found out by the signed status, and paid upon', async () => {
    till.cheats = { refuse: { pay: { status: 422, code: 'underpaid', lie: true } } };
    refused(await wallet.pay(till.invoice(doge(5)).uri), 'till_refused');
    till.cheats = {};
    expect(must(await wallet.pay(till.invoice(doge(2)).uri)).payment.paid).toBe(doge(8));
  });

  test('for one and the same invoice can be tried again, once', async () => {
    till.cheats = { refuse: { pay: { status: 422, code: 'underpaid' } } };
    const { uri } = till.invoice(doge(5));
    refused(await wallet.pay(uri), 'till_refused');
    till.cheats = {};
    expect(must(await wallet.pay(uri)).payment.paid).toBe(doge(6));
    expect(wallet.channels()[0]?.record.payments).toHaveLength(2);
    expect(must(await wallet.pay(uri)).wasPaidBefore).toBe(true);
  });

  test('keeps the next one from being signed when the till will not say what it counts', async () => {
    till.cheats = { refuse: { pay: { status: 422, code: 'underpaid' } } };
    refused(await wallet.pay(till.invoice(doge(5)).uri), 'till_refused');
    till.cheats = { loseRequest: new Set(['status']) };
    refused(await wallet.pay(till.invoice(doge(2)).uri), 'till_unreachable');
    expect(wallet.channels()[0]?.record.payments).toHaveLength(2);
  });
});

test('an invoice that is paid is never paid twice', async () => {
  await openedChannel(wallet, till);
  const { uri } = till.invoice(doge(5));
  must(await wallet.pay(uri));
  const again = must(await wallet.pay(uri));
  expect(again).toMatchObject({ wasPaidBefore: true, payment: { paid: doge(5) } });
  expect(till.payments).toHaveLength(1);
});

test('a paid invoice shows its receipt when the channel is closed and the till away', async () => {
  const { record } = await openedChannel(wallet, till);
  const { uri } = till.invoice(doge(5));
  must(await wallet.pay(uri));
  must(await wallet.requestClose(record.id));
  till.cheats = { loseRequest: new Set(['request', 'pay', 'status']) };
  expect(must(await wallet.pay(uri))).toMatchObject({ wasPaidBefore: true, payment: { state: 'accepted' } });
});

test('payments asked for at the same time are made one after another', async () => {
  await openedChannel(wallet, till);
  const uris = [1, 2, 3, 4].map((amount) => till.invoice(doge(amount)).uri);
  const paid = await Promise.all(uris.map((uri) => wallet.pay(uri)));
  expect(paid.map((outcome) => must(outcome).payment.paid)).toEqual([1, 3, 6, 10].map(doge));
});

test('a payment on a channel that is confirming asks first whether it is open by now', async () => {
  till.firstState = 'confirming';
  const { record } = await openedChannel(wallet, till);
  expect(record.state).toBe('confirming');
  refused(await wallet.pay(till.invoice(doge(5)).uri), 'channel_not_open');
  till.channel(record.id).state = 'open';
  must(await wallet.pay(till.invoice(doge(5)).uri));
});
