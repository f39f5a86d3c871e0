import { afterEach, describe, expect, test } from 'vitest';
import { Shop, type ShopOptions } from '../stories/shop.ts';
import { expectProblem } from '../stories/wire.ts';

let shop: Shop | undefined;
afterEach(() => shop?.remove());

async function aShop(options: ShopOptions): Promise<Shop> {
  shop = await Shop.open({ policy: { openOffersPerAddress: 1 }, ...options });
  return shop;
}

const offerTo = (till: Shop, forwarded: string) =>
  till.ask({ path: '/v1/channel-key', headers: { 'x-forwarded-for': forwarded } });

describe('customers behind a proxy', () => {
  test('are counted by the address that the trusted proxy names last [LIM-2]', async () => {
    const till = await aShop({ trustedProxies: ['127.0.0.1'] });
    expect((await offerTo(till, '198.51.100.1')).status).toBe(200);
    expect((await offerTo(till, '198.51.100.2')).status).toBe(200);
    expectProblem(await offerTo(till, '198.51.100.1'), 'too_many_offers');
    // What the customer wrote herself stands before what the proxy adds.
    expectProblem(await offerTo(till, '203.0.113.9, 198.51.100.1'), 'too_many_offers');
    expect((await offerTo(till, 'garbage, 198.51.100.3')).status).toBe(200);
  });

  test('are counted by the address that calls where no proxy is trusted, whatever they write', async () => {
    const till = await aShop({});
    expect((await offerTo(till, '198.51.100.1')).status).toBe(200);
    expectProblem(await offerTo(till, '198.51.100.2'), 'too_many_offers');
  });
});
