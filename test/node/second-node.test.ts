import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusView, WarningView } from '../../core/bridge/views/status.ts';
import { BuiltInPair } from './scenes/built-in-pair.ts';
import { ChannelScene } from './scenes/channel-scene.ts';
import { Valve } from './scenes/valve.ts';
import { runningNode } from './test-nodes.ts';

/** A look waits for two seconds for a node that hangs, and for no longer. */
const PATIENT_MS = 60_000;

describe('a till with a second node', () => {
  let pair: BuiltInPair;
  let valve: Valve;
  let name: string;
  let scene: ChannelScene;

  beforeAll(async () => {
    pair = await BuiltInPair.start();
    const { user, password, port } = pair.peer;
    valve = new Valve(port);
    name = `127.0.0.1:${await valve.open()}`;
    scene = await ChannelScene.open(runningNode(pair.own), undefined, [`http://${user}:${password}@${name}`]);
  }, PATIENT_MS);
  afterAll(async () => {
    await scene?.close();
    valve?.close();
    await scene?.node.stop();
    await pair?.stop();
  });

  const height = () => pair.own.node.chain.height;
  async function status(): Promise<StatusView> {
    await scene.running.till.look();
    const answer = await scene.running.desk.call('status', {});
    if (!answer.ok) throw new Error(answer.problem.detail);
    return answer.value;
  }
  /** Of the chain and its nodes. */
  async function warnings(): Promise<readonly WarningView[]> {
    const answer = await scene.running.desk.call('warnings', {});
    if (!answer.ok) throw new Error(answer.problem.detail);
    return answer.value.filter(({ channel }) => channel === undefined);
  }
  /** Its problem, if any, once a look has led to it. */
  const said = (kind: string | undefined) =>
    expect
      .poll(async () => (await status()).otherNodes[0]?.problem?.kind, { timeout: PATIENT_MS })
      .toBe(kind);
  /** One channel more, with money in it. */
  async function paidChannel(): Promise<string> {
    await scene.fund('51');
    const id = await scene.openChannel('50');
    await scene.mine(2);
    await scene.pay('7', id);
    return id;
  }
  /** A look at the settlement, as when a minute has passed since the last. */
  async function settlementOf(id: string) {
    const { store } = scene.running.till.context;
    const { row } = store.channels.byId(id)?.constants ?? { row: 0 };
    store.outbox.postpone({ channel: row, effect: 'settle' }, 0);
    await scene.running.till.look();
    return (await scene.channel(id)).settlement;
  }

  test('says where that one is, and nothing more while both have the same tip', async () => {
    await said(undefined);
    expect(await status()).toMatchObject({
      height: height(),
      otherNodes: [{ name, height: height() }],
      chainProblems: [],
    });
  });

  test('is warned that its own node is behind, counts deadlines from the higher tip, and is told when that is over', async () => {
    pair.mine(pair.peer, 8);
    await said('node_lags');
    const behind = await status();
    expect(behind).toMatchObject({
      height: height(),
      worstCaseHeight: height() + 8,
      otherNodes: [{ height: height() + 8, problem: { severity: 'warning', facts: { name, blocks: 8 } } }],
    });
    expect((await warnings()).map(({ kind }) => kind)).toEqual(['node_lags']);
    pair.tell(pair.peer, pair.own);
    await said(undefined);
    expect(await warnings()).toEqual([]);
  });

  test('has it as a notice that the other one is behind', async () => {
    pair.mine(pair.own, 8);
    await said('other_node_lags');
    expect(await warnings()).toMatchObject([{ kind: 'other_node_lags', severity: 'notice' }]);
    expect((await status()).worstCaseHeight).toBe(height());
    pair.tell(pair.own, pair.peer);
    await said(undefined);
  });

  test('is alarmed by another chain until one of the two has won, and loses nothing by it', async () => {
    const id = await paidChannel();
    pair.tell(pair.own, pair.peer);
    pair.mine(pair.own, 2);
    pair.mine(pair.peer, 3);
    await said('nodes_disagree');
    expect(await warnings()).toMatchObject([
      { kind: 'nodes_disagree', severity: 'alarm', facts: { height: height(), otherHeight: height() + 1 } },
    ]);
    pair.tell(pair.peer, pair.own);
    await said(undefined);
    expect(await warnings()).toEqual([]);
    expect(await scene.channel(id)).toMatchObject({ state: 'open', paid: '7' });
  });

  test('calls a settlement spread only once the second node has it of others', async () => {
    const id = await paidChannel();
    pair.tell(pair.own, pair.peer);
    const { settlement } = await scene.closeChannel(id);
    expect(settlement).toMatchObject({ state: 'sent', nodes: [{ name: '' }] });
    expect(await settlementOf(id)).toMatchObject({ state: 'sent' });
    expect(pair.peer.node.mempool.get(settlement?.txid ?? '')).toBeUndefined();
    pair.gossip(pair.own, pair.peer);
    expect(await settlementOf(id)).toMatchObject({
      state: 'spread',
      nodes: [
        { name: '', given: expect.any(String) },
        { name, heard: expect.any(String) },
      ],
    });
    pair.mine(pair.peer, 2);
    pair.tell(pair.peer, pair.own);
    await expect.poll(async () => (await settlementOf(id))?.state, { timeout: PATIENT_MS }).toBe('buried');
  });

  test(
    'takes payments, closes and says so while the second node hangs',
    async () => {
      const id = await paidChannel();
      pair.tell(pair.own, pair.peer);
      await said(undefined);
      valve.isShut = true;
      await expect.poll(() => valve.held, { timeout: PATIENT_MS }).toBeGreaterThan(0);
      const startedAt = performance.now();
      await scene.pay('1', id);
      const { settlement } = await scene.closeChannel(id);
      await scene.mine(3);
      expect((await scene.channel(id)).state).toBe('closed');
      expect(settlement?.state).toBe('sent');
      expect(performance.now() - startedAt).toBeLessThan(15_000);
      await said('other_node_away');
      expect(await warnings()).toMatchObject([
        { kind: 'other_node_away', severity: 'notice', facts: { name } },
      ]);
    },
    PATIENT_MS,
  );

  test(
    'does the same while it is dead, and is told when it is back',
    async () => {
      valve.close();
      await said('other_node_away');
      const id = await paidChannel();
      await scene.closeChannel(id);
      await scene.mine(3);
      expect((await scene.channel(id)).state).toBe('closed');
      expect((await status()).chainProblems.map(({ kind }) => kind)).toEqual(['other_node_away']);
      const port = Number(name.split(':')[1]);
      valve = new Valve(pair.peer.port);
      await valve.open(port);
      pair.tell(pair.own, pair.peer);
      await said(undefined);
      expect((await status()).otherNodes).toEqual([{ name, height: height() }]);
    },
    PATIENT_MS,
  );
});
