import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Chance, seedOf } from './chance.ts';
import { CrashShop } from './crash-shop.ts';
import {
  announceUnderKills,
  bury,
  closeUnderKills,
  payUnderKills,
  type Scene,
  setScene,
} from './under-kills.ts';

/** The few kills of every run; `npm run crash` does the many. A busy machine needs seconds to start a till. */
const PATIENCE_MS = 180_000;
const seed = seedOf(process.env['CRASH_SEED']);

/** One shop for all: the life of its channels, with the till killed in each part of it. */
describe(`a till that is killed while it works (CRASH_SEED=${seed})`, () => {
  let shop: CrashShop;
  let scene: Scene;

  beforeAll(async () => {
    shop = await CrashShop.open();
    scene = setScene(shop, new Chance(seed), 8);
  }, PATIENCE_MS);

  afterAll(() => shop.remove());

  test(
    'has one channel for an announcement that was sent until it was answered',
    async () => {
      await announceUnderKills(scene, 1);
      expect(shop.killed).toBeGreaterThan(0);
      await bury(scene);
    },
    PATIENCE_MS,
  );

  test(
    'has every payment that a receipt was given for, and none twice',
    async () => {
      await payUnderKills(scene, 2);
      for (const { receipts } of scene.customers) expect(receipts.length).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  test(
    'settles all that was paid, with what it stored before it sent it',
    async () => {
      await closeUnderKills(scene, 2);
    },
    PATIENCE_MS,
  );
});
