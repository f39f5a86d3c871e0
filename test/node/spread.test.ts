import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spreadOf } from '../../core/merchant/settlements/spread.ts';
import { dogecoindPath } from './dogecoind.ts';
import { ChannelScene } from './scenes/channel-scene.ts';
import { eventually, NodePair } from './scenes/node-pair.ts';

/** Of regtest, where CLTV counts from 1351 on. */
const BLOCKS = 1400;
const POLICY = {
  min_locktime_blocks: 100,
  payment_cutoff_blocks: 20,
  confirmations: 2,
  fee_per_kb: '0.005',
  fee_lag_blocks: 2,
};

describe.skipIf(dogecoindPath() === undefined)('a settlement between two Dogecoin Core daemons', () => {
  let pair: NodePair;
  let scene: ChannelScene;

  /** The peer passes nothing on below 0.01 for a thousand bytes, and mines nothing below it either. */
  beforeAll(async () => {
    const miner = ['-blockprioritysize=0', '-blockmintxfee=0.01'];
    pair = await NodePair.start({
      own: { arguments: miner },
      peer: { arguments: [...miner, '-minrelaytxfee=0.01'] },
    });
    const { height } = await pair.own.backend.tip();
    await pair.mine(BLOCKS - height);
    scene = await ChannelScene.open(pair.own, POLICY, [pair.peer.addressText]);
  }, 300_000);
  afterAll(async () => {
    await scene?.close();
    await pair?.stop();
  });

  const look = async () => {
    const { context } = scene.running.till;
    context.store.transaction(() => context.store.outbox.hasten(0));
    await scene.running.till.look();
  };
  const settlement = async (id: string) => (await scene.channel(id)).settlement;

  test('that our node took and the peer did not is never called spread, and a raised fee gets it mined', async () => {
    await scene.fund('300');
    const id = await scene.openChannel('100');
    await scene.mine(2);
    await scene.pay('10', id);
    const { settlement: sent } = await scene.closeChannel(id);
    expect(sent?.state).toBe('sent');
    expect(await pair.own.backend.mempoolTxids()).toContain(sent?.txid);
    await scene.mine(1);
    await pair.untilAgreed();
    expect(await pair.isSpread(sent?.txid ?? '')).toBe(false);
    expect((await settlement(id))?.state).toBe('sent');
    await scene.mine(1);
    const { context } = scene.running.till;
    const { row } = context.store.channels.byId(id)?.constants ?? { row: 0 };
    await eventually('its fee is raised', async () => {
      context.store.outbox.postpone({ channel: row, effect: 'settle' }, 0);
      await look();
      return (await settlement(id))?.raised !== undefined;
    });
    const { raised } = (await settlement(id)) ?? {};
    expect(await pair.own.backend.mempoolTxids()).toContain(raised?.txid);
    await scene.mine(1);
    expect(spreadOf(context, context.store.channels.require(row)).state).toBe('mined');
    const [known] = await pair.own.backend.transactions([raised?.txid ?? '']);
    expect(known?.confirmations).toBe(1);
  }, 300_000);

  test('that the peer hears of has spread, by its name', async () => {
    const [{ name = '' } = {}] = scene.running.till.context.otherNodes;
    await scene.close();
    scene = await ChannelScene.open(pair.own, { ...POLICY, fee_per_kb: '0.02' }, [pair.peer.addressText]);
    await scene.fund('300');
    const id = await scene.openChannel('100');
    await scene.mine(2);
    await scene.pay('10', id);
    const { settlement: sent } = await scene.closeChannel(id);
    await pair.untilSpread(sent?.txid ?? '');
    const { context } = scene.running.till;
    const { row } = context.store.channels.byId(id)?.constants ?? { row: 0 };
    context.store.outbox.postpone({ channel: row, effect: 'settle' }, 0);
    await look();
    expect(await settlement(id)).toMatchObject({
      state: 'spread',
      nodes: [{ name: '' }, { name, heard: expect.any(String) }],
    });
  }, 300_000);
});
