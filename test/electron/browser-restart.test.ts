import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { askForLink } from '../../core/merchant/serve/browser-link.ts';
import { startBrowserHost } from '../../electron/browser/browser-host.ts';
import { RecordingDesk, visit } from './visiting.ts';

const PAGE_MARK = 'the screens';

describe('after a restart', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'browser-'));
  const start = () =>
    startBrowserHost({
      openDesk: () => new RecordingDesk(),
      files: new Map([['/page.html', { type: 'text/html', bytes: new Uint8Array(Buffer.from(PAGE_MARK)) }]]),
      port: 0,
      folder,
    });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the host has its port, and lets the browsers of before back in, at places that are new', async () => {
    const first = await start();
    const { pathname } = new URL(first.newLink());
    const cookie =
      (await visit(first.url, { path: pathname })).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    await first.close();
    const again = await start();
    expect(again.url).toBe(first.url);
    expect((await visit(again.url, { path: '/', headers: { cookie } })).text).toContain(PAGE_MARK);
    expect(readFileSync(path.join(folder, 'browser.json'), 'utf8')).not.toContain(cookie.split('=')[1] ?? '');
    await again.close();
  });

  test('the host takes another port when somebody else has its own, and says so', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    const second = await start();
    expect(second.url).not.toBe(first.url);
    expect(second.movedFrom).toBe(Number(port));
    await first.close();
    await second.close();
  });

  test('a new link is had by who can read the data folder, and by no page', async () => {
    const running = await start();
    const link = await askForLink(folder);
    expect((await visit(running.url, { path: new URL(link ?? '').pathname })).status).toBe(200);
    const { key } = JSON.parse(readFileSync(path.join(folder, 'browser.json'), 'utf8')) as { key: string };
    const asked = (headers: Record<string, string>) =>
      visit(running.url, { method: 'POST', path: '/link', headers }).then(({ status }) => status);
    expect(await asked({})).toBe(403);
    expect(await asked({ authorization: `Bearer ${'A'.repeat(43)}` })).toBe(403);
    expect(await asked({ authorization: `Bearer ${key}`, origin: running.url })).toBe(403);
    expect(await asked({ authorization: `Bearer ${key}`, host: 'shop.example' })).toBe(421);
    expect(await asked({ authorization: `Bearer ${key}` })).toBe(200);
    await running.close();
    expect(await askForLink(folder)).toBeUndefined();
  });
});
