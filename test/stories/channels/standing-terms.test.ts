import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doge } from '../../doubles/channels.ts';
import { announcing, openChannel, pay, prepareChannel } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { expectProblem, payloadOf } from '../wire.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});

afterAll(() => shop.remove());

describe('the terms of an offer', () => {
  test('bind its channel whatever the till offers later [OFF-4]', async () => {
    const open = await openChannel(shop);
    const offered = await prepareChannel(shop);
    const dearer = { feePerKb: doge('0.02'), dust: doge(1), confirmations: 5, paymentCutoffBlocks: 19 };
    await shop.restart({ policy: { terms: { ...dearer, minCapacity: doge(1000) } } });
    const answer = await shop.ask(announcing(offered.announcementPsbt));
    expect(answer.status).toBe(201);
    for (const channel of [open, offered]) {
      // At the old fee to the koinu, and below the new dust.
      const paid = await pay(shop, channel, { invoice: await shop.invoice('0.5'), paid: '0.5' });
      expect(payloadOf(paid, shop.identity)).toMatchObject({ paid: '0.5', spendable: '99.49615' });
      const { channelId } = channel.announcement;
      expect(await shop.status(channelId)).toMatchObject({ required: 2, cutoff: channel.locktime - 10 });
    }
    const next = await prepareChannel(shop);
    expect(next.offer.terms).toMatchObject(dearer);
    expectProblem(await shop.ask(announcing(next.announcementPsbt)), 'capacity_too_small');
  });
});

describe('a till with a public address', () => {
  test('names it in its invoices, to wallets of DogeConnect as well [INV-4]', async () => {
    await shop.restart({ publicUrl: 'https://till.example/bob/' });
    const { id, uri, url } = await shop.desk('issueInvoice', { amount: '1' });
    expect(url).toBe(`https://till.example/bob/v1/invoices/${id}`);
    const { searchParams } = new URL(uri);
    expect(searchParams.get('pc')).toBe(url);
    expect(searchParams.get('dc')).toBe(`till.example/bob/v1/invoices/${id}`);
    expect(searchParams.get('h')).toBe(searchParams.get('ph'));
  });

  test('without https is no address for DogeConnect [INV-2, INV-4]', async () => {
    await shop.restart({ publicUrl: 'http://10.0.0.5:8420' });
    const { uri, url } = await shop.desk('issueInvoice', { amount: '1' });
    const { searchParams } = new URL(uri);
    expect(searchParams.get('pc')).toBe(url);
    expect([searchParams.has('dc'), searchParams.has('h')]).toEqual([false, false]);
  });
});
