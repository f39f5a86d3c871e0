import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IDLE_LIFETIME_MS, LINK_LIFETIME_MS, MOST_VISITORS } from '../../electron/browser/browser-door.ts';
import { type BrowserHost, startBrowserHost } from '../../electron/browser/browser-host.ts';
import type { ScreenFile } from '../../electron/screen-files.ts';
import { openStream, RecordingDesk, type Reply, type Visit, visit } from './visiting.ts';

const PAGE_MARK = 'the screens';
const CALL = JSON.stringify({ input: { id: 'a' } });

function file(type: string, text: string): ScreenFile {
  return { type, bytes: new Uint8Array(Buffer.from(text)) };
}

let host: BrowserHost;
let desks: RecordingDesk[];
let now: number;

beforeEach(async () => {
  desks = [];
  now = 0;
  host = await startBrowserHost({
    openDesk: () => {
      const desk = new RecordingDesk();
      desks.push(desk);
      return desk;
    },
    files: new Map([
      ['/page.html', file('text/html', `<html><head><title>${PAGE_MARK}</title></head></html>`)],
      ['/main.js', file('text/javascript', 'screens()')],
    ]),
    port: 0,
    now: () => now,
  });
});

afterEach(() => host.close());

const own = (path: string) => new URL(path, host.url).pathname;
const send = (wanted: Visit) => visit(host.url, wanted);

async function enter(link = host.newLink()): Promise<Reply> {
  return send({ path: own(link) });
}

function cookieOf(reply: Reply): string {
  return reply.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

/** The headers of a browser that came in by a link. */
async function visitor(): Promise<Record<string, string>> {
  return { cookie: cookieOf(await enter()), origin: host.url, 'content-type': 'application/json' };
}

/** Nothing of the screens or the shop is in the answer, and nothing reached the till. */
function expectNothing(reply: Reply, status: number): void {
  expect(reply.status).toBe(status);
  expect(reply.text).not.toContain(PAGE_MARK);
  expect(reply.text).not.toContain('unknown_invoice');
  expect(reply.headers['set-cookie']).toBeUndefined();
  expect(desks.flatMap((desk) => desk.calls)).toEqual([]);
}

describe('a link', () => {
  test('lets one browser in, by a cookie that scripts cannot read and other sites do not send', async () => {
    const entered = await enter();
    expect(entered.status).toBe(200);
    expect(entered.headers['set-cookie']).toHaveLength(1);
    expect(entered.headers['set-cookie']?.[0]).toMatch(
      /^dogetill-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const page = await send({ path: '/', headers: { cookie: cookieOf(entered) } });
    expect(page.text).toContain(PAGE_MARK);
    expect(page.text).toContain('<script src="browser-bridge.js"></script></head>');
  });

  test('carries 256 bits that are new each time', () => {
    const links = [host.newLink(), host.newLink()].map((link) => link.split('/').at(-1) ?? '');
    expect(links.map((secret) => Buffer.from(secret, 'base64url').length)).toEqual([32, 32]);
    expect(new Set(links).size).toBe(2);
  });

  test('works once', async () => {
    const link = host.newLink();
    await enter(link);
    expectNothing(await enter(link), 403);
  });

  test('is void once another was printed', async () => {
    const link = host.newLink();
    host.newLink();
    expectNothing(await enter(link), 403);
  });

  test('is void after ten minutes', async () => {
    const link = host.newLink();
    now = LINK_LIFETIME_MS;
    expectNothing(await enter(link), 403);
  });

  test.each(['/enter/', `/enter/${'A'.repeat(43)}`, '/enter/undefined'])(
    'is not guessed: %s',
    async (path) => {
      host.newLink();
      const reply = await send({ path });
      expect([403, 404]).toContain(reply.status);
      expectNothing(reply, reply.status);
    },
  );
});

describe('without the cookie', () => {
  test.each(['/', '/page.html', '/main.js', '/events', '/browser-bridge.js', '/nothing'])(
    '%s gives nothing',
    async (path) => {
      expectNothing(await send({ path, headers: { 'sec-fetch-site': 'same-origin' } }), 403);
    },
  );

  test('no call is heard', async () => {
    const headers = { origin: host.url, 'content-type': 'application/json' };
    expectNothing(await send({ method: 'POST', path: '/call/invoice', headers, body: CALL }), 403);
  });

  test('a wrong one gives nothing', async () => {
    const { cookie = '', ...rest } = await visitor();
    const name = cookie.split('=')[0];
    const headers = { ...rest, cookie: `${name}=${'A'.repeat(43)}` };
    expectNothing(await send({ method: 'POST', path: '/call/invoice', headers, body: CALL }), 403);
  });
});

describe('a call', () => {
  const call = async (changes: Partial<Visit> = {}, headers: Readonly<Record<string, string>> = {}) =>
    send({
      method: 'POST',
      path: '/call/invoice',
      body: CALL,
      ...changes,
      headers: { ...(await visitor()), ...headers },
    });

  test('reaches the till with its input, and comes back with the answer', async () => {
    const reply = await call();
    expect(JSON.parse(reply.text)).toEqual({
      ok: false,
      problem: { code: 'unknown_invoice', detail: 'There is none.' },
    });
    expect(desks.map((desk) => desk.calls)).toEqual([[['invoice', { id: 'a' }]]]);
  });

  test("takes an owner's PIN along for itself alone", async () => {
    await call({ body: JSON.stringify({ input: {}, override: { pin: '1234' } }) });
    expect(desks[0]?.calls).toEqual([['invoice', {}, { pin: '1234' }]]);
  });

  test('of another site is not heard', async () => {
    for (const origin of ['http://shop.example', 'null', 'http://127.0.0.1', `${host.url}.example`]) {
      expectNothing(await call({}, { origin }), 403);
    }
  });

  test("under the machine's other name, where another user may listen on ::1, is not heard", async () => {
    const { port } = new URL(host.url);
    const origin = `http://localhost:${port}`;
    expectNothing(await call({}, { origin }), 403);
    expectNothing(await call({}, { host: `localhost:${port}`, origin }), 421);
  });

  test('without an origin is not heard', async () => {
    const { origin: _, ...headers } = await visitor();
    expectNothing(await send({ method: 'POST', path: '/call/invoice', headers, body: CALL }), 403);
  });

  test('to another host is not heard (DNS rebinding)', async () => {
    const { port } = new URL(host.url);
    for (const name of [
      'shop.example',
      `shop.example:${port}`,
      '127.0.0.1',
      'localhost',
      `127.0.0.1.example:${port}`,
    ]) {
      expectNothing(await call({}, { host: name, origin: `http://${name}` }), 421);
    }
  });

  test('that no screen makes is not heard', async () => {
    for (const path of [
      '/call/nothing',
      '/call/__proto__',
      '/call/constructor',
      '/call/toString',
      '/call/',
    ]) {
      expectNothing(await call({ path }), 404);
    }
  });

  test('with an odd override is not heard', async () => {
    for (const override of ['1234', { pin: 1234 }, { pin: '1'.repeat(65) }, { pin: '1', role: 'owner' }]) {
      expectNothing(await call({ body: JSON.stringify({ input: {}, override }) }), 404);
    }
  });

  test('with a huge body is not read', async () => {
    expectNothing(await call({ body: JSON.stringify({ input: 'x'.repeat(1024 * 1024) }) }), 413);
  });

  test('that is no JSON is not heard', async () => {
    expectNothing(await call({ body: '{' }), 400);
    expectNothing(await call({}, { 'content-type': 'text/plain' }), 415);
    expectNothing(await call({}, { 'content-type': 'application/x-www-form-urlencoded' }), 415);
  });

  test('by another method is not heard', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      const reply = await call({ method, body: '' });
      expect([400, 404]).toContain(reply.status);
      expectNothing(reply, reply.status);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('a path', () => {
  test.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/main.js/../../package.json',
    '/.%00',
    '//etc/passwd',
    '/\\..\\package.json',
    '/main.js%00',
    '/%',
    '/page.html',
    'http://shop.example/',
  ])('%s leads nowhere', async (path) => {
    const reply = await send({ path, headers: await visitor() });
    expect([400, 404]).toContain(reply.status);
    expectNothing(reply, reply.status);
  });
});

describe('every answer', () => {
  test.each(['/', '/main.js', '/nothing', '/%', '/enter/x'])(
    'to %s has the headers that shut others out',
    async (path) => {
      for (const headers of [await visitor(), {}]) {
        const reply = await send({ path, headers });
        expect(reply.headers).toMatchObject({
          'content-security-policy': expect.stringMatching(
            /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
          ),
          'x-frame-options': 'DENY',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cross-origin-resource-policy': 'same-origin',
          'cache-control': 'no-store',
        });
        expect(reply.headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  test("lets no script be called that is not a file of the page's own", async () => {
    const reply = await send({ path: '/', headers: await visitor() });
    expect(reply.headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  });
});

describe('the stream of events', () => {
  test('tells what happens to the one who asked', async () => {
    const { cookie = '' } = await visitor();
    const stream = await openStream(host.url, { cookie, 'sec-fetch-site': 'same-origin' });
    desks[0]?.tell({ type: 'chain_changed' });
    await vi.waitFor(() => expect(stream.text()).toContain('data: {"type":"chain_changed"}\n\n'));
    stream.close();
    await vi.waitFor(() => expect(desks[0]?.listeners).toBe(0));
  });

  test('is not opened for another site, nor for one who does not say', async () => {
    const { cookie = '' } = await visitor();
    for (const headers of [{ origin: 'http://shop.example' }, { 'sec-fetch-site': 'cross-site' }, {}]) {
      expectNothing(await send({ path: '/events', headers: { cookie, ...headers } }), 403);
    }
    expect(desks[0]?.listeners).toBe(0);
  });

  test('is opened a few times by one browser, and not more', async () => {
    const { cookie = '' } = await visitor();
    const headers = { cookie, origin: host.url };
    const streams = await Promise.all(Array.from({ length: 8 }, () => openStream(host.url, headers)));
    expect(streams.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expectNothing(await send({ path: '/events', headers }), 429);
    for (const stream of streams) stream.close();
  });

  test('ends when the host stops', async () => {
    const { cookie = '' } = await visitor();
    const stream = await openStream(host.url, { cookie, origin: host.url });
    await host.close();
    await stream.ended;
  });
});

describe('a visitor', () => {
  const opens = async (cookie: string) => (await send({ path: '/', headers: { cookie } })).status;

  test('has a place at the till that nobody shares', async () => {
    await visitor();
    await visitor();
    expect(desks).toHaveLength(2);
  });

  test('who was away for half a day is shown out', async () => {
    const { cookie = '' } = await visitor();
    now = IDLE_LIFETIME_MS - 1;
    expect(await opens(cookie)).toBe(200);
    now += IDLE_LIFETIME_MS;
    expect(await opens(cookie)).toBe(403);
  });

  test('whose page is open is not away', async () => {
    const { cookie = '' } = await visitor();
    const stream = await openStream(host.url, { cookie, origin: host.url });
    now = IDLE_LIFETIME_MS * 3;
    expect(await opens(cookie)).toBe(200);
    stream.close();
  });

  test('gives way to newcomers when there are too many, the one who was away longest first', async () => {
    const cookies: string[] = [];
    for (let at = 0; at <= MOST_VISITORS; at++) {
      now = at;
      cookies.push((await visitor())['cookie'] ?? '');
    }
    expect(await opens(cookies[0] ?? '')).toBe(403);
    expect(desks.map(({ isClosed }) => isClosed).indexOf(false)).toBe(1);
    expect(await opens(cookies[1] ?? '')).toBe(200);
    expect(await opens(cookies.at(-1) ?? '')).toBe(200);
  });
});

describe('the host', () => {
  test('is closed within seconds, whatever a browser leaves unsaid', async () => {
    const { hostname, port } = new URL(host.url);
    const headers = { ...(await visitor()), 'content-length': '1000' };
    const slow = request({ hostname, port, method: 'POST', path: '/call/invoice', headers, agent: false });
    slow.on('error', () => undefined);
    await new Promise<void>((resolve) => slow.write('{', () => resolve()));
    // Heard before the body is: the host waits for the rest of it.
    await expect.poll(() => send({ path: '/nothing' }).then(({ status }) => status)).toBe(403);
    const startedAt = performance.now();
    await host.close();
    expect(performance.now() - startedAt).toBeLessThan(8000);
    slow.destroy();
  }, 60_000);
});
