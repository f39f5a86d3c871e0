import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Shop } from '../shop.ts';

describe('a look at the chain', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.remove());

  test('that fails for whatever reason keeps the next one from nothing', async () => {
    const { till } = shop.running;
    const { height } = await shop.desk('status', {});
    const blocks = vi.spyOn(shop.store.blocks, 'newest').mockImplementation(() => {
      throw new Error('the disk has a bad day');
    });
    const due = vi.spyOn(shop.store.channels, 'dueAt').mockImplementation(() => {
      throw new Error('and so has the rest');
    });
    await till.look();
    await till.look();
    expect(blocks).toHaveBeenCalled();
    blocks.mockRestore();
    due.mockRestore();
    await shop.mine(1);
    await till.look();
    const status = await shop.desk('status', {});
    expect(status.node).toEqual({ isReachable: true });
    expect(status.height).toBe((height ?? 0) + 1);
  });
});
