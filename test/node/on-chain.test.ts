import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { txidOf } from '../../core/protocol/transaction.ts';
import { OnChainScene, REPLACEABLE } from './scenes/on-chain-scene.ts';
import { doge } from './scenes/purse.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

describe.each(testNodes())('an invoice paid on-chain by a plain wallet on $name', (kind) => {
  let node: RunningNode;
  let scene: OnChainScene;

  beforeAll(async () => {
    node = await kind.start();
    scene = await OnChainScene.open(node);
  }, 120_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
  });

  const onChain = async (invoice: { readonly id: string }) => (await scene.seen(invoice)).onChain;

  test('is seen, gathers confirmations and is paid at the third [INV-5]', async () => {
    const invoice = await scene.invoice('10');
    expect(await scene.seen(invoice)).toMatchObject({ state: 'open' });
    expect(await onChain(invoice)).toBeUndefined();
    const txid = await node.backend.sendToAddress(invoice.address, doge(10));
    expect(await scene.seen(invoice)).toMatchObject({
      state: 'open',
      onChain: { state: 'waiting', confirmations: 0, required: 3, received: '10', txids: [txid] },
    });
    await scene.mine(2);
    expect(await onChain(invoice)).toMatchObject({ state: 'waiting', confirmations: 2 });
    await scene.mine(1);
    const paid = await scene.seen(invoice);
    expect(paid).toMatchObject({ state: 'paid', onChain: { state: 'paid', confirmations: 3, excess: '0' } });
    expect(paid.onChain?.settled).toBeDefined();
    await expect(scene.desk('cancelInvoice', { id: invoice.id })).rejects.toThrow('invoice_already_paid');
  });

  test('in two parts says after the first what is missing, and is paid when both are deep', async () => {
    const invoice = await scene.invoice('10');
    await scene.pay(invoice.address, 4);
    expect(await onChain(invoice)).toMatchObject({ state: 'underpaid', received: '4', missing: '6' });
    await scene.mine(1);
    await scene.pay(invoice.address, 6);
    expect(await onChain(invoice)).toMatchObject({ state: 'waiting', confirmations: 0 });
    await scene.mine(2);
    expect(await onChain(invoice)).toMatchObject({ state: 'waiting', confirmations: 2 });
    await scene.mine(1);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
  });

  test('with too much says what to give back, or takes it as a tip where tips are taken', async () => {
    const strict = await scene.invoice('10');
    const tipped = await scene.invoice('10', true);
    await scene.pay(strict.address, 13);
    await scene.pay(tipped.address, 13);
    await scene.mine(3);
    expect(await onChain(strict)).toMatchObject({ state: 'paid', excess: '3', tip: '0' });
    expect(await onChain(tipped)).toMatchObject({ state: 'paid', excess: '0', tip: '3' });
  });

  test('too late waits for the clerk', async () => {
    const invoice = await scene.invoice('10');
    await scene.seen(invoice);
    scene.passTime(1000);
    await scene.pay(invoice.address, 10);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'expired', onChain: { state: 'late' } });
    const taken = await scene.desk('acceptLate', { id: invoice.id });
    expect(taken).toMatchObject({ state: 'open', onChain: { state: 'waiting' } });
    await expect(scene.desk('acceptLate', { id: invoice.id })).rejects.toThrow('not_late');
    await scene.mine(3);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid', onChain: { state: 'paid' } });
    scene.passTime(-1000);
  });

  test('with too little waits for the clerk once it is over, who takes what came at the sum he saw, once', async () => {
    const invoice = await scene.invoice('10');
    const take = (received: string) => scene.desk('acceptPart', { id: invoice.id, received });
    await scene.pay(invoice.address, 4);
    expect(await onChain(invoice)).toMatchObject({ state: 'underpaid' });
    await expect(take('4')).rejects.toThrow('not_short');
    scene.passTime(1000);
    await expect(take('3')).rejects.toThrow('sum_changed: By now 4 DOGE');
    const part = { received: '4', missing: '6', acceptedPart: '4', excess: '0' };
    const taken = await take('4');
    expect(taken).toMatchObject({ state: 'open', onChain: { state: 'waiting', ...part } });
    expect(await take('4')).toEqual(taken);
    await expect(take('5')).rejects.toThrow('not_short');
    await scene.stop();
    await scene.start();
    await scene.mine(3);
    const paid = await scene.seen(invoice);
    expect(paid).toMatchObject({ state: 'paid', amount: '10', onChain: { state: 'paid', ...part } });
    expect(paid.onChain).toMatchObject({ settled: expect.any(String), acceptedPartAt: expect.any(String) });
    // The rest comes after all.
    await scene.pay(invoice.address, 6);
    expect(await onChain(invoice)).toMatchObject({ state: 'paid', received: '10', missing: '0' });
    await scene.mine(1);
    scene.passTime(-1000);
  });

  test('with too little, taken for the whole and then replaced, is double-spent', async () => {
    const invoice = await scene.invoice('10');
    const coin = scene.coin();
    await scene.send(await scene.draft(invoice.address, 4, { coin, sequence: REPLACEABLE }));
    await scene.seen(invoice);
    scene.passTime(1000);
    await scene.desk('acceptPart', { id: invoice.id, received: '4' });
    await scene.send(await scene.draft(scene.ownAddress, 4, { coin, fee: doge(0.1) }));
    await scene.mine(1);
    expect(await scene.seen(invoice)).toMatchObject({
      state: 'expired',
      onChain: { state: 'double_spent', lost: '4', missing: '10' },
    });
    await expect(scene.desk('acceptPart', { id: invoice.id, received: '4' })).rejects.toThrow('not_short');
    scene.passTime(-1000);
  });

  test('and replaced by a payment to somebody else is double-spent, in the mempool and in a block', async () => {
    const invoice = await scene.invoice('10');
    const coin = scene.coin();
    await scene.send(await scene.draft(invoice.address, 10, { coin, sequence: REPLACEABLE }));
    expect(await onChain(invoice)).toMatchObject({ state: 'waiting' });
    await scene.send(await scene.draft(scene.ownAddress, 10, { coin, fee: doge(0.1) }));
    expect(await scene.seen(invoice)).toMatchObject({
      state: 'open',
      onChain: { state: 'double_spent', lost: '10', missing: '10' },
    });
    await scene.mine(1);
    expect(await onChain(invoice)).toMatchObject({ state: 'double_spent' });
    await scene.pay(invoice.address, 10);
    await scene.mine(3);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid', onChain: { lost: '10', excess: '0' } });
  });

  test('and taken out of its block is not paid any more, and is paid again when it is mined again', async () => {
    const invoice = await scene.invoice('10');
    await scene.pay(invoice.address, 10);
    await scene.mine(3);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
    await scene.takeBack(3);
    await scene.mine(1);
    // The block after the reorg holds it again.
    expect(await scene.seen(invoice)).toMatchObject({ state: 'open', onChain: { confirmations: 1 } });
    await scene.mine(2);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid', onChain: { state: 'paid' } });
  });

  test('and reorged into a double spend is said to be so, though it had been paid', async () => {
    const invoice = await scene.invoice('10');
    const coin = scene.coin();
    await scene.send(await scene.draft(invoice.address, 10, { coin, sequence: REPLACEABLE }));
    await scene.mine(3);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
    await scene.takeBack(3);
    await scene.send(await scene.draft(scene.ownAddress, 10, { coin, fee: doge(0.1) }));
    await scene.mine(4);
    const after = await scene.seen(invoice);
    expect(after).toMatchObject({ state: 'open', onChain: { state: 'double_spent', lost: '10' } });
    expect(after.onChain?.settled).toBeUndefined();
  });

  test('while the till is off is found when it comes back, in time by its block', async () => {
    const invoice = await scene.invoice('10');
    const unmined = await scene.invoice('10');
    await scene.stop();
    await scene.pay(invoice.address, 10);
    await scene.mine(3);
    const waiting = await scene.pay(unmined.address, 10);
    await scene.start();
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
    expect(await onChain(unmined)).toMatchObject({ state: 'waiting', txids: [txidOf(waiting)] });
  });

  test('of an amount up to the threshold is paid when it is seen, unless its sender may replace it', async () => {
    await scene.stop();
    await scene.start({ invoice_confirmations: 3, zero_conf_up_to: '5' });
    const [small, replaceable, large] = [
      await scene.invoice('5'),
      await scene.invoice('5'),
      await scene.invoice('5.1'),
    ];
    await scene.pay(small.address, 5);
    await scene.send(await scene.draft(replaceable.address, 5, { sequence: REPLACEABLE }));
    await scene.pay(large.address, 5.1);
    await expect
      .poll(() => scene.seen(small), { timeout: 30_000 })
      .toMatchObject({ state: 'paid', onChain: { required: 0 } });
    expect(await onChain(replaceable)).toMatchObject({ state: 'waiting', required: 1 });
    expect(await onChain(large)).toMatchObject({ state: 'waiting', required: 3 });
    await scene.mine(1);
    expect(await scene.seen(replaceable)).toMatchObject({ state: 'paid' });
    await scene.stop();
    await scene.start({ invoice_confirmations: 3 });
  });
});
