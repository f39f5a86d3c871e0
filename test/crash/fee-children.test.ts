import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Chance, seedOf } from './chance.ts';
import { CrashShop } from './crash-shop.ts';
import { raiseUnderKills } from './raise-under-kills.ts';
import { announceUnderKills, bury, payUnderKills, type Scene, setScene } from './under-kills.ts';

/** A busy machine needs seconds to start a till. */
const PATIENCE_MS = 300_000;
const seed = seedOf(process.env['CRASH_SEED']);

describe(`a till that is killed while it raises fees (CRASH_SEED=${seed})`, () => {
  let shop: CrashShop;
  let scene: Scene;

  beforeAll(async () => {
    shop = await CrashShop.open();
    scene = setScene(shop, new Chance(seed), 3);
    await announceUnderKills(scene, 0);
    await bury(scene);
    await payUnderKills(scene, 1);
  }, PATIENCE_MS);

  afterAll(() => shop.remove());

  test(
    'has stored every child that a node has, pays one for each settlement, and states what it cost',
    async () => {
      const { signed, mined } = await raiseUnderKills(scene, 4);
      expect(mined).toBe(scene.customers.length);
      expect(signed).toBeGreaterThan(mined);
    },
    PATIENCE_MS,
  );
});
