import { Writable } from 'node:stream';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import { toBase64, toHex } from '../../core/protocol/bytes.ts';
import { parseTransaction, Transaction, transactionBytes } from '../../core/protocol/transaction.ts';
import { doge } from '../doubles/channels.ts';
import { aPayment } from '../doubles/payments.ts';
import { mutated } from '../properties/arbitraries.ts';
import { type OfferedChannel, openChannel } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';
import type { WireRequest } from '../stories/wire.ts';

/** Statuses that a stranger may be given, whatever he sends. 503: the node is asked for too much at once. */
const STATED = [200, 201, 202, 204, 400, 403, 404, 405, 409, 413, 414, 415, 417, 422, 429, 431, 503];

let shop: Shop;
let channel: OfferedChannel;
let invoice: string;
let script: Uint8Array;
let spending: Transaction;
const logged: string[] = [];

beforeAll(async () => {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  shop = await Shop.open({ log: pino({ level: 'error' }, sink) });
  channel = await openChannel(shop);
  invoice = await shop.invoice('10');
  const { address } = await shop.desk('invoice', { id: invoice });
  script = scriptOf(address, NETWORKS.regtest) ?? new Uint8Array();
  spending = await shop.transactionPaying([{ script, value: doge(10) }]);
});
afterAll(() => shop.remove());

async function expectStated(wanted: WireRequest): Promise<void> {
  const { status, text } = await shop.ask(wanted);
  expect(STATED, `${status} ${text.slice(0, 200)}`).toContain(status);
  expect(logged).toEqual([]);
}

/** Values that overflow something, or are none. */
const oddValues = fc.constantFrom(
  0n,
  -1n,
  1n,
  doge(10),
  doge(10) - 1n,
  10n ** 18n,
  10n ** 18n + 1n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
);

function withOutputs(values: readonly bigint[]): Transaction {
  const transaction = parseTransaction(spending.toBuffer()) ?? new Transaction();
  transaction.outs = values.map((value, at) => ({ value, script: at === 0 ? script : shop.purse.script }));
  return transaction;
}

function bytesOf(transaction: Transaction): string {
  const base = transaction.outs;
  transaction.outs = base.map(({ script: to }) => ({ script: to, value: 0n }));
  const bytes = Buffer.from(transaction.toBuffer());
  // bitcoinjs writes no value that is out of range, so the values are put in afterwards.
  let at = bytes.length - 4 - base.reduce((length, { script: to }) => length + 9 + to.length, 0);
  for (const { value, script: to } of base) {
    bytes.writeBigInt64LE(value, at);
    at += 9 + to.length;
  }
  return toHex(bytes);
}

const paths = fc.constantFrom(
  '/v1/channel-key',
  '/v1/channels',
  '/v1/channels/%00',
  '/v1/channels/__proto__/close',
  '/v1/invoices/%E0%A4%A',
  '/v1/invoices/x/channel-payment',
  '/v1/invoices/x/relay/pay',
  '/v1/invoices/x?channel[]=1&channel=2',
  '/v1//',
  '/',
  '*',
);
const methods = fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'TRACE');
const json = fc.oneof(
  fc.json().map((text) => text),
  fc.constantFrom(
    '',
    '{',
    '[[[[[[[[[[[[',
    '{"__proto__":{"psbt":"AA=="}}',
    '{"psbt":1e999}',
    '{"psbt":"\\ud800"}',
  ),
  fc.constantFrom(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, `{"psbt":"","x":[${'1,'.repeat(60_000)}1]}`),
  fc.constantFrom('{"psbt":"","psbt":"AA=="}', '{"id":{"toString":1},"tx":[]}', 'null', '"x"', '1', 'true'),
);

describe('a stranger, whatever he sends, is never given an internal error [ERR-2]', () => {
  test('for a transaction with any values at the relay [DGC-4]', async () => {
    const submissions = fc.array(oddValues, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(submissions, async (values) => {
        const body = JSON.stringify({ id: invoice, tx: bytesOf(withOutputs(values)), refund: '' });
        await expectStated({ path: `/v1/invoices/${invoice}/relay/pay`, body });
      }),
      { numRuns: 150 },
    );
    const huge = bytesOf(withOutputs([2n ** 62n, doge(49) - 2n ** 62n]));
    const answer = await shop.post(`/v1/invoices/${invoice}/relay/pay`, {
      id: invoice,
      tx: huge,
      refund: '',
    });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([400, { error: 'invalid_tx' }]);
  });

  test('for bytes close to a valid payment, announcement, transaction or close', async () => {
    const psbt = aPayment(channel, { paid: doge(10) });
    const raw = spending.toBuffer();
    const cases = fc.oneof(
      fc.record({
        path: fc.constantFrom(
          `/v1/invoices/${invoice}/channel-payment`,
          '/v1/channels',
          `/v1/channels/${channel.announcement.channelId}/close`,
        ),
        body: fc
          .oneof(mutated(psbt), mutated(channel.announcementPsbt))
          .map((bytes) => JSON.stringify({ psbt: toBase64(bytes) })),
      }),
      fc.record({
        path: fc.constant(`/v1/invoices/${invoice}/relay/pay`),
        body: mutated(raw).map((bytes) => JSON.stringify({ id: invoice, tx: toHex(bytes), refund: 'x' })),
      }),
      fc.record({
        path: fc.constant(`/v1/channels/${channel.announcement.channelId}/close`),
        body: fc.uint8Array({ maxLength: 80 }).map((bytes) => JSON.stringify({ signature: toHex(bytes) })),
      }),
    );
    await fc.assert(fc.asyncProperty(cases, expectStated), { numRuns: 400 });
  });

  test('for any method, address, header and body', async () => {
    const headers = fc.constantFrom<Readonly<Record<string, string>>>(
      {},
      { 'content-type': 'application/json' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': ';;;' },
      { 'content-encoding': 'gzip' },
      { 'x-forwarded-for': '1.1.1.1, garbage' },
      { origin: 'null', 'access-control-request-method': 'POST' },
      { range: 'bytes=0-1', expect: '200-ok' },
    );
    const requests = fc.record({ method: methods, path: paths, headers, body: json });
    await fc.assert(fc.asyncProperty(requests, expectStated), { numRuns: 400 });
  });

  test('for a PSBT of many fields, inputs or outputs, which is refused by its count [LIM-1]', async () => {
    const transaction = new Transaction();
    transaction.ins = channel.announcement.inputs.map((_, at) => ({
      hash: new Uint8Array(32).fill(at + 1),
      index: 0,
      script: new Uint8Array(),
      sequence: 0xffffffff,
    })) as Transaction['ins'];
    const unsigned = transactionBytes(transaction);
    const field = (key: number[], value: Uint8Array) => [
      key.length,
      ...key,
      ...compact(value.length),
      ...value,
    ];
    const compact = (length: number) => (length < 0xfd ? [length] : [0xfd, length & 255, length >> 8]);
    const many = Array.from({ length: 20_000 }, (_, at) =>
      field([0x10, at & 255, at >> 8], new Uint8Array()),
    );
    const bytes = Uint8Array.from([
      0x70,
      0x73,
      0x62,
      0x74,
      0xff,
      ...field([0], unsigned),
      ...many.flat(),
      0,
      0,
    ]);
    const answer = await shop.post('/v1/channels', { psbt: toBase64(bytes) });
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      400,
      { code: 'malformed_psbt', detail: expect.stringContaining('64 fields') },
    ]);
  });
});
