import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLS } from '../../core/bridge/calls.ts';
import { readControlAddress } from '../../core/merchant/serve/control-address.ts';
import { Shop } from './shop.ts';
import { type Answer, asJson, expectProblem } from './wire.ts';

const NAMES = Object.keys(CALLS);
/** Where the desk's hosts answer, and where others would look for them. */
const CALL_PLACES = ['/call/', '/api/', '/api/call/', '/v1/call/', '/v1/', '/rpc/', '/'];
const OTHER_PLACES = [
  '/',
  '/events',
  '/v1/events',
  '/page.html',
  '/index.html',
  '/page.js',
  '/browser-bridge.js',
  '/page.css',
  '/manifest.json',
  '/favicon.ico',
  '/enter',
  '/control.json',
  '/till.sqlite',
  '/v1',
  '/v1/',
  '/v1/invoices',
  '/v1/invoices/',
  '/v1/channels/',
  '/v1/channels/x/y',
  '/metrics',
  '/status',
  '/socket.io/',
  '/call',
  '/../till.sqlite',
  '/%2e%2e/till.sqlite',
  '/v1/%2e%2e/call/status',
  '//call/status',
  '/call//status',
  '/CALL/status',
];

const NOTHINGS = ['not_found', 'method_not_allowed', 'unknown_invoice', 'unknown_channel'] as const;
/** Of the wire itself: announces a channel. */
const WIRE_ROUTE = '/v1/channels';

/** The wire's answer to what is not there, or is not there for this method. */
function expectNothing(answer: Answer): void {
  const { code } = asJson(answer);
  expectProblem(answer, NOTHINGS.find((nothing) => nothing === code) ?? 'not_found');
}

describe("the customers' endpoint gives nothing of the desk", () => {
  let shop: Shop;
  let token: string;

  beforeAll(async () => {
    shop = await Shop.open();
    const address = readControlAddress(shop.folder);
    if (address === undefined) throw new Error('no control address');
    token = address.token;
  });
  afterAll(() => shop.remove());

  /** As whoever has the secret of the control socket and sits on the till's own machine. */
  const headers = () => ({
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    cookie: `desk=${token}; key=${token}`,
    origin: shop.url,
    'sec-fetch-site': 'same-origin',
  });

  test.each(NAMES)('not the call %s', async (name) => {
    for (const path of CALL_PLACES.map((place) => place + name).filter((it) => it !== WIRE_ROUTE)) {
      for (const body of [undefined, '{}', '[]']) {
        expectNothing(await shop.ask({ path, headers: headers(), ...(body && { body }) }));
      }
    }
  });

  test('nor the event stream, the screens, the files or a list of anything, by any method', async () => {
    const sale = await shop.invoice('10', { memo: 'a secret memo' });
    for (const path of OTHER_PLACES) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const body = method === 'GET' ? {} : { body: '{}' };
        const answer = await shop.ask({
          method,
          path,
          headers: { ...headers(), accept: 'text/event-stream' },
          ...body,
        });
        expectNothing(answer);
        expect(answer.text).not.toContain(sale);
      }
      const head = await shop.ask({ method: 'HEAD', path, headers: headers() });
      expect([404, 405]).toContain(head.status);
    }
  });

  test("nor by the control socket's messages, whatever they name and carry", async () => {
    const before = shop.store.invoices.newest(100).length;
    const issue = { amount: '10', tips: false };
    for (const body of [
      issue,
      { name: 'issueInvoice', input: issue },
      { call: 'issueInvoice', params: [issue], id: 1, method: 'issueInvoice', jsonrpc: '2.0' },
    ]) {
      for (const path of ['/call/issueInvoice', '/call', '/', '/v1/invoices', '/rpc']) {
        const text = JSON.stringify(body);
        expectNothing(await shop.ask({ path, headers: headers(), body: text }));
      }
    }
    expect(shop.store.invoices.newest(100).length).toBe(before);
  });

  test('nor another protocol on the same connection', async () => {
    for (const upgrade of ['websocket', 'h2c']) {
      const answer = await shop.ask({
        path: '/events',
        headers: { ...headers(), connection: 'Upgrade', upgrade, 'sec-websocket-version': '13' },
      });
      expectNothing(answer);
    }
  });
});
