import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announcing, type OfferedChannel, prepareChannel } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { expectRefusedInFull } from './refused.ts';
import { REFUSED_ANNOUNCEMENTS } from './refused-announcements.ts';

let shop: Shop;
let channel: OfferedChannel;

beforeAll(async () => {
  shop = await Shop.open();
  channel = await prepareChannel(shop);
});

afterAll(() => shop.remove());

describe('an announcement', () => {
  test.each(REFUSED_ANNOUNCEMENTS.map((it) => [it.claim, it.code, it] as const))(
    'is refused for %s: %s',
    async (_, code, { prepare }) => {
      await expectRefusedInFull(shop, await prepare({ channel }), code);
    },
  );

  test('is taken after all that was refused with its key and its funding', async () => {
    const answer = await shop.ask(announcing(channel.announcementPsbt));
    expect(answer.status).toBe(201);
    expect(await shop.status(channel.announcement.channelId)).toMatchObject({
      state: 'open',
      capacity: '100',
    });
  });
});
