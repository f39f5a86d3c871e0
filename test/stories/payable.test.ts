import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doge } from '../doubles/channels.ts';
import { aPayment } from '../doubles/payments.ts';
import { openChannel, pay, paying } from './deviant-customer.ts';
import { Shop } from './shop.ts';
import { expectProblem } from './wire.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ policy: { terms: { maxCapacity: doge(1000) } } });
});
afterAll(() => shop.remove());

describe('an invoice', () => {
  test.each(['0.00000001', '0.0005', '0.00099999'])(
    'of %s DOGE is refused with the least amount',
    async (amount) => {
      const answer = await shop.running.desk.call('issueInvoice', { amount });
      expect(answer).toMatchObject({
        ok: false,
        problem: { code: 'bad_amount', reason: 'too_small', detail: expect.stringContaining('0.001 DOGE') },
      });
    },
  );

  test('that not every wallet can pay says so when it is made', async () => {
    const obstaclesOf = async (amount: string) => (await shop.desk('issueInvoice', { amount })).obstacles;
    expect(await obstaclesOf('0.001')).toEqual(['first_payment', 'plain_fee']);
    expect(await obstaclesOf('0.00999999')).toEqual(['first_payment', 'plain_fee']);
    expect(await obstaclesOf('0.01')).toBeUndefined();
    expect(await obstaclesOf('1000')).toBeUndefined();
    expect(await obstaclesOf('1000.00000001')).toEqual(['any_channel']);
  });

  test('below dust is refused as the first payment of a channel, and taken as a later one', async () => {
    const channel = await openChannel(shop);
    const small = await shop.invoice('0.005');
    expectProblem(await shop.ask(paying(small, aPayment(channel, { paid: doge('0.005') }))), 'dust_output');
    expect((await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 })).status).toBe(200);
    const later = await shop.ask(paying(small, aPayment(channel, { paid: doge('10.005') })));
    expect(later.status).toBe(200);
  });
});
