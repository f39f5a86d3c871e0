import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallOutput } from '../../core/bridge/bridge.ts';
import { readKeyFile } from '../../core/merchant/keys/key-file.ts';
import { koinu, parseDoge } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { NodeFault } from '../../core/node/backend.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import { equal } from '../../core/protocol/bytes.ts';
import { buildCollection } from '../../core/protocol/collection.ts';
import { type Outpoint, txidOf } from '../../core/protocol/transaction.ts';
import { OnChainScene } from './scenes/on-chain-scene.ts';
import { doge } from './scenes/purse.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

describe.each(testNodes())('what came to the addresses of invoices on $name', (kind) => {
  let node: RunningNode;
  let scene: OnChainScene;
  let to: string;

  beforeAll(async () => {
    node = await kind.start();
    scene = await OnChainScene.open(node);
    to = String(await node.call('getnewaddress'));
  }, 120_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
  });

  async function paid(amount: number): Promise<Outpoint> {
    const { address } = await scene.invoice(String(amount));
    const transaction = await scene.pay(address, amount);
    const script = scriptOf(address, NETWORKS.regtest);
    const vout = transaction.outs.findIndex((output) => script && equal(output.script, script));
    return { txid: txidOf(transaction), vout };
  }

  async function look(): Promise<void> {
    for (let i = 0; i < 2; i++) await scene.running.till.look();
  }

  async function mine(blocks: number): Promise<void> {
    await scene.mine(blocks);
    await look();
  }

  async function newest(): Promise<CallOutput['collections']['collections'][number] | undefined> {
    return (await scene.desk('collections', {})).collections[0];
  }

  /** The node takes nothing from the till for as long as this works. */
  async function unsent<T>(work: () => Promise<T>): Promise<T> {
    const backend = scene.running.till.context.node;
    const broadcast = backend.broadcast.bind(backend);
    backend.broadcast = () => Promise.reject(new NodeFault('unreachable', 'nobody is there'));
    try {
      return await work();
    } finally {
      backend.broadcast = broadcast;
    }
  }

  test('is shown before it is taken: coins, sum, fee and what is left', async () => {
    await paid(10);
    await paid(5);
    const { address } = await scene.invoice('10');
    await scene.pay(address, 0.001);
    await mine(2);
    await paid(7);
    await mine(1);
    const preview = await scene.desk('previewCollect', { to });
    expect(preview).toEqual({
      to,
      transactions: 1,
      coins: 2,
      sum: '15',
      // 0.01 for 1000 bytes, of which there are 44 and 148 for each input.
      fee: '0.0034',
      arrives: '14.9966',
      shallow: { coins: 1, amount: '7' },
      undecided: { coins: 0, amount: '0' },
      small: { coins: 1, amount: '0.001' },
      spent: 0,
      isMore: false,
    });
    expect(await scene.desk('collections', {})).toEqual({ collections: [] });
  });

  test('is not taken to no address, to one of an invoice, nor without a node', async () => {
    const { address } = await scene.invoice('10');
    const refused = (given: string) => expect(scene.desk('collect', { to: given })).rejects;
    await refused('').toThrow('bad_address');
    await refused('D6nonsense').toThrow('bad_address');
    await refused(address).toThrow('bad_address: This is the address of an invoice');
    const backend = scene.running.till.context.node;
    const unspentOutputs = backend.unspentOutputs.bind(backend);
    backend.unspentOutputs = () => Promise.reject(new NodeFault('timeout', 'too slow'));
    await refused(to).toThrow('node_unavailable');
    backend.unspentOutputs = unspentOutputs;
  });

  test('is taken by one transaction, once, and followed until it is buried', async () => {
    const [first, second] = await Promise.all([
      scene.desk('collect', { to }),
      scene.desk('collect', { to }).catch(String),
    ]);
    expect(second).toContain('nothing_to_collect');
    expect(first.collections).toMatchObject([{ to, amount: '14.9966', fee: '0.0034', state: 'sent' }]);
    const txid = first.collections[0]?.txid ?? '';
    expect(await node.backend.mempoolTxids()).toContain(txid);
    await mine(1);
    expect(await newest()).toMatchObject({ txid, state: 'mined', confirmations: 1 });
    const [mined] = await node.backend.transactions([txid]);
    expect(mined?.transaction.outs.map(({ value }) => value)).toEqual([parseDoge('14.9966')]);
    await scene.takeBack(1);
    await scene.mine(2);
    await look();
    expect(await newest()).toMatchObject({ state: 'mined', confirmations: 2 });
    await mine(100);
    expect(await newest()).toMatchObject({ state: 'buried' });
    // What was not deep enough then.
    expect(await scene.desk('previewCollect', { to })).toMatchObject({ coins: 1, sum: '7' });
  });

  test('and was stored and not sent when the till died is sent when it is back', async () => {
    const { collections } = await unsent(() => scene.desk('collect', { to }));
    expect(collections[0]).toMatchObject({ amount: '6.99808', state: 'signed' });
    await expect(scene.desk('collect', { to })).rejects.toThrow('nothing_to_collect');
    await scene.stop();
    await scene.start();
    await look();
    expect(await newest()).toMatchObject({ state: 'sent' });
    await scene.stop();
    await scene.mine(1);
    await scene.start();
    await look();
    expect(await newest()).toMatchObject({ amount: '6.99808', state: 'mined' });
  });

  test('and goes elsewhere in part leaves the rest to be collected again', async () => {
    const lost = await paid(8);
    await paid(9);
    await mine(3);
    await unsent(() => scene.desk('collect', { to }));
    const { till } = scene.running;
    const { store, keys } = till.context;
    const { invoice } = store.arrivals.find(lost.txid, lost.vout) ?? { invoice: 0 };
    const words = await readKeyFile(scene.folder, NETWORKS.regtest).unlock('');
    if (words === undefined) throw new Error('no keys');
    const coin = {
      ...lost,
      script: keys.invoiceScript(invoice),
      privateKey: words.invoiceKey(invoice),
    };
    const elsewhere = scriptOf(scene.ownAddress, NETWORKS.regtest);
    if (elsewhere === undefined) throw new Error('no script');
    await scene.send(buildCollection([coin], { script: elsewhere, value: koinu(doge(7.9)) }));
    await mine(1);
    expect(await newest()).toMatchObject({ state: 'conflicted' });
    expect(await scene.desk('previewCollect', { to })).toMatchObject({ coins: 1, sum: '9', spent: 1 });
    const again = await scene.desk('collect', { to });
    expect(again.collections[0]).toMatchObject({ amount: '8.99808', state: 'sent' });
  });
});
