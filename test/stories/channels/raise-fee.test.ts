import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import type { TillContext } from '../../../core/merchant/context.ts';
import { DEFAULT_POLICY } from '../../../core/merchant/policy/policy.ts';
import { childFee, raiseFee } from '../../../core/merchant/settlements/raise-fee.ts';
import { koinu, ZERO } from '../../../core/money.ts';
import { DEFAULT_POLICY as NODE_POLICY } from '../../../core/node/regtest/chain/acceptance.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { fromHex } from '../../../core/protocol/bytes.ts';
import { feeChildSize } from '../../../core/protocol/fee-child.ts';
import { parseTransaction, type Transaction, transactionBytes } from '../../../core/protocol/transaction.ts';
import { refuse } from '../../../core/result.ts';
import { doge } from '../../doubles/channels.ts';
import { type OfferedChannel, openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

const LAG = 3;
/** Longer than any effect waits for its next turn. */
const A_TURN = 700;

let node: PracticeNode;
let shop: Shop;

/** A miner that knows no old money, and wants what a test tells it. */
const miner = { ...NODE_POLICY, prioritySize: 0, blockFeePerKb: doge(0) as bigint };
const DEAR = doge('0.05');

beforeAll(async () => {
  node = await startPracticeNode({ policy: miner, initialBlocks: 1400 });
  const { host } = new URL(node.url);
  shop = await Shop.open({
    node: `http://${node.user}:${node.password}@${host}`,
    policy: { feeLagBlocks: LAG },
  });
});
afterAll(async () => {
  await shop.remove();
  await node.close();
});

/** Closed by its owner, with a miner that wants five times what the settlement pays. */
async function closedChannel(paid = 10): Promise<OfferedChannel> {
  miner.blockFeePerKb = 0n;
  const channel = await openChannel(shop);
  const answer = await pay(shop, channel, { invoice: await shop.invoice(`${paid}`), paid });
  if (answer.status !== 200) throw new Error(answer.text);
  miner.blockFeePerKb = DEAR;
  await shop.desk('close', { ids: [channel.announcement.channelId] });
  return channel;
}

const view = ({ announcement }: OfferedChannel): Promise<ChannelDetailView> =>
  shop.desk('channel', { id: announcement.channelId });

async function settlementOf(channel: OfferedChannel) {
  const { settlement } = await view(channel);
  if (settlement === undefined) throw new Error('no settlement');
  return settlement;
}

const stored = (channel: OfferedChannel) => {
  const found = shop.store.channels.byId(channel.announcement.channelId);
  if (found === undefined) throw new Error('no such channel');
  return found;
};

const transactionOf = (hex: string): Transaction => {
  const transaction = parseTransaction(fromHex(hex));
  if (transaction === undefined) throw new Error('no transaction');
  return transaction;
};

const warningsOn = async ({ announcement }: OfferedChannel) =>
  (await shop.desk('warnings', {})).filter(({ channel }) => channel === announcement.channelId);

describe('a settlement that lags', () => {
  test('has its fee raised, dearer and dearer, until it is mined', async () => {
    const channel = await closedChannel();
    await shop.mine(LAG - 1);
    await shop.passTime(A_TURN);
    expect(await settlementOf(channel)).toMatchObject({ state: 'sent' });
    expect((await settlementOf(channel)).raised).toBeUndefined();
    const fees: string[] = [];
    for (let raise = 0; raise < 6; raise++) {
      await shop.mine(raise === 0 ? 1 : LAG);
      await shop.passTime(A_TURN);
      const { state, raised } = await settlementOf(channel);
      if (state !== 'sent') break;
      expect(await shop.node.mempoolTxids()).toContain(raised?.txid);
      fees.push(raised?.fee ?? '');
      if (raise === 0) {
        expect(await warningsOn(channel)).toMatchObject([{ kind: 'settlement_late', severity: 'warning' }]);
      }
    }
    // 0.01 of the settlement's own, then 0.02, 0.04 and 0.08 for a thousand bytes of both together.
    expect(fees.length).toBe(3);
    expect(fees.map(Number)).toEqual(fees.map(Number).sort((one, other) => one - other));
    const { state, raised } = await settlementOf(channel);
    expect(state).toBe('buried');
    const [mined] = await shop.node.transactions([raised?.txid ?? '']);
    expect(mined?.confirmations).toBeGreaterThan(0);
    expect((await view(channel)).state).toBe('closed');
  });

  test('and a till that ends between storing the dearer one and sending it sends that one at its next turn', async () => {
    const channel = await closedChannel();
    const { context } = shop.running.till;
    const { hex } = await settlementOf(channel);
    const cut = Object.create(context, {
      node: {
        value: {
          feeRate: () => Promise.resolve(undefined),
          broadcast: () => Promise.reject(new Error('the power is cut')),
        },
      },
    }) as TillContext;
    const keys = await keysOf();
    await expect(raiseFee(cut, stored(channel), transactionOf(hex), keys)).rejects.toThrow('power');
    const child = shop.store.feeChildren.ofChannel(stored(channel).constants.row).at(-1);
    expect(child).toBeDefined();
    expect(await shop.node.mempoolTxids()).not.toContain(child?.txid);
    await shop.mine(LAG - 1);
    await shop.mine(1);
    await shop.restart();
    await shop.passTime(A_TURN);
    expect(await shop.node.mempoolTxids()).toContain((await settlementOf(channel)).raised?.txid);
  });

  test('in another form, which anybody can make, gets a child of that form', async () => {
    const channel = await closedChannel();
    const { context } = shop.running.till;
    const { hex } = await settlementOf(channel);
    const keys = await keysOf();
    await raiseFee(context, stored(channel), transactionOf(hex), keys);
    const other = 'ab'.repeat(32);
    const spend = { kind: 'settlement', height: undefined } as const;
    const problem = await raiseFee(
      context,
      { ...stored(channel), spend, spendTxid: other },
      transactionOf(hex),
      keys,
    );
    expect(problem).toMatch(/Missing inputs/);
    expect(shop.store.feeChildren.ofChannel(stored(channel).constants.row).at(-1)?.parent).toBe(other);
  });

  test('is left as it is by a till that cannot sign, or does not hold the address, and says so', async () => {
    const channel = await closedChannel();
    const { context } = shop.running.till;
    const settlement = transactionOf((await settlementOf(channel)).hex);
    const locked = async () => refuse('till_locked', {});
    expect(await raiseFee(context, stored(channel), settlement, locked)).toMatch(/till is locked/);
    const foreign = Object.create(context, {
      keys: { value: { settlementScript: () => new Uint8Array(25) } },
    }) as TillContext;
    expect(await raiseFee(foreign, stored(channel), settlement, await keysOf())).toMatch(/does not hold/);
    const thrifty = Object.create(context, {
      policy: { value: { ...context.policy, feeBudget: ZERO } },
    }) as TillContext;
    expect(await raiseFee(thrifty, stored(channel), settlement, await keysOf())).toBeUndefined();
    expect(shop.store.feeChildren.ofChannel(stored(channel).constants.row).at(-1)).toBeUndefined();
  });
});

async function keysOf() {
  const { PrivateKeys } = await import('../../../core/merchant/keys/keys.ts');
  const { readKeyFile } = await import('../../../core/merchant/keys/key-file.ts');
  const { NETWORKS } = await import('../../../core/networks.ts');
  const words = await readKeyFile(shop.folder, NETWORKS.regtest).words('');
  if (words === undefined) throw new Error('the seed does not open');
  return async () => ({ ok: true as const, value: new PrivateKeys(words, NETWORKS.regtest) });
}

describe('the fee of a child', () => {
  const outputs = [{ txid: 'ab'.repeat(32), vout: 0, value: doge(10) }];
  const parent = { size: 386, fee: koinu(386_000n), arrives: doge(10), outputs };
  const context = { policy: DEFAULT_POLICY };
  const size = BigInt(386 + feeChildSize(1));

  test('gives both together twice what the settlement paid, or what the node thinks is needed', () => {
    expect(childFee(context, parent, undefined, doge('0.01'))).toBe(
      (doge('0.02') * size + 999n) / 1000n - parent.fee,
    );
    expect(childFee(context, parent, undefined, doge('0.5'))).toBe(
      (doge('0.5') * size + 999n) / 1000n - parent.fee,
    );
  });

  test('is at most the budget, and a tenth of what arrives', () => {
    expect(childFee(context, { ...parent, arrives: doge(1000) }, undefined, doge(10))).toBe(doge(1));
    expect(childFee(context, { ...parent, arrives: doge(2) }, undefined, doge(10))).toBe(doge('0.2'));
  });

  test('is none where the budget is used up, or nothing above dust would be left', () => {
    expect(
      childFee(context, parent, { fee: doge(1), bytes: new Uint8Array(192) }, doge('0.01')),
    ).toBeUndefined();
    expect(childFee(context, { ...parent, arrives: doge('0.001') }, undefined, doge('0.01'))).toBeUndefined();
  });

  test('is more for a byte than that of an earlier one which is smaller by a byte', () => {
    const earlier = { fee: koinu(99_970_000n), bytes: new Uint8Array(191) };
    const fee = childFee(context, { ...parent, arrives: doge(1000) }, earlier, doge('0.01'));
    expect(fee ?? BigInt(Number.MAX_SAFE_INTEGER)).toBeGreaterThan((earlier.fee * 192n) / 191n);
    const roomy = { ...context.policy, feeBudget: doge(2) };
    const cheap = { ...parent, fee: koinu(1n), arrives: doge(1000) };
    const large = { fee: doge('1.9'), bytes: new Uint8Array(191) };
    const most = childFee({ policy: roomy }, cheap, large, doge('0.01'));
    expect((most ?? 0n) * 191n).toBeGreaterThan(large.fee * 192n);
  });

  test('is what was counted with: a child is no larger', () => {
    const transaction = shop.store.feeChildren.ofChannel(1).at(-1);
    const bytes = transaction?.bytes ?? new Uint8Array();
    const child = parseTransaction(bytes);
    expect(child && transactionBytes(child).length).toBeGreaterThan(feeChildSize(1) - 4);
    expect(child && transactionBytes(child).length).toBeLessThanOrEqual(feeChildSize(1));
  });
});
