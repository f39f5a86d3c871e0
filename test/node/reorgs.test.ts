import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChannelScene } from './scenes/channel-scene.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

/** Blocks of a long reorg: ten times what the terms call deep. */
const DEEP = 20;

describe.each(testNodes())('a reorg on $name', (kind) => {
  let node: RunningNode;
  let scene: ChannelScene;

  beforeAll(async () => {
    node = await kind.start();
    scene = await ChannelScene.open(node);
  }, 120_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
  });

  async function announced(): Promise<string> {
    await scene.fund('51');
    return scene.openChannel('50');
  }

  /** Takes the blocks above a height away; what was in them waits in the mempool again. */
  async function cutTo(height: number): Promise<void> {
    await node.call('invalidateblock', String(await node.backend.blockHash(height + 1)));
    await scene.running.till.look();
  }

  async function fundingHeight(id: string): Promise<number> {
    const { height } = await node.backend.tip();
    return height - (await scene.channel(id)).confirmations + 1;
  }

  test('while the funding gathers confirmations lets it wait again', async () => {
    const id = await announced();
    await scene.mine(1);
    expect(await scene.channel(id)).toMatchObject({ state: 'confirming', confirmations: 1 });
    await cutTo((await fundingHeight(id)) - 1);
    expect(await scene.channel(id)).toMatchObject({ state: 'confirming', confirmations: 0 });
    await scene.mine(2);
    expect((await scene.channel(id)).state).toBe('open');
  });

  test('of many blocks pauses payments, and lets them go on', async () => {
    const id = await announced();
    await scene.mine(2);
    await scene.pay('3', id);
    const height = await fundingHeight(id);
    await scene.mine(DEEP);
    await cutTo(height - 1);
    expect(await scene.channel(id)).toMatchObject({ state: 'confirming', paid: '3' });
    const invoice = await scene.invoice('1');
    expect((await scene.wallet.pay(invoice.uri, { channel: id })).ok).toBe(false);
    await scene.mine(2);
    await scene.pay('2', id);
    expect((await scene.channel(id)).paid).toBe('5');
  });

  test('while the settlement waits takes the funding back with it, and brings both to an end', async () => {
    const id = await announced();
    await scene.mine(2);
    await scene.pay('4', id);
    const height = await fundingHeight(id);
    await scene.closeChannel(id);
    await cutTo(height - 1);
    expect((await scene.channel(id)).state).toBe('closing');
    await scene.mine(3);
    await expect
      .poll(
        async () => {
          await scene.mine(1);
          return (await scene.channel(id)).state;
        },
        { timeout: 30_000 },
      )
      .toBe('closed');
  });

  test('deeper than the burial of a settlement tracks it again until it is buried once more', async () => {
    const id = await announced();
    await scene.mine(2);
    await scene.pay('4', id);
    await scene.closeChannel(id);
    await scene.mine(2 + DEEP);
    const { state, spend } = await scene.channel(id);
    expect(state).toBe('closed');
    await cutTo((spend?.height ?? 0) - 1);
    expect((await scene.channel(id)).state).toBe('closing');
    await scene.mine(1);
    expect((await scene.channel(id)).state).toBe('closing');
    await scene.mine(1);
    expect(await scene.channel(id)).toMatchObject({ state: 'closed', spend: { kind: 'settlement' } });
  });
});
