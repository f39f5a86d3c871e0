import { expect, test } from 'vitest';
import { party } from '../../doubles/parties.ts';
import { insertChannel } from '../../store/store-doubles.ts';
import { Shop } from '../shop.ts';

const CHANNELS = 200;

test('a list of many channels lets the till do something else in between, and has each of them once', async () => {
  const shop = await Shop.open();
  try {
    const { store } = shop;
    store.transaction(() => {
      for (let at = 0; at < CHANNELS; at++) insertChannel(store, { customer: party(`customer ${at}`) });
    });
    let turns = 0;
    let isListing = true;
    const turn = () => {
      turns += 1;
      if (isListing) setImmediate(turn);
    };
    setImmediate(turn);
    const listed = await shop.desk('channels', {});
    isListing = false;
    expect(turns).toBeGreaterThan(5);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(CHANNELS);
  } finally {
    await shop.remove();
  }
});
