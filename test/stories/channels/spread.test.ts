import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NodeFault } from '../../../core/node/backend.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { type OfferedChannel, openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

let nodes: PracticeNode[];
let shops: Shop[];
const addressOf = ({ url, user, password }: PracticeNode) =>
  `http://${user}:${password}@${new URL(url).host}`;
const nameOf = ({ url }: PracticeNode) => new URL(url).host;

beforeAll(async () => {
  nodes = [await startPracticeNode({ initialBlocks: 1400 }), await startPracticeNode({ initialBlocks: 10 })];
  shops = [];
});
afterAll(async () => {
  for (const shop of shops) await shop.remove();
  for (const node of nodes) await node.close();
});

/** The txids of all that its further node is given from now on. */
function givenTo(shop: Shop): () => readonly string[] {
  const [further] = shop.running.till.context.otherNodes;
  if (further === undefined) throw new Error('no further node');
  const given: string[] = [];
  const { backend } = further;
  const broadcast = backend.broadcast.bind(backend);
  backend.broadcast = (transaction, options) => {
    given.push(transaction.getId());
    return broadcast(transaction, options);
  };
  return () => given;
}

async function closeOn(shop: Shop): Promise<OfferedChannel> {
  shops.push(shop);
  const channel = await openChannel(shop);
  await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
  await shop.desk('close', { ids: [channel.announcement.channelId] });
  return channel;
}

describe('a settlement', () => {
  test('that another node has without having been given it has spread', async () => {
    const [own] = nodes as [PracticeNode, PracticeNode];
    // The same node by another connection: what the first was given, the other has by itself.
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(own)] });
    const channel = await closeOn(shop);
    const { settlement, settling } = await shop.desk('channel', { id: channel.announcement.channelId });
    expect(settlement).toMatchObject({
      state: 'spread',
      nodes: [
        { name: '', given: expect.any(String) },
        { name: nameOf(own), heard: expect.any(String) },
      ],
    });
    expect(settling).toBe('spread');
  });

  test('that only our own node has is sent, given to the other after a minute, and warned of after two', async () => {
    const [own, deaf] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(deaf)] });
    const channel = await closeOn(shop);
    const { channelId: id } = channel.announcement;
    const settlement = async () => (await shop.desk('channel', { id })).settlement;
    expect(await settlement()).toMatchObject({ state: 'sent', nodes: [{ name: '' }] });
    await shop.passTime(61);
    expect(await settlement()).toMatchObject({
      state: 'sent',
      nodes: [{ name: '' }, { name: nameOf(deaf), problem: expect.stringMatching(/Missing inputs/) }],
    });
    const warned = async () =>
      (await shop.desk('warnings', {})).filter(({ channel: about }) => about === id).map(({ kind }) => kind);
    expect(await warned()).toEqual([]);
    await shop.passTime(61);
    expect(await warned()).toEqual(['settlement_unproven']);
    await shop.mine(1);
    expect(await settlement()).toMatchObject({ state: 'mined' });
    expect(await warned()).toEqual([]);
  });

  test('is given to the other also while the clock says that it was sent in the future', async () => {
    const [own, deaf] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(deaf)] });
    const channel = await closeOn(shop);
    const { channelId: id } = channel.announcement;
    await shop.passTime(-2 * 3600);
    // The till's own time does not go back, and goes on from there.
    await shop.passTime(61);
    await shop.passTime(61);
    expect((await shop.desk('channel', { id })).settlement?.nodes).toMatchObject([
      { name: '' },
      { name: nameOf(deaf), problem: expect.stringMatching(/Missing inputs/) },
    ]);
  });

  test('that another node only remembers is given to it again, since everybody else may have forgotten it', async () => {
    const [own] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(own)] });
    const channel = await closeOn(shop);
    const { settlement } = await shop.desk('channel', { id: channel.announcement.channelId });
    const given = givenTo(shop);
    await shop.passTime(11 * 60);
    await expect.poll(given, { timeout: 15_000 }).toContain(settlement?.txid);
  });

  test('that is buried in our own node’s chain is brought to a node that has another chain', async () => {
    const [own, other] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(other)] });
    const channel = await closeOn(shop);
    const { channelId: id } = channel.announcement;
    await shop.mine(20);
    const { state, settlement } = await shop.desk('channel', { id });
    expect(state).toBe('closed');
    const given = givenTo(shop);
    await shop.passTime(11 * 60);
    await expect.poll(given, { timeout: 15_000 }).toContain(settlement?.txid);
  });

  test('goes out through another node while our own is away', async () => {
    const [own] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: 'practice' });
    const backup = shop.running.ready.node ?? '';
    expect(backup).not.toBe('');
    await shop.remove();
    // Both connections lead to one chain; the first is told that its node does not answer.
    const till = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(own)] });
    shops.push(till);
    const channel = await openChannel(till);
    await pay(till, channel, { invoice: await till.invoice('10'), paid: 10 });
    const { context } = till.running.till;
    const away = () => Promise.reject(new NodeFault('unreachable', 'nobody answers'));
    const { broadcast } = context.node;
    context.node.broadcast = away;
    await till.desk('close', { ids: [channel.announcement.channelId] });
    context.node.broadcast = broadcast.bind(context.node);
    const { settlement, problem } = await till.desk('channel', { id: channel.announcement.channelId });
    expect(problem).toBeUndefined();
    expect(settlement?.nodes).toMatchObject([
      { name: '', problem: 'nobody answers' },
      { name: nameOf(own), given: expect.any(String) },
    ]);
    expect(await till.node.mempoolTxids()).toContain(settlement?.txid);
  });

  test('goes out with all others through another node while our own hangs, which is waited for once', async () => {
    const [own] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(own)] });
    shops.push(shop);
    const ids: string[] = [];
    for (const amount of [10, 11, 12]) {
      const channel = await openChannel(shop);
      await pay(shop, channel, { invoice: await shop.invoice(`${amount}`), paid: amount });
      ids.push(channel.announcement.channelId);
    }
    const { node } = shop.running.till.context;
    let asked = 0;
    node.broadcast = () => {
      asked++;
      return Promise.reject(new NodeFault('timeout', 'no answer'));
    };
    await shop.desk('close', { ids });
    const mempool = await shop.node.mempoolTxids();
    for (const id of ids) expect(mempool).toContain((await shop.desk('channel', { id })).settlement?.txid);
    expect(asked).toBe(1);
    shop.clock.advance(61);
    await shop.look();
    expect(asked).toBe(2);
  });

  test('goes out also when the disk is full, and the one before could not be noted', async () => {
    const [own] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own) });
    shops.push(shop);
    const ids: string[] = [];
    for (const amount of [10, 11]) {
      const channel = await openChannel(shop);
      await pay(shop, channel, { invoice: await shop.invoice(`${amount}`), paid: amount });
      ids.push(channel.announcement.channelId);
    }
    await shop.desk('close', { ids });
    const { node, store } = shop.running.till.context;
    const { broadcast } = node;
    const { postpone } = store.outbox;
    const sent = new Set<string>();
    node.broadcast = (transaction, options) => {
      sent.add(transaction.getId());
      return broadcast.call(node, transaction, options);
    };
    store.outbox.postpone = () => {
      throw new Error('database or disk is full');
    };
    await shop.passTime(11 * 60);
    store.outbox.postpone = postpone;
    expect(sent.size).toBe(2);
  });

  test('is not held up by a further node that hangs: the next one goes to our own node at once', async () => {
    const [own, other] = nodes as [PracticeNode, PracticeNode];
    const shop = await Shop.open({ node: addressOf(own), otherNodes: [addressOf(other)] });
    shops.push(shop);
    const ids: string[] = [];
    for (const amount of [10, 11, 12]) {
      const channel = await openChannel(shop);
      await pay(shop, channel, { invoice: await shop.invoice(`${amount}`), paid: amount });
      ids.push(channel.announcement.channelId);
    }
    const [further] = shop.running.till.context.otherNodes;
    if (further === undefined) throw new Error('no further node');
    const answer = Promise.withResolvers<readonly undefined[]>();
    let asked = 0;
    further.backend.transactions = () => {
      asked++;
      return answer.promise;
    };
    const closed = shop.desk('close', { ids });
    const settled = async () => {
      const mempool = await shop.node.mempoolTxids();
      const views = await Promise.all(ids.map((id) => shop.desk('channel', { id })));
      return views.filter(({ settlement }) => mempool.includes(settlement?.txid ?? '')).length;
    };
    try {
      await expect.poll(settled, { timeout: 15_000 }).toBe(3);
      await closed;
      expect(asked).toBe(1);
    } finally {
      answer.resolve([undefined]);
    }
  }, 60_000);
});
