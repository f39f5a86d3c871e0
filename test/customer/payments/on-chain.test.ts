import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import type { CustomerWallet } from '../../../core/customer/wallet.ts';
import { readPolicy } from '../../../core/merchant/policy/policy.ts';
import { type RunningTill, serve } from '../../../core/merchant/serve/serve.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { PracticeShop } from '../practice-shop.ts';
import { doge, must, refused, WalletFolder } from '../wallet-fixture.ts';

/** What befalls a submission on its way: told of its body, it answers in the till's place or loses a message. */
type Mishap = 'lost_request' | 'lost_answer' | { readonly status: number; readonly body: object };

let shop: PracticeShop;
let running: RunningTill;
let proxy: Server;
let mishap: Mishap | undefined;
let submitted: string[] = [];
let folder: WalletFolder;
let wallet: CustomerWallet;

/** Between the wallet and the till, as anybody on plain HTTP may be. */
function startProxy(): Server {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const now = request.method === 'POST' ? mishap : undefined;
    if (request.method === 'POST') submitted.push((JSON.parse(body) as { tx: string }).tx);
    if (now === 'lost_request') return request.socket.destroy();
    if (typeof now === 'object') return response.writeHead(now.status).end(JSON.stringify(now.body));
    const answer = await fetch(`${running.ready.endpoint}${request.url}`, {
      method: request.method ?? 'GET',
      ...(request.method === 'POST' && { body }),
    });
    const text = await answer.text();
    if (now === 'lost_answer') return request.socket.destroy();
    return response.writeHead(answer.status).end(text);
  });
}

beforeAll(async () => {
  shop = await PracticeShop.open();
  folder = new WalletFolder();
  proxy = startProxy().listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  const policy = readPolicy({ invoice_confirmations: 2 }, 'regtest');
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
  proxy?.close();
  proxy?.closeAllConnections();
  await folder?.remove();
  await shop?.close();
});

beforeEach(async () => {
  mishap = undefined;
  submitted = [];
  await wallet?.close();
  wallet = folder.create({ file: `${expect.getState().currentTestName?.replace(/\W+/g, '-')}.json` });
  must(await wallet.fundFromNode(shop.node, doge(60)));
  must(await wallet.fundFromNode(shop.node, doge(40)));
  await shop.mine(1);
});

async function issue(amount: string): Promise<InvoiceView> {
  const answer = await running.desk.call('issueInvoice', { amount });
  if (!answer.ok) throw new Error(answer.problem.detail);
  const direct = encodeURIComponent(running.ready.endpoint);
  const between = encodeURIComponent(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  expect(answer.value.uri).toContain(direct);
  return { ...answer.value, uri: answer.value.uri.replace(direct, between) };
}

async function seen({ id }: InvoiceView): Promise<InvoiceView> {
  await running.till.look();
  const answer = await running.desk.call('invoice', { id });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value;
}

const differentTransactions = () => new Set(submitted).size;

describe('an invoice paid from her own coins', () => {
  test('is taken by the relay, mined and paid; again, nothing is sent [DGC-2, DGC-3]', async () => {
    const invoice = await issue('12.5');
    const { payment, wasPaidBefore } = must(await wallet.payOnChain(invoice.uri));
    expect(wasPaidBefore).toBe(false);
    expect(payment).toMatchObject({ amount: doge(12.5), address: invoice.address, state: 'accepted' });
    expect(payment.fee).toBeGreaterThan(0n);
    expect(payment.fee).toBeLessThan(doge(0.01));
    expect(wallet.funds()).toBe(doge(100) - doge(12.5) - payment.fee);
    expect(await shop.node.mempoolTxids()).toContain(payment.txid);
    await shop.mine(2);
    expect(await seen(invoice)).toMatchObject({ state: 'paid', onChain: { received: '12.5', excess: '0' } });
    expect(must(await wallet.payOnChain(invoice.uri))).toMatchObject({ wasPaidBefore: true });
    expect(submitted).toHaveLength(1);
    refused(await wallet.pay(invoice.uri), 'invoice_already_paid');
    refused(await wallet.payCompactly(invoice.uri), 'invoice_already_paid');
  });

  test.each(['lost_request', 'lost_answer'] as const)(
    'after a %s is paid by the same transaction',
    async (lost) => {
      const invoice = await issue('10');
      mishap = lost;
      refused(await wallet.payOnChain(invoice.uri), 'till_unreachable');
      refused(await wallet.pay(invoice.uri), 'invoice_already_paid');
      mishap = undefined;
      must(await wallet.payOnChain(invoice.uri));
      expect(submitted.length).toBeGreaterThan(1);
      expect(differentTransactions()).toBe(1);
      expect(await seen(invoice)).toMatchObject({ onChain: { received: '10', excess: '0' } });
    },
  );

  test('that somebody in between refuses frees the coins, and only the same transaction is sent again', async () => {
    const invoice = await issue('10');
    mishap = { status: 400, body: { error: 'expired', message: 'Too late.' } };
    expect(refused(await wallet.payOnChain(invoice.uri), 'till_refused')).toMatchObject({ code: 'expired' });
    expect(wallet.funds()).toBe(doge(100));
    mishap = undefined;
    must(await wallet.payOnChain(invoice.uri));
    expect(differentTransactions()).toBe(1);
  });

  test('that was refused is not tried again when its coins went elsewhere', async () => {
    const [first, second] = [await issue('10'), await issue('10')];
    mishap = { status: 403, body: { id: first.id, status: 'declined', reason: 'No.' } };
    refused(await wallet.payOnChain(first.uri), 'till_refused');
    mishap = undefined;
    must(await wallet.payOnChain(second.uri));
    refused(await wallet.payOnChain(first.uri), 'bad_transaction');
    expect((await seen(first)).onChain).toBeUndefined();
  });

  test('that another transaction has paid is not paid by hers', async () => {
    const invoice = await issue('10');
    await shop.node.sendToAddress(invoice.address, doge(10));
    await seen(invoice);
    refused(await wallet.payOnChain(invoice.uri), 'invoice_already_paid');
    expect(wallet.funds()).toBe(doge(100));
    expect(await seen(invoice)).toMatchObject({ onChain: { received: '10', excess: '0' } });
  });

  test('is not signed for another till, address or amount, above her limit, or without the whole URI', async () => {
    const [invoice, other] = [await issue('10'), await issue('10')];
    const { uri } = invoice;
    const key = /ph=([^&]*)/.exec(uri)?.[1] ?? '';
    refused(await wallet.payOnChain(uri.replace(key, 'A'.repeat(key.length))), 'wrong_signer');
    refused(await wallet.payOnChain(uri.replace(invoice.address, other.address)), 'another_address');
    refused(await wallet.payOnChain(uri.replace('amount=10', 'amount=9')), 'amount_above_invoice');
    refused(await wallet.payOnChain(uri.replace('amount=10', 'amount=11')), 'amount_below_invoice');
    refused(await wallet.payOnChain(uri, { maxAmount: doge(10) }), 'above_limit');
    const url = decodeURIComponent(/pc=([^&]*)/.exec(uri)?.[1] ?? '');
    refused(await wallet.payOnChain(url), 'bad_uri');
    expect(wallet.funds()).toBe(doge(100));
    expect(submitted).toEqual([]);
  });
});
