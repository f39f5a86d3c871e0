import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BuiltInPair } from './scenes/built-in-pair.ts';
import { ChannelScene } from './scenes/channel-scene.ts';
import { runningNode } from './test-nodes.ts';

const PATIENT_MS = 240_000;
/** 2000 below the tip, and every thousandth below them. */
const MOST_KEPT = 2004;

describe('a reorg', () => {
  let pair: BuiltInPair;
  let scene: ChannelScene;

  beforeEach(async () => {
    pair = await BuiltInPair.start();
    scene = await ChannelScene.open(runningNode(pair.own));
  }, PATIENT_MS);
  afterEach(async () => {
    await scene?.close();
    await scene?.node.stop();
    await pair?.stop();
  });

  function keptBlocks(): number {
    const { blocks } = scene.running.till.context.store;
    let kept = 0;
    for (let block = blocks.newest(); block !== undefined; block = blocks.newest(block.height)) kept++;
    return kept;
  }

  test.each([
    ['deeper than spends are watched', 1100],
    ['deeper than blocks are remembered', 2100],
  ])(
    '%s tracks a buried settlement again until it is buried once more',
    async (_, depth) => {
      await scene.fund('51');
      pair.tell(pair.own, pair.peer);
      const id = await scene.openChannel('50');
      await scene.mine(2);
      await scene.pay('7', id);
      await scene.closeChannel(id);
      await scene.mine(2);
      expect(await scene.channel(id)).toMatchObject({ state: 'closed' });
      // A few blocks a look, as they come; all of them at once are an absence.
      for (let mined = 0; mined < depth; mined += 100) {
        pair.mine(pair.own, 100);
        await scene.running.till.look();
      }
      expect(keptBlocks()).toBeLessThanOrEqual(MOST_KEPT);
      // The other chain knows neither the funding nor the settlement, and is longer.
      pair.mine(pair.peer, depth + 10);
      pair.tell(pair.peer, pair.own);
      await expect
        .poll(
          async () => {
            await scene.running.till.look();
            const { height } = await scene.node.backend.tip();
            return scene.running.till.context.chain.tip?.height === height;
          },
          { timeout: PATIENT_MS },
        )
        .toBe(true);
      expect(await scene.channel(id)).toMatchObject({ state: 'closing', paid: '7' });
      await expect
        .poll(
          async () => {
            await scene.mine(1);
            return (await scene.channel(id)).state;
          },
          { timeout: PATIENT_MS },
        )
        .toBe('closed');
      expect(await scene.channel(id)).toMatchObject({ spend: { kind: 'settlement' }, paid: '7' });
      expect(keptBlocks()).toBeLessThanOrEqual(MOST_KEPT);
    },
    PATIENT_MS,
  );

  test(
    'back from a long chain of its own finds the settlement in a block far below all that it remembers',
    async () => {
      await scene.fund('51');
      const id = await scene.openChannel('50');
      await scene.mine(2);
      await scene.pay('7', id);
      pair.tell(pair.own, pair.peer);
      await scene.closeChannel(id);
      pair.gossip(pair.own, pair.peer);
      for (let mined = 0; mined < 2100; mined += 100) {
        pair.mine(pair.own, 100);
        await scene.running.till.look();
      }
      pair.mine(pair.peer, 2110);
      const settled = await scene.channel(id);
      pair.tell(pair.peer, pair.own);
      const states = new Set<string>();
      await expect
        .poll(
          async () => {
            await scene.running.till.look();
            states.add((await scene.channel(id)).state);
            const { height } = await scene.node.backend.tip();
            return scene.running.till.context.chain.tip?.height === height;
          },
          { timeout: PATIENT_MS },
        )
        .toBe(true);
      expect(await scene.channel(id)).toMatchObject({
        state: 'closed',
        spend: { kind: 'settlement', txid: settled.spend?.txid },
      });
      expect(states).not.toContain('conflicted');
    },
    PATIENT_MS,
  );
});
