import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doge } from '../../doubles/channels.ts';
import { aPayment } from '../../doubles/payments.ts';
import { announcing, openChannel, paying, prepareChannel } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { type Answer, expectProblem, payloadOf } from '../wire.ts';
import { OUT_OF_SIGHT, TOO_MUCH } from './refused-limits.ts';

function retryAfter(answer: Answer): number {
  return Number(answer.headers['retry-after']);
}

describe('a stranger', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ policy: { openOffersPerAddress: 3, offerLifetimeSeconds: 120 } });
  });
  afterAll(() => shop.remove());

  test('is given so many offers, then told when the first lapses [LIM-2, LIM-3]', async () => {
    for (let taken = 0; taken < 3; taken++) await shop.offer();
    const next = shop.store.offers.nextKeyIndex();
    const answer = await shop.get('/v1/channel-key');
    expectProblem(answer, TOO_MUCH.offers);
    expect(retryAfter(answer)).toBeGreaterThan(100);
    expect(retryAfter(answer)).toBeLessThanOrEqual(120);
    expect(shop.store.offers.nextKeyIndex()).toBe(next);
  });

  test('gets another as soon as one lapsed, or was announced [LIM-2, OFF-3]', async () => {
    await shop.passTime(retryAfter(await shop.get('/v1/channel-key')));
    const channel = await prepareChannel(shop);
    await shop.offer();
    await shop.offer();
    expectProblem(await shop.get('/v1/channel-key'), TOO_MUCH.offers);
    expect((await shop.ask(announcing(channel.announcementPsbt))).status).toBe(201);
    await shop.offer();
    expectProblem(await shop.get('/v1/channel-key'), TOO_MUCH.offers);
  });
});

describe('an address that asks too much', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ policy: { requestsPerMinutePerAddress: 10 } });
  });
  afterAll(() => shop.remove());

  test('is told when to come back, wherever it asks [LIM-2]', async () => {
    const paths = ['/v1/channel-key', '/v1/channels/x', '/nowhere', '/v1/channels'];
    for (let asked = 0; asked < 10; asked++) {
      const answer = await shop.get(paths[asked % paths.length] ?? '/');
      expect(answer.status).not.toBe(429);
    }
    for (const path of paths) {
      const answer = await shop.get(path);
      expectProblem(answer, TOO_MUCH.requests);
      expect(retryAfter(answer)).toBeGreaterThan(0);
      expect(retryAfter(answer)).toBeLessThanOrEqual(60);
    }
    expectProblem(await shop.post('/v1/channels', { psbt: 'AA==' }), TOO_MUCH.requests);
  });
});

describe('an address that asks the relay too much', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open({ policy: { requestsPerMinutePerAddress: 10 } });
  });
  afterAll(() => shop.remove());

  test('is told when to come back before the relay has looked, and at every other route as well [LIM-2]', async () => {
    const id = await shop.invoice('10');
    const places = ['pay', 'status'].map((what) => `/v1/invoices/${id}/relay/${what}`);
    for (let asked = 0; asked < 10; asked++) {
      const answer = await shop.post(places[asked % 2] ?? '/', { id, tx: 'nonsense' });
      expect(answer.status).not.toBe(429);
    }
    for (const path of places) {
      const answer = await shop.post(path, { id, tx: 'nonsense' });
      expectProblem(answer, TOO_MUCH.requests);
      expect(retryAfter(answer)).toBeGreaterThan(0);
      expect(retryAfter(answer)).toBeLessThanOrEqual(60);
    }
    expectProblem(await shop.get('/v1/channel-key'), TOO_MUCH.requests);
  });
});

describe('a till whose node is gone', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.remove());

  test('takes payments as before, and asks for patience where it needs the chain [STA-7]', async () => {
    const open = await openChannel(shop);
    const waiting = await prepareChannel(shop);
    await shop.stopNode();
    await shop.running.till.look();
    const answer = await shop.ask(announcing(waiting.announcementPsbt));
    expectProblem(answer, OUT_OF_SIGHT.announcement);
    expect(shop.store.channels.byId(waiting.announcement.channelId)).toBeUndefined();
    expect(await shop.desk('status', {})).toMatchObject({ node: { isReachable: false } });
    const paid = await shop.ask(paying(await shop.invoice('10'), aPayment(open, { paid: doge(10) })));
    expect(payloadOf(paid, shop.identity)).toMatchObject({ paid: '10' });
    expect((await shop.get('/v1/channel-key')).status).toBe(200);
  });

  test('counts the blocks that may have come: a deadline that may be past is kept [PAY-13]', async () => {
    const [open] = shop.store.channels.list(1);
    if (open === undefined) throw new Error('no channel');
    const { channelId } = open.constants.basis;
    const { cutoff } = await shop.status(channelId);
    const { height } = await shop.desk('status', {});
    // 60 seconds a block, and half as many blocks again on a bad day.
    shop.clock.advance(((Number(cutoff) - Number(height)) / 1.5) * 60 + 60);
    await shop.running.till.look();
    expect((await shop.status(channelId))['state']).toBe('closing');
  });

  test('goes on where it was when the node is back', async () => {
    await shop.restart();
    const [first] = shop.store.channels.list(10);
    const { channelId } = first?.constants.basis ?? { channelId: '' };
    // What failed while it was away is tried again within a minute.
    await shop.passTime(61);
    const { state } = await shop.status(channelId);
    expect(state).toBe('closing');
    expect((await shop.node.mempoolTxids()).length).toBe(1);
    await shop.mine(2);
    expect(await shop.status(channelId)).toMatchObject({ state: 'closed', paid: '10' });
  });
});
