import { describe, expect, test } from 'vitest';
import { ChainView } from '../../../core/merchant/sight/chain-view.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { NodeFault, type NodeFaultKind } from '../../../core/node/backend.ts';
import { TIP } from '../../doubles/channels.ts';
import { insertChannel } from '../../store/store-doubles.ts';
import { ChainScene } from '../chain-scene.ts';

describe('a node that does not do its work', () => {
  test.each<[NodeFaultKind, string, string]>([
    ['unreachable', 'node_unreachable', 'warning'],
    ['timeout', 'node_unreachable', 'warning'],
    ['busy', 'node_unreachable', 'warning'],
    ['call_failed', 'node_unreachable', 'warning'],
    ['warming_up', 'node_starting', 'warning'],
    ['unauthorised', 'node_unusable', 'alarm'],
    ['bad_answer', 'node_unusable', 'alarm'],
    ['wrong_network', 'wrong_network', 'alarm'],
  ])('because it is %s is said as %s, and again well when it is', async (fault, kind, severity) => {
    const scene = new ChainScene();
    await scene.look();
    expect(scene.problems).toEqual([]);
    scene.node.fault = new NodeFault(fault, 'what it said');
    await scene.look();
    expect(scene.problems).toEqual([
      { kind, severity, facts: { said: 'what it said' }, detail: 'what it said' },
    ]);
    scene.node.fault = undefined;
    await scene.look();
    expect(scene.problems).toEqual([]);
  });

  test('is an alarm once it is away for ten minutes', async () => {
    const scene = new ChainScene();
    await scene.look();
    scene.node.fault = new NodeFault('unreachable', 'nothing answers');
    scene.wait(9);
    await scene.look();
    expect(scene.problems).toMatchObject([{ severity: 'warning' }]);
    scene.wait(2);
    await scene.look();
    expect(scene.problems).toMatchObject([{ severity: 'alarm' }]);
  });

  test('because its tip is stuck is said with the age of its last block', async () => {
    const scene = new ChainScene();
    await scene.look();
    scene.wait(31);
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'tip_old', severity: 'alarm', facts: { minutes: 31 } }]);
    scene.grow(1);
    await scene.look();
    expect(scene.problems).toEqual([]);
  });

  test('because it downloads the chain is said with its height', async () => {
    const scene = new ChainScene();
    scene.wait(60 * 24 * 30);
    scene.node.isInitialDownload = true;
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'initial_download', facts: { height: TIP } }]);
  });

  test('because it has thrown blocks away is said with the first of them, and what is due is closed all the same', async () => {
    const scene = new ChainScene();
    await scene.look();
    const { stored } = insertChannel(scene.store);
    const { row, lock } = stored.constants;
    scene.store.transaction(() =>
      scene.store.channels.raisePaid(row, { paid: 5n as never, changeScript: undefined }),
    );
    scene.grow(lock.locktime - lock.paymentCutoffBlocks - TIP);
    scene.node.prunedBelow = scene.node.height - 300;
    await scene.look();
    expect(scene.problems).toMatchObject([
      { kind: 'blocks_missing', severity: 'alarm', facts: { height: TIP + 1 } },
    ]);
    expect(scene.store.channels.require(row).state).toBe('closing');
  });

  test('with fewer peers than wanted is said, as more than a notice only when it has none; nothing stops', async () => {
    const scene = new ChainScene({ minPeers: 3 });
    scene.node.peers = 2;
    await scene.look();
    expect(scene.problems).toMatchObject([
      { kind: 'few_peers', severity: 'notice', facts: { peers: 2, wanted: 3 } },
    ]);
    scene.node.peers = 0;
    scene.grow(1);
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'few_peers', severity: 'warning' }]);
    expect(scene.context.chain.problem).toBeUndefined();
    scene.node.peers = 3;
    scene.grow(1);
    await scene.look();
    expect(scene.problems).toEqual([]);
  });

  test('whose computer’s clock is off its peers’ is said', async () => {
    const scene = new ChainScene();
    scene.node.timeOffset = -1200;
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'peers_clock', facts: { seconds: 1200 } }]);
  });

  test('is asked how it is once a minute, not at each look', async () => {
    const scene = new ChainScene();
    for (let look = 0; look < 5; look++) await scene.look();
    expect(scene.node.calls.filter((call) => call === 'info')).toHaveLength(1);
  });

  test('is measured anew at the next look when the owner wants other peers', async () => {
    const scene = new ChainScene({ minPeers: 1 });
    scene.node.peers = 2;
    await scene.look();
    expect(scene.problems).toEqual([]);
    Object.assign(scene.context.policy, { minPeers: 3 });
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'few_peers', facts: { peers: 2, wanted: 3 } }]);
    Object.assign(scene.context.policy, { minPeers: 0 });
    await scene.look();
    expect(scene.problems).toEqual([]);
  });
});

describe('another node', () => {
  test('that has the same chain is no problem, some blocks more or less included', async () => {
    const scene = new ChainScene({ others: 2 });
    await scene.look();
    scene.growAlone(scene.node, 3);
    await scene.look();
    expect(scene.problems).toEqual([]);
    expect(scene.looks.opinions.states).toMatchObject([{ height: TIP }, { height: TIP }]);
  });

  test('that has another block at the lower of both heights is said with both heights', async () => {
    const scene = new ChainScene({ others: 1 });
    const [other] = scene.others;
    other?.cutTo(TIP - 2);
    if (other) scene.growAlone(other, 4, 'fork');
    await scene.look();
    expect(scene.problems).toMatchObject([
      {
        kind: 'nodes_disagree',
        severity: 'alarm',
        facts: { name: 'other 0', height: TIP, otherHeight: TIP + 2 },
      },
    ]);
    other?.cutTo(TIP - 2);
    if (other) scene.growAlone(other, 1, 'fork');
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'nodes_disagree', facts: { otherHeight: TIP - 1 } }]);
  });

  test('that is further counts for deadlines and not for confirmations', async () => {
    const scene = new ChainScene({ others: 1 });
    scene.wait(20);
    const [other] = scene.others;
    if (other) scene.growAlone(other, 20);
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'node_lags', severity: 'warning', facts: { blocks: 20 } }]);
    expect(scene.context.chain.worstCaseHeight).toBe(TIP + 20);
    expect(scene.context.chain.tip?.height).toBe(TIP);
  });

  test('that claims more blocks than time allows is warned of, and moves deadlines by half an hour at most', async () => {
    const scene = new ChainScene({ others: 1 });
    const [other] = scene.others;
    if (other) scene.growAlone(other, 5000);
    await scene.look();
    expect(scene.problems).toMatchObject([
      { kind: 'other_node_ahead', severity: 'warning', facts: { name: 'other 0', blocks: 5000 } },
    ]);
    const height = scene.context.chain.worstCaseHeight ?? 0;
    expect(height).toBeGreaterThan(TIP);
    expect(height).toBeLessThanOrEqual(TIP + 30);
    // What it claimed is forgotten once it says something else, and by a restart.
    const { store, world } = scene.context;
    expect(new ChainView(NETWORKS.mainnet, world, store).worstCaseHeight).toBe(TIP);
    other?.cutTo(TIP);
    await scene.look();
    expect([scene.problems, scene.context.chain.worstCaseHeight]).toEqual([[], TIP]);
  });

  test.each([
    ['two blocks ago', 2, 90],
    ['a thousand blocks ago', 1000, 380],
  ])(
    'that claims a far longer chain since %s is an alarm, and no deadline comes by more than that chain could have grown',
    async (_, back, most) => {
      const scene = new ChainScene({ others: 1 });
      const [other] = scene.others;
      other?.cutTo(TIP - back);
      if (other) scene.growAlone(other, back + 5000, 'fork');
      scene.grow(1);
      await scene.look();
      expect(scene.problems).toMatchObject([{ kind: 'nodes_disagree', severity: 'alarm' }]);
      expect(scene.context.chain.worstCaseHeight).toBeLessThanOrEqual(TIP + 1 + most);
    },
  );

  test('that has the longer chain while our own is shown a slow one counts for deadlines', async () => {
    const scene = new ChainScene({ others: 1 });
    await scene.look();
    const [other] = scene.others;
    for (let hour = 0; hour < 4; hour++) {
      scene.wait(60);
      scene.growAlone(scene.node, 2, 'slow');
      if (other) scene.growAlone(other, 60);
      await scene.look();
    }
    expect(scene.problems).toMatchObject([{ kind: 'nodes_disagree', severity: 'alarm' }]);
    expect(scene.context.chain.worstCaseHeight).toBe(TIP + 240);
    expect(scene.context.chain.tip?.height).toBe(TIP + 8);
  });

  test('that is behind is a notice', async () => {
    const scene = new ChainScene({ others: 1 });
    scene.growAlone(scene.node, 6);
    await scene.look();
    await scene.look();
    expect(scene.problems).toMatchObject([
      { kind: 'other_node_lags', severity: 'notice', facts: { blocks: 6 } },
    ]);
  });

  test('that is dead is a notice, and what it said last stands', async () => {
    const scene = new ChainScene({ others: 1 });
    await scene.look();
    const [other] = scene.others;
    if (other) other.fault = new NodeFault('unreachable', 'gone');
    await scene.look();
    expect(scene.problems).toMatchObject([{ kind: 'other_node_away', severity: 'notice' }]);
    expect(scene.looks.opinions.states).toMatchObject([{ height: TIP }]);
  });

  test('that does not answer slows no look, and is not asked a second time meanwhile', async () => {
    const scene = new ChainScene({ others: 1 });
    const [other] = scene.others;
    let answer = () => {};
    if (other) other.delay = new Promise((resolve) => (answer = resolve));
    for (let look = 0; look < 3; look++) await scene.looks.look();
    expect(scene.context.chain.tip?.height).toBe(TIP);
    expect(other?.calls).toEqual(['tip']);
    answer();
    await scene.looks.opinions.ended();
    expect(scene.looks.opinions.states).toMatchObject([{ height: TIP }]);
  });
});

describe('a till without channels', () => {
  test('keeps no more blocks than one with channels, and every thousandth, however long it runs', async () => {
    const scene = new ChainScene();
    for (let block = 0; block < 2100; block++) {
      scene.grow(1);
      await scene.looks.look();
    }
    const { blocks } = scene.store;
    const keptBelow = (height: number) => {
      const kept: number[] = [];
      for (let at = blocks.newest(height); at !== undefined; at = blocks.newest(at.height))
        kept.push(at.height);
      return kept;
    };
    const lowest = TIP + 2100 - 2000;
    expect(blocks.newest()?.height).toBe(TIP + 2100);
    expect(blocks.newest(lowest + 1)?.height).toBe(lowest);
    // The lowest of them was noted at the first look.
    expect(keptBelow(lowest)).toEqual([TIP, TIP - 1000]);
    // An absence: what was seen last before it stays for a reorg to begin at.
    scene.grow(4000);
    await scene.looks.look();
    expect(blocks.newest(TIP + 6100)?.height).toBe(TIP + 2100);
    expect(keptBelow(TIP + 2100)).toEqual([TIP + 2000, TIP + 1000, TIP, TIP - 1000]);
  }, 120_000);
});

describe('the wait for a block', () => {
  test('makes a look as soon as there is one, long before the timer', async () => {
    const scene = new ChainScene({ everyMs: 3_600_000 });
    await scene.looks.look();
    scene.looks.start();
    await expect.poll(() => scene.node.calls.includes('waitForHeight')).toBe(true);
    scene.grow(1);
    await expect.poll(() => scene.context.chain.tip?.height, { timeout: 10_000 }).toBe(TIP + 1);
  });

  test('is left alone with a node that cannot wait: the timer looks', async () => {
    const scene = new ChainScene({ everyMs: 20 });
    scene.node.canWait = false;
    await scene.looks.look();
    scene.looks.start();
    await expect.poll(() => scene.node.calls.includes('waitForHeight')).toBe(true);
    scene.grow(1);
    await expect.poll(() => scene.context.chain.tip?.height, { timeout: 10_000 }).toBe(TIP + 1);
    scene.grow(1);
    await expect.poll(() => scene.context.chain.tip?.height, { timeout: 10_000 }).toBe(TIP + 2);
    expect(scene.node.calls.filter((call) => call === 'waitForHeight')).toHaveLength(1);
  });
});
