import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerKey } from '../../core/merchant/channels/offer-key.ts';
import { Shop } from '../stories/shop.ts';

/** As many as may be open at once, of all addresses together. */
const MOST = 10_000;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.remove());

/** Offers of strangers, one after the other, without the keys that nobody will use. */
function open(count: number, clientOf: (at: number) => string): void {
  const { store, policy } = shop.running.till.context;
  const now = shop.running.till.context.world.now();
  store.transaction(() => {
    for (let at = 0; at < count; at++) {
      const keyIndex = store.offers.nextKeyIndex();
      const merchantKey = Uint8Array.from([2, ...new Uint8Array(28), ...bytesOf(keyIndex)]);
      const offer = { keyIndex, merchantKey, terms: policy.terms, issuedAt: now, expiresAt: now + 600_000 };
      store.offers.insert({ ...offer, client: clientOf(at) });
    }
  });
}

function bytesOf(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

const offersOf = (client: string) => {
  const { store, world } = shop.running.till.context;
  return store.offers.open(world.now(), client).count;
};

describe('open offers that take every place', () => {
  test('of few addresses keep no other one out, and leave those who have fewer theirs [LIM-3]', () => {
    const { context } = shop.running.till;
    open(3, () => '192.168.1.7');
    open(MOST - 3, (at) => `10.0.0.${at % 5}`);
    for (let asked = 0; asked < 20; asked++) {
      expect(offerKey(context, `192.168.2.${asked}`).ok).toBe(true);
      expect(offersOf(`192.168.2.${asked}`)).toBe(1);
    }
    expect(offersOf('192.168.1.7')).toBe(3);
    const greedy = [0, 1, 2, 3, 4].map((at) => offersOf(`10.0.0.${at}`));
    expect(greedy.reduce((all, one) => all + one, 0)).toBe(MOST - 23);
  });

  test('of one house with many addresses are given back as those of one', () => {
    const { context } = shop.running.till;
    const { store, world } = context;
    store.transaction(() => store.offers.prune(world.now() + 30 * 86_400_000));
    open(MOST, (at) => `2001:db8:1:${(at % 5000).toString(16)}::/64`);
    expect(offerKey(context, '2001:db8:2:1::/64').ok).toBe(true);
    expect(store.offers.open(world.now()).count).toBe(MOST);
  });

  test('of as many addresses as there are places are kept: nobody has more than the one that asks', () => {
    const { context } = shop.running.till;
    const { store, world } = context;
    store.transaction(() => store.offers.prune(world.now() + 30 * 86_400_000));
    open(MOST, (at) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`);
    const asked = offerKey(context, '192.168.3.1');
    expect(asked).toMatchObject({ ok: false, refusal: { code: 'too_many_offers' } });
    expect(store.offers.open(world.now()).count).toBe(MOST);
  });
});
