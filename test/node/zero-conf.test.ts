import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import { type Transaction, txidOf } from '../../core/protocol/transaction.ts';
import { OnChainScene } from './scenes/on-chain-scene.ts';
import { doge } from './scenes/purse.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

const POLICY = { invoice_confirmations: 3, zero_conf_up_to: '5' };
const PATIENTLY = { timeout: 60_000 };

describe.each(testNodes())('a small payment in no block, on $name', (kind) => {
  let node: RunningNode;
  let apart: RunningNode;
  let scene: OnChainScene;

  beforeAll(async () => {
    node = await kind.start();
    apart = await kind.start();
    scene = await OnChainScene.open(node, POLICY);
  }, 240_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
    await apart?.stop();
  });

  afterEach(async () => {
    await scene.mine(1);
    await scene.stop();
    await scene.start();
  });

  const untilPaid = (invoice: InvoiceView) =>
    expect
      .poll(() => scene.seen(invoice), PATIENTLY)
      .toMatchObject({ state: 'paid', onChain: { state: 'paid', required: 0, confirmations: 0 } });

  /** That it waits while one that came before it, so is looked at after it, is paid. */
  async function expectPassedOver(pay: (invoice: InvoiceView) => Promise<Transaction>): Promise<InvoiceView> {
    const [control, invoice] = [await scene.invoice('5'), await scene.invoice('5')];
    const good = await scene.draft(control.address, 5);
    await pay(invoice);
    await scene.send(good);
    await untilPaid(control);
    const after = await scene.seen(invoice);
    expect(after).toMatchObject({ state: 'open', onChain: { state: 'waiting', required: 1 } });
    return after;
  }

  test('counts when its inputs are mined and it pays the recommended fee', async () => {
    const invoice = await scene.invoice('5');
    await scene.pay(invoice.address, 5);
    await untilPaid(invoice);
  });

  test('waits for a block when an input of it is not mined itself, and counts with its parent mined', async () => {
    const invoice = await expectPassedOver(async ({ address }) => {
      const parent = await scene.draft(scene.ownAddress, 50);
      await scene.send(parent);
      const coin = { txid: txidOf(parent), vout: 0 };
      const child = await scene.draft(address, 5, { coin, worth: doge(50) });
      await scene.send(child);
      return child;
    });
    await scene.mine(1);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
  });

  test('waits for a block when it pays less than the recommended fee', async () => {
    await expectPassedOver(async ({ address }) => {
      const cheap = await scene.draft(address, 5, { fee: doge(0.002) });
      await scene.send(cheap);
      return cheap;
    });
  });

  test('waits for a block while a further node lacks it, or is away, and counts when it has it', async () => {
    await scene.stop();
    await scene.start(POLICY, [apart.addressText]);
    const invoice = await scene.invoice('5');
    await scene.pay(invoice.address, 5);
    for (let look = 0; look < 5; look++) {
      expect((await scene.seen(invoice)).onChain).toMatchObject({ state: 'waiting', required: 1 });
    }
    await scene.stop();
    await apart.stop();
    await scene.start(POLICY, [apart.addressText]);
    for (let look = 0; look < 5; look++) {
      expect((await scene.seen(invoice)).onChain).toMatchObject({ state: 'waiting', required: 1 });
    }
    await scene.stop();
    await scene.start(POLICY, [node.addressText]);
    await untilPaid(invoice);
  });

  test('that counts goes on counting when the till starts again with the further node away', async () => {
    const invoice = await scene.invoice('5');
    await scene.pay(invoice.address, 5);
    await untilPaid(invoice);
    await scene.stop();
    await scene.start(POLICY, [apart.addressText]);
    expect(await scene.seen(invoice)).toMatchObject({ state: 'paid' });
  });
});
