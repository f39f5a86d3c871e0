import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CustomerWallet } from '../../core/customer/wallet.ts';
import { NETWORKS } from '../../core/networks.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { DEFAULT_TERMS, FakeTill } from './fake-till.ts';
import { PracticeShop } from './practice-shop.ts';
import { doge, must, refused, WalletFolder } from './wallet-fixture.ts';

let shop: PracticeShop;
let till: FakeTill;
let folder: WalletFolder;
let wallet: CustomerWallet;

beforeEach(async () => {
  shop = await PracticeShop.open();
  till = new FakeTill();
  // A chain of a few hundred blocks is enough to see a locktime come.
  till.terms = { ...DEFAULT_TERMS, minLocktimeBlocks: 20, paymentCutoffBlocks: 5 };
  await till.start();
  folder = new WalletFolder();
  wallet = folder.create();
  till.height = await shop.mine(1);
});

afterEach(async () => {
  await folder.remove();
  await till.stop();
  await shop.close();
});

async function openOnChain(inputs = 1, fundingTransactions = 1): Promise<string> {
  for (let at = 0; at < fundingTransactions; at++) {
    must(await wallet.fundFromNode(shop.node, doge(120)));
  }
  const view = must(
    await wallet.openChannel({
      tillUrl: till.url,
      amount: doge(100),
      locktimeBlocks: 20,
      height: till.height,
      inputs,
      fundingTransactions,
    }),
  );
  await shop.confirm(till, view.record.id);
  return view.record.id;
}

async function mineTo(height: number): Promise<void> {
  const { height: now } = await shop.node.tip();
  await shop.mine(height - now);
}

describe.each([
  [1, 1],
  [3, 1],
  [3, 3],
])('a channel of %i inputs from %i funding transactions', (inputs, fundingTransactions) => {
  test('is refunded by any node from its locktime on, whatever the till says', async () => {
    const id = await openOnChain(inputs, fundingTransactions);
    must(await wallet.pay(till.invoice(doge(5)).uri));
    const locktime = wallet.channels()[0]?.record.locktime ?? 0;
    await till.stop();
    await mineTo(locktime - 1);
    expect(refused(await wallet.refund(id, shop.node), 'refund_too_early')).toEqual({
      locktime,
      height: locktime - 1,
    });
    const before = wallet.funds();
    await mineTo(locktime);
    const refund = must(await wallet.refund(id, shop.node));
    expect(refund.isBroadcast).toBe(true);
    expect(wallet.funds()).toBe(before + (refund.transaction.outs[0]?.value ?? 0n));
    await shop.mine(1);
    const [recovery] = must(await wallet.recover({ node: shop.node }));
    expect(recovery).toMatchObject({ advice: 'nothing', channel: { state: 'refunded' } });
    await till.start();
  });

  test('is settled as she signed it, and the change found on the chain', async () => {
    const id = await openOnChain(inputs, fundingTransactions);
    must(await wallet.pay(till.invoice(doge(5)).uri));
    must(await wallet.pay(till.invoice(doge(7)).uri));
    expect(must(await wallet.requestClose(id)).record.state).toBe('closing');
    const settlement = till.settle(id);
    await shop.broadcast(settlement.toBuffer());
    const before = wallet.funds();
    await shop.mine(1);
    const [recovery] = must(await wallet.recover({ node: shop.node }));
    expect(recovery).toMatchObject({ advice: 'nothing', channel: { state: 'closed' } });
    expect(settlement.outs[0]?.value).toBe(doge(12));
    expect(wallet.funds()).toBe(before + (settlement.outs[1]?.value ?? 0n));
  });

  test('on which nothing was paid is released whole', async () => {
    const id = await openOnChain(inputs, fundingTransactions);
    must(await wallet.releaseChannel(id));
    const settlement = till.settle(id);
    await shop.broadcast(settlement.toBuffer());
    const before = wallet.funds();
    must(await wallet.recover({ node: shop.node }));
    expect(settlement.outs).toHaveLength(1);
    expect(wallet.funds()).toBe(before + (settlement.outs[0]?.value ?? 0n));
  });
});

describe('a refund', () => {
  test('is the same transaction however often it is asked for', async () => {
    const id = await openOnChain();
    const first = must(await wallet.refund(id));
    wallet = await folder.reopen(wallet);
    const second = must(await wallet.refund(id));
    expect(second.isBroadcast).toBe(false);
    expect(second.transaction.toHex()).toBe(first.transaction.toHex());
  });

  test('after the till has settled is told to be too late', async () => {
    const id = await openOnChain();
    must(await wallet.pay(till.invoice(doge(5)).uri));
    await shop.broadcast(till.settle(id).toBuffer());
    await mineTo((wallet.channels()[0]?.record.locktime ?? 0) + 1);
    const { why } = refused(await wallet.refund(id, shop.node), 'refund_rejected');
    expect(['missing_inputs', 'inputs_spent']).toContain(why);
    const [recovery] = must(await wallet.recover({ node: shop.node }));
    expect(recovery?.channel.state).toBe('closed');
  });

  test('is advised once its locktime has come', async () => {
    await openOnChain();
    till.cheats = { loseRequest: new Set(['status']) };
    const [early] = must(await wallet.recover({ node: shop.node }));
    expect(early).toMatchObject({ advice: 'refund_at_locktime', problem: { code: 'till_unreachable' } });
    await mineTo(wallet.channels()[0]?.record.locktime ?? 0);
    const [late] = must(await wallet.recover({ node: shop.node }));
    expect(late?.advice).toBe('refund_now');
  });

  test('is advised by her node, though the till says that the channel is over', async () => {
    const id = await openOnChain();
    till.channel(id).state = 'closed';
    const adviceWith = async (node?: typeof shop.node) => {
      const [recovery] = must(await wallet.recover(node && { node }));
      return recovery?.advice;
    };
    expect(await adviceWith()).toBe('find_change');
    expect(await adviceWith(shop.node)).toBe('refund_at_locktime');
    await mineTo(wallet.channels()[0]?.record.locktime ?? 0);
    expect(await adviceWith(shop.node)).toBe('refund_now');
    must(await wallet.refund(id, shop.node));
  });

  test('of a channel with a payment is no release', async () => {
    const id = await openOnChain();
    must(await wallet.pay(till.invoice(doge(5)).uri));
    refused(await wallet.releaseChannel(id), 'channel_has_payments');
  });
});

test('a refused channel that was funded after all is refunded like any other', async () => {
  must(await wallet.fundFromNode(shop.node, doge(120)));
  till.cheats = { refuse: { announce: { status: 422, code: 'capacity_too_small', lie: true } } };
  const opening = { tillUrl: till.url, amount: doge(100), locktimeBlocks: 20 };
  refused(await wallet.openChannel(opening), 'till_refused');
  const { id, locktime } = wallet.channels()[0]?.record ?? { id: '', locktime: 0 };
  till.cheats = { loseRequest: new Set(['status']) };
  const [before] = must(await wallet.recover({ node: shop.node }));
  expect(before?.advice).toBe('open_another');
  expect(wallet.funds()).toBe(doge(120));
  await shop.confirm(till, id);
  const [after] = must(await wallet.recover({ node: shop.node }));
  expect(after?.advice).toBe('refund_at_locktime');
  expect(wallet.funds()).toBeLessThan(doge(20));
  await mineTo(locktime);
  must(await wallet.refund(id, shop.node));
  expect(wallet.funds()).toBeGreaterThan(doge(119.9));
});

test('coins are found again from an older copy of the file', async () => {
  const { mnemonic } = wallet;
  must(await wallet.fundFromNode(shop.node, doge(5)));
  const height = await shop.mine(1);
  const other = new WalletFolder();
  const copy = other.create({ mnemonic });
  must(await copy.recover({ node: shop.node, fromHeight: height - 5 }));
  expect(copy.funds()).toBe(doge(5));
  await other.remove();
});

test('a node that is not there is told in one sentence', async () => {
  const id = await openOnChain();
  const node = connectNode({
    network: NETWORKS.regtest,
    attempts: 1,
    address: { kind: 'password', host: '127.0.0.1', port: 1, user: 'a', password: 'b' },
  });
  refused(await wallet.refund(id, node), 'node_failed');
  refused(await wallet.recover({ node }), 'node_failed');
  refused(await wallet.fundFromNode(node, doge(1)), 'node_failed');
  node.close();
});
