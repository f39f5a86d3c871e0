import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64 } from '../../../core/protocol/bytes.ts';
import { MAX_REQUEST_BYTES } from '../../../core/protocol/requests.ts';
import type { RefusalCode } from '../../../core/refusal.ts';
import { doge } from '../../doubles/channels.ts';
import { aPayment } from '../../doubles/payments.ts';
import { type OfferedChannel, openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { type Answer, asJson, expectEverywhere, expectProblem, payloadOf, posting } from '../wire.ts';
import { expectRefusedInFull } from './refused.ts';
import { REFUSED_REQUESTS } from './refused-requests.ts';

let shop: Shop;
let channel: OfferedChannel;
let invoice: string;

beforeAll(async () => {
  shop = await Shop.open();
  channel = await openChannel(shop);
  invoice = await shop.invoice('10');
});

afterAll(() => shop.remove());

/** Sends bytes that no HTTP client would write. @returns the head and the body of what comes back */
async function sendRaw(text: string | Uint8Array): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(shop.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.end(text);
  await once(socket, 'close');
  const [head = '', body = ''] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n');
  return { head, body };
}

/** An answer as `ask` gives it, out of its bytes. */
function answerOf({ head, body }: { head: string; body: string }): Answer {
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(/:\s*/, 2) as [string, string]);
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    text: body,
  };
}

describe('a request', () => {
  test.each(REFUSED_REQUESTS.map((it) => [it.claim, it.code, it] as const))(
    'is refused: %s: %s',
    async (_, code, { prepare }) => {
      await expectRefusedInFull(shop, await prepare(shop), code);
    },
  );

  const ADDRESSES = [
    ['/v1/channel-key', 'GET'],
    ['/v1/channels', 'POST'],
    ['/v1/channels/x', 'GET'],
    ['/v1/channels/x/close', 'POST'],
    ['/v1/invoices/x', 'GET'],
    ['/v1/invoices/x/channel-payment', 'POST'],
  ] as const;
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'MKCOL'];

  test.each(ADDRESSES)(
    'to %s of another method than %s is told which is understood [ERR-2]',
    async (path, allowed) => {
      for (const method of METHODS.filter((other) => other !== allowed)) {
        const answer = await shop.ask({ method, path });
        expect([method, answer.status, answer.headers['allow']]).toEqual([method, 405, allowed]);
        if (method !== 'HEAD') expectProblem(answer, 'method_not_allowed');
      }
    },
  );

  test.each([
    ['that is no HTTP', 'nonsense\r\n\r\n', 'malformed_request'],
    [
      'with a length that is none',
      'POST /v1/channels HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n',
      'malformed_request',
    ],
    [
      'with a byte above ASCII in its address',
      'GET /v1/channels/\u00ff HTTP/1.1\r\nhost: a\r\n\r\n',
      'malformed_request',
    ],
    [
      'with a head of 20,000 bytes',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      'request_too_large',
    ],
    [
      'that is cut off',
      'POST /v1/channels HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{',
      'malformed_request',
    ],
  ] as const)('%s is answered by a problem as well [ERR-1, ENC-1]', async (_, text, code: RefusalCode) => {
    expectProblem(answerOf(await sendRaw(text)), code);
  });

  test('without a length is refused once it is too large [LIM-1]', async () => {
    const head = 'POST /v1/channels HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n';
    const size = MAX_REQUEST_BYTES + 1;
    const answer = await sendRaw(`${head}${size.toString(16)}\r\n${'A'.repeat(size)}\r\n`);
    expectProblem(answerOf(answer), 'request_too_large');
  });

  test('is refused for its length before its body comes [LIM-1]', async () => {
    const head = `POST /v1/channels HTTP/1.1\r\nhost: a\r\ncontent-length: ${MAX_REQUEST_BYTES + 1}\r\n\r\n`;
    expectProblem(answerOf(await sendRaw(head)), 'request_too_large');
  });

  test('of exactly the largest size is read [LIM-1]', async () => {
    const body = '{"psbt":""}'.padEnd(MAX_REQUEST_BYTES);
    expectProblem(await shop.ask({ path: '/v1/channels', body }), 'malformed_psbt');
  });

  test('is read as JSON whatever it calls itself', async () => {
    const body = JSON.stringify({ psbt: 'AA==' });
    for (const type of ['application/json', 'text/plain;charset=UTF-8', 'application/octet-stream']) {
      const answer = await shop.ask({ path: '/v1/channels', headers: { 'content-type': type }, body });
      expectProblem(answer, 'malformed_psbt');
    }
  });
});

describe('a wallet on any web origin [ENC-5]', () => {
  const origin = 'https://wallet.example';

  test.each(['/v1/channels', '/v1/channels/x/close', '/v1/invoices/x/channel-payment', '/v1/channel-key'])(
    'is let in to %s by the preflight',
    async (path) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      };
      const answer = await shop.ask({ method: 'OPTIONS', path, headers });
      expect(answer.status).toBe(204);
      expectEverywhere(answer);
      expect(answer.headers['access-control-allow-methods']).toMatch(/GET.*POST/);
      expect(answer.headers['access-control-allow-headers']).toBe('content-type');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    },
  );

  test('may read the answers, and Retry-After', async () => {
    const answer = await shop.ask({ path: `/v1/invoices/${invoice}`, headers: { origin } });
    expect(answer.status).toBe(200);
    expectEverywhere(answer);
    expect(String(answer.headers['access-control-expose-headers']).toLowerCase()).toContain('retry-after');
  });

  test('that asks for options without more is told no less', async () => {
    const answer = await shop.ask({ method: 'OPTIONS', path: '/v1/channels' });
    expect(answer.status).toBe(204);
    expectEverywhere(answer);
  });
});

describe('whatever is sent', () => {
  const paths = () => [
    '/v1/channels',
    `/v1/channels/${channel.announcement.channelId}/close`,
    `/v1/invoices/${invoice}/channel-payment`,
    `/v1/channels/${channel.announcement.channelId}`,
    `/v1/invoices/${invoice}?channel=${channel.announcement.channelId}`,
    '/v1/channel-key',
    '/',
  ];
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
    fc
      .record(
        { psbt: fc.anything(), channel: fc.anything(), signature: fc.anything(), name: fc.anything() },
        { requiredKeys: [] },
      )
      .map((value) =>
        new TextEncoder().encode(
          JSON.stringify(value, (_, it) => (typeof it === 'bigint' ? `${it}` : it)) ?? '',
        ),
      ),
    fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => new TextEncoder().encode(JSON.stringify({ psbt: toBase64(bytes) }))),
  );

  function expectAnswered(answer: Answer): void {
    expectEverywhere(answer);
    expect(answer.status).toBeLessThan(500);
    if (answer.status < 300) payloadOf(answer, shop.identity);
    else expectProblem(answer, asJson(answer)['code'] as RefusalCode);
  }

  test('the till answers with a statement or a problem [ERR-1]', async () => {
    const requests = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
      path: fc.nat({ max: 6 }),
      body: bodies,
    });
    await fc.assert(
      fc.asyncProperty(requests, async ({ method, path, body }) => {
        expectAnswered(await shop.ask({ method, path: paths()[path] ?? '/', body }));
      }),
      { numRuns: 250 },
    );
  });

  test('in an address as well', async () => {
    const segment = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
      fc.stringMatching(/^[!-~]{0,80}$/),
    );
    const addresses = fc.tuple(fc.constantFrom('/v1/channels/', '/v1/invoices/', '/'), segment);
    await fc.assert(
      fc.asyncProperty(addresses, async ([folder, rest]) => {
        expectAnswered(await shop.ask({ path: `${folder}${rest}` }));
      }),
      { numRuns: 250 },
    );
  });

  test('a good payment close to what was sent is still taken', async () => {
    const psbt = aPayment(channel, { paid: doge(10) });
    const changes = fc.tuple(fc.nat({ max: psbt.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(changes, async ([at, flip]) => {
        const changed = psbt.with(at, (psbt[at] ?? 0) ^ flip);
        const answer = await shop.ask(
          posting(`/v1/invoices/${invoice}/channel-payment`, { psbt: toBase64(changed) }),
        );
        expectAnswered(answer);
        expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 150 },
    );
    expect(payloadOf(await pay(shop, channel, { invoice, paid: 10 }), shop.identity)).toMatchObject({
      paid: '10',
    });
  });
});
