import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeEvent } from '../../core/bridge/bridge.ts';
import { RefusedPayments } from '../../core/merchant/payments/refused-payments.ts';
import { spreadOf } from '../../core/merchant/settlements/spread.ts';
import { toBase64 } from '../../core/protocol/bytes.ts';
import { doge } from '../doubles/channels.ts';
import { aPayment } from '../doubles/payments.ts';
import { openChannel, pay } from './deviant-customer.ts';
import { Shop } from './shop.ts';

let shop: Shop;
const heard: BridgeEvent[] = [];

beforeAll(async () => {
  shop = await Shop.open();
  shop.running.desk.open({ isTrusted: true }).onEvent((event) => heard.push(event));
});
afterAll(() => shop.remove());

const refusedOf = (id: string) =>
  heard.flatMap((event) => (event.type === 'payment_refused' && event.id === id ? [event.code] : []));

async function offer(invoice: string, psbt: Uint8Array): Promise<number> {
  return (await shop.post(`/v1/invoices/${invoice}/channel-payment`, { psbt: toBase64(psbt) })).status;
}

describe('a screen is told that a channel changed:', () => {
  test('once more when a node has taken the settlement, so that it does not go on saying that none has', async () => {
    const channel = await openChannel(shop);
    const { channelId: id } = channel.announcement;
    await pay(shop, channel, { invoice: await shop.invoice('2'), paid: 2 });
    const { context } = shop.running.till;
    const states: (string | undefined)[] = [];
    const stop = shop.running.desk.open({ isTrusted: true }).onEvent((event) => {
      const stored = context.store.channels.byId(id);
      if (event.type === 'channel_changed' && event.id === id && stored !== undefined) {
        states.push(spreadOf(context, stored).state);
      }
    });
    await shop.desk('close', { ids: [id] });
    await expect.poll(() => states.at(-1)).toBe('sent');
    stop();
  });
});

describe('a screen is told of a payment that was refused:', () => {
  test('too little, too late, or for what is paid already', async () => {
    const channel = await openChannel(shop);
    const [wrong, cancelled, paid] = [
      await shop.invoice('10'),
      await shop.invoice('1'),
      await shop.invoice('3'),
    ];
    const psbt = aPayment(channel, { paid: doge(2) });
    await shop.desk('cancelInvoice', { id: cancelled });
    expect([await offer(wrong, psbt), await offer(cancelled, psbt)]).toEqual([422, 410]);
    expect((await pay(shop, channel, { invoice: paid, paid: 3 })).status).toBe(200);
    expect((await pay(shop, channel, { invoice: paid, paid: 3 })).status).toBe(200);
    expect(refusedOf(paid)).toEqual([]);
    expect((await pay(shop, channel, { invoice: paid, paid: 6 })).status).toBe(409);
    expect(refusedOf(paid)).toEqual(['invoice_already_paid']);
    expect(refusedOf(wrong)).toEqual(['underpaid']);
    expect(refusedOf(cancelled)).toEqual(['invoice_expired']);
  });

  test('once in a while, however often it is tried, and of hundreds of invoices only the first', async () => {
    const invoices: string[] = [];
    for (let count = 0; count < 300; count += 1) invoices.push(await shop.invoice('1'));
    const told: string[] = [];
    let now = 0;
    const { context } = shop.running.till;
    const refused = new RefusedPayments({
      ...context,
      world: { ...context.world, monotonic: () => now },
      announce: (change) => told.push(change.type),
    });
    const [one = ''] = invoices;
    for (let time = 0; time < 20; time += 1) refused.tell(one, 'underpaid');
    expect(told).toEqual(['payment_refused']);
    refused.tell(one, 'overpaid');
    expect(told.length).toBe(2);
    now += 3000;
    for (const id of invoices) refused.tell(id, 'malformed_psbt');
    expect(told.length).toBe(2 + 256);
    now += 3000;
    refused.tell(one, 'underpaid');
    expect(told.length).toBe(2 + 256 + 1);
  });

  test('never for an invoice that is none', async () => {
    const none = 'f'.repeat(32);
    expect(await offer(none, new Uint8Array(8))).toBe(400);
    expect(refusedOf(none)).toEqual([]);
  });
});

describe('an invoice', () => {
  test('keeps the rate of its day', async () => {
    expect(await shop.desk('invoice', { id: await shop.invoice('1') })).not.toHaveProperty('pricing');
    await shop.desk('saveSettings', { currency: 'EUR', rate: '0.25' });
    const id = await shop.invoice('10');
    await shop.desk('saveSettings', { rate: '0.5' });
    const pricing = { currency: 'EUR', rate: '0.25' };
    expect(await shop.desk('invoice', { id })).toMatchObject({ pricing });
    expect(await shop.desk('issueInvoice', { amount: '1' })).toMatchObject({ pricing: { rate: '0.5' } });
    expect((await shop.desk('invoices', { limit: 2 })).invoices).toMatchObject([
      { pricing: { rate: '0.5' } },
      { pricing },
    ]);
  });
});
