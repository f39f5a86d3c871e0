import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import { NodeFault } from '../../../core/node/backend.ts';
import { DEFAULT_POLICY as NODE_POLICY } from '../../../core/node/regtest/chain/acceptance.ts';
import { nodeTransaction } from '../../../core/node/regtest/chain/block.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { fromHex, toHex } from '../../../core/protocol/bytes.ts';
import { parseTransaction, type Transaction, txidOf } from '../../../core/protocol/transaction.ts';
import { doge } from '../../doubles/channels.ts';
import { malleated } from '../../simulation/malleated.ts';
import { refundOf } from '../chain-deeds.ts';
import { type OfferedChannel, openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

const LAG = 3;
/** Longer than any effect waits for its next turn. */
const A_TURN = 700;

let node: PracticeNode;
let shop: Shop;

/** A miner that knows no old money, and takes what a test lets it take. */
const miner = { ...NODE_POLICY, prioritySize: 0, blockFeePerKb: 0n };
const NOTHING = doge(1000) as bigint;

beforeAll(async () => {
  node = await startPracticeNode({ policy: miner, initialBlocks: 1400 });
  const address = `http://${node.user}:${node.password}@${new URL(node.url).host}`;
  shop = await Shop.open({ node: address, policy: { feeLagBlocks: LAG } });
});
afterAll(async () => {
  await shop.remove();
  await node.close();
});

/** A channel with 10 DOGE paid whose settlement no block takes, and which a child pays for. */
async function laggingChannel(locktimeAfter = 500): Promise<OfferedChannel> {
  miner.blockFeePerKb = 0n;
  const channel = await openChannel(shop, { locktimeAfter });
  const answer = await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
  if (answer.status !== 200) throw new Error(answer.text);
  miner.blockFeePerKb = NOTHING;
  await shop.desk('close', { ids: [channel.announcement.channelId] });
  await lag();
  return channel;
}

async function lag(): Promise<void> {
  await shop.mine(LAG);
  await shop.passTime(A_TURN);
}

const view = ({ announcement }: OfferedChannel): Promise<ChannelDetailView> =>
  shop.desk('channel', { id: announcement.channelId });

async function settled(channel: OfferedChannel) {
  const { settlement } = await view(channel);
  if (settlement?.raised === undefined) throw new Error('no fee was raised');
  return { settlement: transactionOf(settlement.hex), raised: settlement.raised };
}

const childrenOf = ({ announcement }: OfferedChannel) => {
  const found = shop.store.channels.byId(announcement.channelId);
  if (found === undefined) throw new Error('no such channel');
  return shop.store.feeChildren.ofChannel(found.constants.row);
};

function transactionOf(hex: string): Transaction {
  const transaction = parseTransaction(fromHex(hex));
  if (transaction === undefined) throw new Error('no transaction');
  return transaction;
}

/** The node has never heard of these. */
function forget(...txids: string[]): void {
  for (const txid of txids) {
    const entry = node.node.mempool.get(txid);
    if (entry !== undefined) node.node.mempool.removeRecursively(entry);
  }
}

/** A block with these and nothing else. */
async function mineThese(...transactions: Transaction[]): Promise<string> {
  const { script } = shop.purse;
  const given = transactions.map(nodeTransaction);
  const { hash } = node.node.mine({ script, transactions: given });
  await shop.look();
  return hash;
}

describe('a child of a settlement', () => {
  test('is sent again, the same one, when the node has forgotten it', async () => {
    const channel = await laggingChannel();
    const { settlement, raised } = await settled(channel);
    expect(raised).toMatchObject({ state: 'sent', fee: expect.any(String) });
    forget(txidOf(settlement));
    await shop.passTime(A_TURN);
    expect(await shop.node.mempoolTxids()).toEqual(expect.arrayContaining([txidOf(settlement), raised.txid]));
    expect((await settled(channel)).raised).toMatchObject({ txid: raised.txid, state: 'sent' });
  });

  test('is mined, told with its block and what it leaves, and is sent again after a reorg and made no dearer', async () => {
    const channel = await laggingChannel();
    const { settlement, raised } = await settled(channel);
    const child = transactionOf(toHex(childrenOf(channel)[0]?.bytes ?? new Uint8Array()));
    await shop.mine(LAG - 1);
    const hash = await mineThese(settlement, child);
    const { height } = await shop.node.tip();
    expect((await settled(channel)).raised).toMatchObject({ txid: raised.txid, state: 'mined', height });
    expect(Number((await settled(channel)).raised.rest)).toBeCloseTo(10 - Number(raised.fee), 8);
    node.node.invalidate(hash);
    forget(txidOf(settlement));
    await shop.mine(LAG - 1);
    await shop.passTime(A_TURN);
    expect((await settled(channel)).raised).toMatchObject({ txid: raised.txid, state: 'sent' });
    expect(await shop.node.mempoolTxids()).toContain(raised.txid);
    expect(childrenOf(channel).length).toBe(1);
  });

  test('is void when another form of the settlement is mined: its money is there, and its fee unspent', async () => {
    const channel = await laggingChannel();
    const { settlement, raised } = await settled(channel);
    const other = malleated(settlement);
    if (other === undefined) throw new Error('no other form');
    await mineThese(other);
    expect((await view(channel)).spend).toMatchObject({ kind: 'settlement', txid: txidOf(other) });
    expect((await settled(channel)).raised).toMatchObject({ txid: raised.txid, state: 'void' });
    const [arrived] = await shop.node.unspentOutputs([{ txid: txidOf(other), vout: 0 }]);
    expect(arrived?.value).toBe(doge(10));
    await shop.passTime(A_TURN);
    await shop.mine(3);
    expect((await view(channel)).state).toBe('closed');
    expect(childrenOf(channel).length).toBe(1);
  });

  test('is not needed when the settlement is mined alone, and is noticed when it is mined after all', async () => {
    const channel = await laggingChannel();
    const { settlement, raised } = await settled(channel);
    await mineThese(settlement);
    expect((await settled(channel)).raised).toMatchObject({ state: 'unneeded' });
    miner.blockFeePerKb = 0n;
    await shop.mine(1);
    expect((await settled(channel)).raised).toMatchObject({ txid: raised.txid, state: 'mined' });
  });

  test('that is mined although a dearer one was signed is what it cost', async () => {
    const channel = await laggingChannel();
    await lag();
    const [first, second] = childrenOf(channel);
    if (first === undefined || second === undefined) throw new Error('not raised twice');
    expect(second.fee).toBeGreaterThan(first.fee);
    const { settlement, raised } = await settled(channel);
    expect(raised.txid).toBe(second.txid);
    await mineThese(settlement, transactionOf(toHex(first.bytes)));
    expect((await settled(channel)).raised).toMatchObject({ txid: first.txid, state: 'mined' });
  });

  test('is dropped when the customer’s refund is mined', async () => {
    const channel = await laggingChannel(30);
    const { settlement, raised } = await settled(channel);
    const missing = channel.locktime - (await shop.node.tip()).height;
    await shop.mine(missing);
    await mineThese(refundOf(channel));
    await shop.mine(1);
    await shop.passTime(A_TURN);
    expect((await view(channel)).state).toBe('refunded');
    expect((await settled(channel)).raised.state).toBe('void');
    const mempool = await shop.node.mempoolTxids();
    expect(mempool).not.toContain(raised.txid);
    expect(mempool).not.toContain(txidOf(settlement));
  });

  test('that no node has taken is not followed by a dearer one, however many blocks go by', async () => {
    const { context } = shop.running.till;
    const { broadcast } = context.node;
    const given: string[] = [];
    const isSettlement = (transaction: Transaction) => transaction.ins[0]?.sequence === 0xffffffff;
    context.node.broadcast = (transaction, options) => {
      if (isSettlement(transaction)) return broadcast.call(context.node, transaction, options);
      given.push(txidOf(transaction));
      return Promise.reject(new NodeFault('timeout', 'the node does not answer'));
    };
    try {
      const channel = await laggingChannel();
      for (let times = 0; times < 4; times++) await lag();
      expect(childrenOf(channel).map(({ txid, givenHeight }) => [txid, givenHeight])).toEqual([
        [given[0], undefined],
      ]);
      expect(new Set(given).size).toBe(1);
      expect((await settled(channel)).raised.state).toBe('signed');
      context.node.broadcast = broadcast;
      await shop.passTime(A_TURN);
      expect((await settled(channel)).raised).toMatchObject({ txid: given[0], state: 'sent' });
      expect(childrenOf(channel).length).toBe(1);
      await lag();
      expect(childrenOf(channel).length).toBe(2);
    } finally {
      context.node.broadcast = broadcast;
    }
  });

  test('of a node that replaces nothing stays the one that is there, and the dearer one waits its turn', async () => {
    const channel = await laggingChannel();
    const { context } = shop.running.till;
    const { broadcast } = context.node;
    const [first] = childrenOf(channel);
    context.node.broadcast = async (transaction, options) => {
      const rival = (await shop.node.mempoolTxids()).includes(first?.txid ?? '');
      const isChild = transaction.ins[0]?.sequence !== 0xffffffff;
      return rival && isChild && txidOf(transaction) !== first?.txid
        ? { kind: 'rejected', reason: 'mempool_conflict', message: '258: txn-mempool-conflict' }
        : broadcast.call(context.node, transaction, options);
    };
    try {
      for (let times = 0; times < 3; times++) await lag();
      expect(childrenOf(channel).length).toBe(2);
      expect(await shop.node.mempoolTxids()).toContain(first?.txid);
      expect((await view(channel)).problem).toMatch(/txn-mempool-conflict/);
      forget(first?.txid ?? '');
      await shop.passTime(A_TURN);
      expect(await shop.node.mempoolTxids()).toContain(childrenOf(channel)[1]?.txid);
      expect((await view(channel)).problem).toBeUndefined();
    } finally {
      context.node.broadcast = broadcast;
    }
  });

  test('is sent again also when its settlement does not count as late any more', async () => {
    const channel = await laggingChannel();
    const { settlement, raised } = await settled(channel);
    await shop.restart({ policy: { feeLagBlocks: 400, feeEscalationBlocks: 1 } });
    forget(txidOf(settlement));
    await shop.passTime(A_TURN);
    expect(await shop.node.mempoolTxids()).toContain(raised.txid);
    await shop.restart({ policy: { feeLagBlocks: LAG } });
  });
});
