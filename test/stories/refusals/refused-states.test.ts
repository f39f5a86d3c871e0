import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { openChannel } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { expectRefusedInFull } from './refused.ts';
import { FUNDING_IN_USE, REFUSED_STATES } from './refused-states.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});

afterAll(() => shop.remove());

describe('for what came before it, the till refuses', () => {
  test.each(REFUSED_STATES.map((it) => [it.claim, it.code, it] as const))(
    '%s: %s',
    async (_, code, { prepare }) => {
      await expectRefusedInFull(shop, await prepare(shop), code);
    },
  );

  test('a funding output that the store knows as another channel’s', async () => {
    const { announcement } = await openChannel(shop);
    const wanted = await FUNDING_IN_USE.prepare(shop);
    const other = shop.store.channels.byId(announcement.channelId);
    const lookUp = vi.spyOn(shop.store.channels, 'byOutpoint').mockReturnValue(other);
    try {
      await expectRefusedInFull(shop, wanted, FUNDING_IN_USE.code);
    } finally {
      lookUp.mockRestore();
    }
  });
});
