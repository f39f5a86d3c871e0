import { expect, test } from 'vitest';
import { closingHeight, saveAbsence } from '../../../core/merchant/closing/absence.ts';
import { ChainScene } from '../chain-scene.ts';

const HOUR = 3_600_000;

test('an absence that has begun goes on when the clock is set back before it', async () => {
  const scene = new ChainScene();
  const { context } = scene;
  await scene.look();
  const now = context.world.now();
  saveAbsence(context, { from: now + HOUR, to: now + 100 * HOUR });
  scene.grow(61);
  await scene.look();
  const begun = closingHeight(context) ?? 0;
  expect(begun).toBeGreaterThan((context.chain.worstCaseHeight ?? 0) + 5000);
  scene.setClock(-24 * 60);
  await scene.look();
  expect(closingHeight(context)).toBeGreaterThan((context.chain.worstCaseHeight ?? 0) + 5000);
});

test('a damaged absence keeps no deadline from being seen', async () => {
  const scene = new ChainScene();
  const { context, store } = scene;
  await scene.look();
  store.transaction(() => store.settings.set('absence', '{"from":'));
  expect(closingHeight(context)).toBe(context.chain.worstCaseHeight);
});
