import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, type RunningHost, startHost } from './stage/browser-stage.ts';
import { PATIENCE_MS } from './stage/patience.ts';

/** From the till's last sign of life to the words on the screen. */
const WITHIN_MS = 3000;

const folder = mkdtempSync(path.join(tmpdir(), 'gone-'));
let host: RunningHost;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  host = await startHost(folder);
  browser = await launchChromium();
  page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(host.link);
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('button', { name: '1', exact: true }).waitFor();
  await page.keyboard.type('350');
  await page.keyboard.press('Enter');
  await page.locator('.qr').waitFor();
});
afterAll(async () => {
  await browser.close();
  host.child.kill('SIGCONT');
  host.child.kill('SIGTERM');
  await host.exited;
  rmSync(folder, { recursive: true, force: true });
});

const WORDS = 'The till does not answer';
const words = () => page.getByText(WORDS, { exact: true });

/** The page notes by itself when the words are there: how soon the test looks says nothing about the page. */
async function noteWords(): Promise<void> {
  await page.evaluate((text) => {
    const noted = globalThis as unknown as { saidAt?: number };
    delete noted.saidAt;
    const observer = new MutationObserver(() => {
      if (!document.body.innerText.includes(text)) return;
      noted.saidAt = Date.now();
      observer.disconnect();
    });
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
    });
  }, WORDS);
}

/** @param how the till dies, or as good as dies */
async function expectGone(how: 'SIGSTOP' | 'SIGKILL'): Promise<void> {
  await noteWords();
  const died = Date.now();
  host.child.kill(how);
  await words().waitFor({ state: 'visible' });
  const said = await page.evaluate(() => (globalThis as unknown as { saidAt?: number }).saidAt);
  expect((said ?? Number.POSITIVE_INFINITY) - died).toBeLessThan(WITHIN_MS);
  expect(await page.locator('.qr').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  expect(await page.locator('.till-screens').getAttribute('inert')).not.toBeNull();
}

async function expectBack(): Promise<void> {
  await words().waitFor({ state: 'hidden' });
  await page.locator('.qr').waitFor();
  expect(await page.locator('.till-screens').getAttribute('inert')).toBeNull();
}

describe('a page', () => {
  test('says within three seconds that its till hangs, shows no code, and goes on by itself', async () => {
    await expectGone('SIGSTOP');
    host.child.kill('SIGCONT');
    await expectBack();
  });

  test('says within three seconds that its till was killed, and goes on once it was started again', async () => {
    await expectGone('SIGKILL');
    await host.exited;
    host = await startHost(folder);
    await expectBack();
  });
});
