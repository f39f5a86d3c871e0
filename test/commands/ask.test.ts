import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  ChannelDetailView,
  ChannelView,
  ClosePreviewView,
  CloseView,
} from '../../core/bridge/views/channels.ts';
import type { InvoiceView, PaymentView } from '../../core/bridge/views/counter.ts';
import type { StatusView, WarningView } from '../../core/bridge/views/status.ts';
import { fromHex, toBase64 } from '../../core/protocol/bytes.ts';
import { encodeCompactPayment, invoiceDigest } from '../../core/protocol/compact-payment.ts';
import { signPayment } from '../../core/protocol/payment.ts';
import { doge } from '../doubles/channels.ts';
import { aPayment, honestOutputs } from '../doubles/payments.ts';
import { type OfferedChannel, openChannel, pay } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';
import { Desktop, expectSentence, sentenceOf, till, tillJson } from './till-process.ts';

const desktop = new Desktop();
let shop: Shop;
let channel: OfferedChannel;
let data: readonly string[];

beforeAll(async () => {
  const passphraseFile = desktop.file('passphrase', 'correct horse\nnot this line\n');
  shop = await Shop.open({ passphraseFile });
  channel = await openChannel(shop);
  await pay(shop, channel, { invoice: await shop.invoice('10', { memo: 'Tea' }), paid: 10 });
  // From here on nobody gives it the passphrase.
  await shop.restart({ passphraseFile: undefined });
  data = ['--data', shop.folder];
});

afterAll(async () => {
  await shop.remove();
  desktop.remove();
});

const VIEW_OF_A_CHANNEL = [
  'announced',
  'capacity',
  'closesAt',
  'confirmations',
  'cutoff',
  'id',
  'locktime',
  'name',
  'paid',
  'payments',
  'required',
  'settlementAddress',
  'spendable',
  'state',
];

describe('an owner who types', () => {
  test('collect, is shown what is there, and takes it with --yes and the passphrase', async () => {
    const to = shop.purse.address;
    const nothing = await till('collect', '--to', to, ...data);
    expect(nothing.out).toBe('Nothing to collect at present.\n');
    expectSentence(await till('collect', ...data), /Say to which address/);
    const invoice = await tillJson<InvoiceView>('invoice', ...data, '--amount', '12.5');
    await shop.node.sendToAddress(invoice.address, doge('12.5'));
    await shop.mine(20);
    const preview = await till('collect', '--to', to, ...data);
    expect(preview.out).toBe(
      `1 coins of 12.5 DOGE in 1 transactions, fee 0.00192 DOGE.\n12.49808 DOGE would arrive at ${to}. --yes does it.\n`,
    );
    expectSentence(await till('collect', '--to', to, '--yes', ...data), /locked/);
    const passphrase = ['--passphrase-file', desktop.file('collector', 'correct horse\n')];
    const collected = await till('collect', '--to', to, '--yes', ...passphrase, ...data);
    expect(collected.out).toMatch(new RegExp(`^[0-9a-f]{64}  sent +12.49808 DOGE to ${to}\n$`));
    await shop.mine(1);
    expect((await till('collect', '--list', ...data)).out).toContain('  mined  ');
  });
});

describe('a clerk who types', () => {
  test('accept, takes what came on-chain for an invoice that is over, and is told of what there is nothing to take', async () => {
    const invoice = await tillJson<InvoiceView>('invoice', ...data, '--amount', '12.5');
    await shop.node.sendToAddress(invoice.address, doge(4));
    await shop.look();
    expectSentence(await till('accept', invoice.id, ...data), /underpaid/);
    await tillJson<InvoiceView>('cancel', invoice.id, ...data);
    const taken = await till('accept', invoice.id, ...data);
    expect(taken.out).toContain('12.5 DOGE (accepted with 4)');
    const [newest] = await tillJson<InvoiceView[]>('invoices', ...data);
    expect(newest).toMatchObject({ id: invoice.id, onChain: { acceptedPart: '4', missing: '8.5' } });
    const other = await tillJson<InvoiceView>('invoice', ...data, '--amount', '1');
    expectSentence(await till('accept', other.id, ...data), /Nothing came too late/);
  });

  test('invoice, is given what the QR code says, and invoices lists it [INV-1, INV-2, INV-3, INV-5]', async () => {
    const given = ['--amount', '12.5', '--memo', 'Two teas', '--tips'];
    const invoice = await tillJson<InvoiceView>('invoice', ...data, ...given);
    expect(invoice).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      state: 'open',
      amount: '12.5',
      memo: 'Two teas',
      tips: true,
      uri: expect.any(String),
      url: `${shop.url}/v1/invoices/${invoice.id}`,
      address: expect.any(String),
      issued: expect.any(String),
      expires: expect.any(String),
    });
    const uri = new URL(invoice.uri);
    expect([uri.protocol, uri.pathname]).toEqual(['dogecoin:', invoice.address]);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      amount: '12.5',
      label: "Bob's Coffee",
      message: 'Two teas',
      pc: invoice.url,
      ph: expect.stringMatching(/^[\w-]{20}$/),
    });
    const [newest] = await tillJson<InvoiceView[]>('invoices', ...data);
    expect(newest).toEqual(invoice);
    const shown = await till('invoices', ...data);
    expect(shown.out).toContain(`${invoice.id}  open       12.5 DOGE  Two teas\n`);
    const cancelled = await tillJson<InvoiceView>('cancel', invoice.id, ...data);
    expect(cancelled.state).toBe('cancelled');
  });

  test('channels and channel, sees what is paid and by whom', async () => {
    const { channelId } = channel.announcement;
    const channels = await tillJson<ChannelView[]>('channels', ...data);
    expect(channels.map((it) => [it.id, it.state, it.paid])).toEqual([[channelId, 'open', '10']]);
    expect(Object.keys(channels[0] ?? {}).sort()).toEqual(VIEW_OF_A_CHANNEL);
    const detail = await tillJson<ChannelDetailView>('channel', channelId, ...data);
    expect(Object.keys(detail).sort()).toEqual(
      [...VIEW_OF_A_CHANNEL, 'funding', 'history', 'opened', 'psbt', 'script'].sort(),
    );
    expect(detail.history).toMatchObject([{ channel: channelId, amount: '10', tip: '0', paid: '10' }]);
    expect(detail.funding).toEqual(
      channel.announcement.inputs.map(({ txid, vout }) => ({ txid, vout, value: '100' })),
    );
    expect(detail.psbt).toBe(toBase64(aPayment(channel, { paid: doge(10) })));
  });

  test('status, sees how the till is, and that it is locked', async () => {
    const status = await tillJson<StatusView>('status', ...data);
    expect(status).toEqual({
      version: expect.any(String),
      network: 'regtest',
      endpoint: shop.url,
      identity: shop.running.ready.identity,
      height: (await shop.node.tip()).height,
      tip: (await shop.node.tip()).hash,
      tipAge: expect.any(Number),
      worstCaseHeight: (await shop.node.tip()).height,
      chainProblems: [],
      otherNodes: [],
      node: { isReachable: true },
      isLocked: true,
      channels: { open: 1 },
      atRisk: '10',
      blockSeconds: 60,
      automaticClose: { lastRun: expect.any(String), isLate: false },
    });
    expect((await till('status', ...data)).out).toMatch(/^seed +locked: closing needs the passphrase$/m);
  });

  test('scan, takes a compact payment off a screen [CMP-1, CMP-2, CMP-3, CMP-4, CMP-5]', async () => {
    const invoice = await shop.invoice('5');
    const paid = doge(15);
    const outputs = honestOutputs(channel, paid);
    const compact = encodeCompactPayment({
      channelPrefix: fromHex(channel.announcement.channelId).subarray(0, 8),
      invoiceDigest: invoiceDigest(invoice),
      paid,
      signatures: signPayment(channel.basis, outputs, channel.customer.privateKey),
    });
    expect(compact).toMatch(/^DOGEPAY1:[A-Z2-7]+$/);
    const payment = await tillJson<PaymentView>('scan', compact, ...data);
    expect(payment).toEqual({
      kind: 'payment',
      invoice,
      channel: channel.announcement.channelId,
      amount: '5',
      tip: '0',
      customer: '',
      paid: '15',
      spendable: '84.99615',
      accepted: expect.any(String),
      receipt: {
        version: '1.0',
        payload: expect.any(String),
        pubkey: expect.any(String),
        sig: expect.any(String),
      },
    });
    expect(await tillJson('scan', compact, ...data)).toEqual(payment);
  });

  test.each([
    ['an amount that is none', ['invoice', '--amount', 'ten'], /amount is refused/],
    ['an amount of nothing', ['invoice', '--amount', '0'], /nothing is due/],
    ['an amount with nine decimals', ['invoice', '--amount', '0.123456789'], /at most 8 decimals/],
    ['a channel that is none', ['channel', 'x'], /There is no channel x/],
    ['a close of no channel, locked', ['close', 'x'], /The till is locked: give its passphrase/],
    ['an invoice to cancel that is none', ['cancel', 'x'], /There is no invoice x/],
    ['what is no payment', ['scan', 'hello'], /no code of a wallet/],
    ['what is no compact payment', ['scan', 'DOGEPAY1:AAAA'], /only the beginning of a payment/],
  ] as const)('%s, reads in one sentence what is wrong', async (_, args, words) => {
    expect(await sentenceOf(...args, ...data)).toMatch(words);
  });

  test('warnings, sees which channel is near its close and what is at stake', async () => {
    const { channelId } = channel.announcement;
    const { out } = await till('warnings', ...data);
    expect(out).toMatch(
      new RegExp(`channel \\(${channelId}\\) must be closed soon; 1[05] DOGE at stake; \\d+ blocks until`),
    );
    expect(out).toMatch(/^warning {2}The till is locked: closing needs the passphrase;/m);
    const warnings = await tillJson<WarningView[]>('warnings', ...data);
    expect(warnings).toContainEqual(expect.objectContaining({ kind: 'cutoff_near', channel: channelId }));
  });

  test('close --all --preview, sees what would arrive, and nothing is closed', async () => {
    const { channelId } = channel.announcement;
    const previews = await tillJson<ClosePreviewView[]>('close', '--all', '--preview', ...data);
    expect(previews).toMatchObject([{ id: channelId, arrives: '15', fee: '0.00385', returned: '84.99615' }]);
    expect((await till('close', channelId, '--preview', ...data)).out).toContain('arrives 15 DOGE');
    expect(await shop.status(channelId)).toMatchObject({ state: 'open' });
    expect(await sentenceOf('close', ...data)).toBe('Name the channels to close, or say --all.');
    expect(await sentenceOf('close', channelId, '--all', ...data)).toBe(
      'Name the channels to close, or say --all.',
    );
  });

  test('close, is asked for the passphrase, and a wrong one does nothing', async () => {
    const close = ['close', channel.announcement.channelId, ...data];
    const wrong = desktop.file('wrong', 'battery staple\n');
    expectSentence(
      await till(...close),
      /^The till is locked: give its passphrase with --passphrase-file\.$/m,
    );
    expect(await sentenceOf(...close, '--passphrase-file', wrong)).toBe('The passphrase is wrong.');
    expect(await shop.status(channel.announcement.channelId)).toMatchObject({ state: 'open' });
    const right = desktop.file('right', 'correct horse\n');
    const closed = await tillJson<ChannelDetailView>(...close, '--passphrase-file', right);
    expect(closed).toMatchObject({
      state: 'closing',
      settlement: { txid: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await shop.node.mempoolTxids()).toContain(closed.settlement?.txid);
    expect(await tillJson('close', '--all', ...data)).toEqual([]);
  });

  test('close --all, closes every channel with money in it and says how each came out', async () => {
    const [empty, full] = [await openChannel(shop), await openChannel(shop)];
    await pay(shop, full, { invoice: await shop.invoice('3'), paid: 3 });
    const passphrase = ['--passphrase-file', desktop.file('right', 'correct horse\n')];
    const outcome = await tillJson<CloseView[]>('close', '--all', ...data, ...passphrase);
    expect(outcome).toMatchObject([
      { id: full.announcement.channelId, channel: { state: 'closing', paid: '3' } },
    ]);
    const emptyId = empty.announcement.channelId;
    const several = await till('close', emptyId, 'x', ...data, ...passphrase);
    expect(several.status).not.toBe(0);
    expect(several.out).toMatch(/not closed: .*\n.*There is no channel x/);
    expect(several.err).toContain('2 of 2 stay open.');
  });
});

describe('the socket of a till', () => {
  interface Control {
    readonly socket: string;
    readonly token: string;
  }
  const control = () => JSON.parse(readFileSync(path.join(shop.folder, 'control.json'), 'utf8')) as Control;

  /** @returns the status of a call */
  function call(name: string, headers: Record<string, string>): Promise<number | undefined> {
    const { socket: socketPath } = control();
    const options = { socketPath, path: `/call/${name}`, method: 'POST', headers };
    return new Promise((resolve, reject) => {
      request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end('{}');
    });
  }

  test('answers whoever knows its secret, and nobody else', async () => {
    const { token } = control();
    const json = { 'content-type': 'application/json' };
    expect(await call('status', { ...json, authorization: `Bearer ${token}` })).toBe(200);
    expect(await call('nothing', { ...json, authorization: `Bearer ${token}` })).toBe(404);
    const wrong = [`Bearer ${token.replace(/^./, (it) => (it === '0' ? '1' : '0'))}`, 'Bearer ', token, ''];
    for (const authorization of wrong) expect(await call('status', { ...json, authorization })).toBe(401);
    expect(await call('status', json)).toBe(401);
  });
});
