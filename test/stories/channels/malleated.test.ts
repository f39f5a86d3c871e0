import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../../core/networks.ts';
import { nodeTransaction } from '../../../core/node/regtest/chain/block.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { scriptOf } from '../../../core/protocol/address.ts';
import { fromHex } from '../../../core/protocol/bytes.ts';
import { parseTransaction, type Transaction, txidOf } from '../../../core/protocol/transaction.ts';
import { doge } from '../../doubles/channels.ts';
import { highS } from '../../doubles/high-s.ts';
import { openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

let node: PracticeNode;
let shop: Shop;

beforeAll(async () => {
  node = await startPracticeNode({ initialBlocks: 1400 });
  const address = `http://${node.user}:${node.password}@${new URL(node.url).host}`;
  shop = await Shop.open({ node: address, policy: { invoiceConfirmations: 2 } });
});
afterAll(async () => {
  await shop.remove();
  await node.close();
});

/** A miner takes this one, whatever the nodes relayed. */
async function mineThis(transaction: Transaction): Promise<void> {
  const { script } = shop.purse;
  node.node.mine({ script, transactions: [nodeTransaction(transaction)] });
  await shop.look();
}

async function paying(address: string, amount: number): Promise<Transaction> {
  const script = scriptOf(address, NETWORKS.regtest);
  if (script === undefined) throw new Error('no address');
  return shop.transactionPaying([{ script, value: doge(amount) }]);
}

describe('a transaction that a miner takes with the other S in its signatures', () => {
  test('is not relayed by nodes', async () => {
    const { address } = await shop.desk('issueInvoice', { amount: '10' });
    const outcome = await shop.node.broadcast(highS(await paying(address, 10)));
    expect(outcome).toMatchObject({ kind: 'rejected' });
  });

  test('pays an invoice once, whichever form the till saw first', async () => {
    const { id, address } = await shop.desk('issueInvoice', { amount: '10' });
    const sent = await paying(address, 10);
    await shop.broadcast(sent);
    await shop.look();
    const onChain = async () => (await shop.desk('invoice', { id })).onChain;
    expect(await onChain()).toMatchObject({ state: 'waiting', txids: [txidOf(sent)] });
    const mined = highS(sent);
    expect(txidOf(mined)).not.toBe(txidOf(sent));
    await mineThis(mined);
    const once = { received: '10', missing: '0', excess: '0', lost: '0', txids: [txidOf(mined)] };
    expect(await onChain()).toMatchObject({ state: 'waiting', confirmations: 1, ...once });
    await shop.mine(1);
    expect(await onChain()).toMatchObject({ state: 'paid', ...once });
  });

  test('and pays a part of an invoice is no double spend', async () => {
    const { id, address } = await shop.desk('issueInvoice', { amount: '10' });
    const sent = await paying(address, 4);
    await shop.broadcast(sent);
    await shop.look();
    await mineThis(highS(sent));
    const { onChain } = await shop.desk('invoice', { id });
    expect(onChain).toMatchObject({ state: 'underpaid', received: '4', missing: '6', lost: '0' });
  });

  test('and settles a channel is our settlement [CLS-3]', async () => {
    const channel = await openChannel(shop);
    const id = channel.announcement.channelId;
    const answer = await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
    expect(answer.status).toBe(200);
    await shop.desk('close', { ids: [id] });
    const { settlement } = await shop.desk('channel', { id });
    const signed = parseTransaction(fromHex(settlement?.hex ?? ''));
    if (signed === undefined) throw new Error('no settlement');
    const mined = highS(signed);
    await mineThis(mined);
    expect(await shop.desk('channel', { id })).toMatchObject({
      state: 'closing',
      spend: { kind: 'settlement', txid: txidOf(mined) },
      settlement: { state: 'mined' },
    });
    const [arrived] = await shop.node.unspentOutputs([{ txid: txidOf(mined), vout: 0 }]);
    expect(arrived?.value).toBe(doge(10));
    await shop.mine(3);
    expect(await shop.desk('channel', { id })).toMatchObject({ state: 'closed', paid: '10' });
  });
});
