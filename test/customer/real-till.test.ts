import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import type { CustomerWallet } from '../../core/customer/wallet.ts';
import { readPolicy } from '../../core/merchant/policy/policy.ts';
import { type RunningTill, serve } from '../../core/merchant/serve/serve.ts';
import { NETWORKS } from '../../core/networks.ts';
import { PracticeShop } from './practice-shop.ts';
import { doge, must, refused, WalletFolder } from './wallet-fixture.ts';

/** The wallet against the till itself, both on one practice node: nothing here plays a part. */
let shop: PracticeShop;
let running: RunningTill;
let folder: WalletFolder;
let wallet: CustomerWallet;

beforeAll(async () => {
  shop = await PracticeShop.open(1400);
  folder = new WalletFolder();
  const policy = readPolicy(
    { min_locktime_blocks: 60, payment_cutoff_blocks: 20, confirmations: 2 },
    'regtest',
  );
  if (!policy.ok) throw new Error(policy.problem);
  running = await serve({
    data: path.join(folder.folder, 'till'),
    network: NETWORKS.regtest,
    node: shop.address,
    host: '127.0.0.1',
    port: 0,
    policy: policy.policy,
    shopName: 'Corner Shop',
    log: pino({ level: 'silent' }),
  });
});

afterAll(async () => {
  await wallet?.close();
  await running?.stop();
  await folder?.remove();
  await shop?.close();
});

beforeEach(async () => {
  await wallet?.close();
  wallet = folder.create({ file: `${expect.getState().currentTestName?.replace(/\W+/g, '-')}.json` });
});

async function invoice(amount: string, tips = false): Promise<InvoiceView> {
  const answer = await running.desk.call('issueInvoice', { amount, memo: 'Coffee', tips });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
}

/** Waits until the till, which looks at its node now and then, says so too. */
async function untilState(id: string, state: string): Promise<void> {
  await expect
    .poll(async () => must(await wallet.channelStatus(id)).record.state, { timeout: 15_000, interval: 100 })
    .toBe(state);
}

async function open(inputs: number): Promise<string> {
  must(await wallet.fundFromNode(shop.node, doge(60)));
  must(await wallet.fundFromNode(shop.node, doge(60)));
  const { height } = await shop.node.tip();
  const { record } = must(
    await wallet.openChannel({ tillUrl: running.ready.endpoint, amount: doge(100), inputs, height }),
  );
  expect(record.state).toBe('confirming');
  await shop.mine(2);
  await untilState(record.id, 'open');
  return record.id;
}

describe.each([1, 3])('a channel of %i inputs with the till', (inputs) => {
  test('is opened, paid, closed and settled', async () => {
    const id = await open(inputs);
    must(await wallet.pay((await invoice('12.5', true)).uri, { tip: doge(1) }));
    const compact = await invoice('3');
    const { text } = must(await wallet.payCompactly(compact.uri));
    const scanned = await running.desk.call('scan', { texts: [text] });
    expect(scanned.ok).toBe(true);
    expect(must(await wallet.pay(compact.uri)).payment.paid).toBe(doge(16.5));
    const { uri } = await invoice('2');
    expect(must(await wallet.pay(uri)).payment.paid).toBe(doge(18.5));
    expect(must(await wallet.pay(uri)).wasPaidBefore).toBe(true);
    must(await wallet.requestClose(id));
    const before = wallet.funds();
    await expect.poll(async () => (await shop.node.mempoolTxids()).length, { timeout: 15_000 }).toBe(1);
    await shop.mine(2);
    await untilState(id, 'closed');
    must(await wallet.recover({ node: shop.node }));
    expect(wallet.funds() - before).toBeGreaterThan(doge(81.48));
  });

  test('on which nothing was paid is released', async () => {
    const id = await open(inputs);
    refused(await wallet.requestClose(id), 'till_refused');
    must(await wallet.releaseChannel(id));
    await expect.poll(async () => (await shop.node.mempoolTxids()).length, { timeout: 15_000 }).toBe(1);
    await shop.mine(2);
    await untilState(id, 'closed');
    must(await wallet.recover({ node: shop.node }));
    expect(wallet.funds()).toBeGreaterThan(doge(119.9));
  });
});

test('what the till refuses is a definite no, and the coins are free again', async () => {
  must(await wallet.fundFromNode(shop.node, doge(60)));
  const options = { tillUrl: running.ready.endpoint, amount: doge(50), name: 'x'.repeat(65) };
  expect(refused(await wallet.openChannel(options), 'till_refused')['code']).toBe('malformed_request');
  expect(wallet.funds()).toBe(doge(60));
  const { record } = must(await wallet.openChannel({ ...options, name: 'Alice' }));
  expect(record.state).toBe('confirming');
});
