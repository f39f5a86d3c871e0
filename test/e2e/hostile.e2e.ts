import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, type RunningHost, startHost } from './stage/browser-stage.ts';
import { chargeButton } from './stage/clerk.ts';
import { ask, newFolder, removeFolder } from './stage/stage.ts';

/** A name that leads to this machine, as in DNS rebinding. */
const REBOUND = 'shop.example';
const INVOICE = JSON.stringify({ input: { amount: '1' } });

/** Everything that a page can try to reach the till with, and what it got. */
async function attack([till, call]: readonly [string, string]): Promise<Record<string, string>> {
  const post = (type: string, mode: RequestMode) =>
    fetch(`${till}call/issueInvoice`, {
      method: 'POST',
      mode,
      credentials: 'include',
      headers: { 'content-type': type },
      body: call,
    }).then(
      async (response) => `${response.type} ${response.status} ${await response.text()}`,
      () => 'nothing',
    );
  const loaded = (element: HTMLElement, source: string) =>
    new Promise<string>((resolve) => {
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('nothing');
      element.setAttribute('src', source);
      document.body.append(element);
    });
  const told = new Promise<string>((resolve) => {
    const stream = new EventSource(`${till}events`, { withCredentials: true });
    stream.onopen = () => resolve('open');
    stream.onerror = () => resolve('nothing');
  });
  const frame = document.createElement('iframe');
  await loaded(frame, till);
  const seen = (() => {
    try {
      return frame.contentDocument?.body.innerText ?? 'nothing';
    } catch {
      return 'nothing';
    }
  })();
  return {
    json: await post('application/json', 'cors'),
    text: await post('text/plain', 'no-cors'),
    form: await post('application/x-www-form-urlencoded', 'no-cors'),
    page: await fetch(till, { credentials: 'include' }).then(
      (page) => page.text(),
      () => 'nothing',
    ),
    script: await loaded(document.createElement('script'), `${till}main.js`),
    stream: await told,
    frame: seen,
  };
}

const NOTHING = Object.fromEntries(
  ['json', 'text', 'form', 'page', 'script', 'stream', 'frame'].map((way) => [way, 'nothing']),
);

describe('a hostile page in the browser of the till', () => {
  const folder = newFolder();
  let host: RunningHost;
  let browser: Browser;
  let context: BrowserContext;
  let own: Page;
  let server: Server;

  beforeAll(async () => {
    host = await startHost(folder);
    browser = await launchChromium([
      `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
      // Of itself this Chromium asks before a page from elsewhere may reach this machine. Others do not.
      '--disable-features=LocalNetworkAccessChecks',
    ]);
    context = await browser.newContext();
    own = await context.newPage();
    await own.goto(host.link);
    await chargeButton(own).waitFor();
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>hostile</title><body>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    host?.child.kill('SIGTERM');
    await host?.exited;
    removeFolder(folder);
  });

  /** The same machine, whose cookies every port shares; another name of it; another site. */
  test.each(['127.0.0.1', 'localhost', REBOUND])('from %s gets nothing', async (name) => {
    const page = await context.newPage();
    await page.goto(`http://${name}:${(server.address() as AddressInfo).port}/`);
    expect(await page.evaluate(attack, [new URL('/', host.link).href, INVOICE] as const)).toEqual(NOTHING);
    await page.close();
    expect((await ask(own, 'invoices', {})).invoices).toEqual([]);
  });

  test('gets nothing by a name that leads to the till (DNS rebinding)', async () => {
    const page = await context.newPage();
    const { port } = new URL(host.link);
    const address = `http://${REBOUND}:${port}/`;
    // The page came while the name led elsewhere; from here on it leads to the till, as the same origin.
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>hostile</title>' }),
    );
    await page.goto(address);
    const called = await page.evaluate(
      (body) =>
        fetch('/call/issueInvoice', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        }).then((response) => response.status),
      INVOICE,
    );
    expect(called).toBe(421);
    await page.close();
    expect((await ask(own, 'invoices', {})).invoices).toEqual([]);
  });

  test('gets nothing from a browser that did not come by the link', async () => {
    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    const answer = await page.goto(new URL('/', host.link).href);
    expect(answer?.status()).toBe(403);
    expect((await page.goto(host.link))?.status()).toBe(403);
    await stranger.close();
  });

  test('is told apart from the till, whose own page is answered', async () => {
    await ask(own, 'issueInvoice', { amount: '1' });
    expect((await ask(own, 'invoices', {})).invoices).toHaveLength(1);
  });
});
