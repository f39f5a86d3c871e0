import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Preview, servePreview } from '../renderer/preview.ts';
import { nothing } from '../renderer/scenes/scene.ts';
import { playScene, SAME_EVERYWHERE } from '../renderer/scenes/scene-page.ts';
import { SCENES } from '../renderer/scenes/scenes.ts';
import { launchChromium } from './stage/browser-stage.ts';
import { PATIENCE_MS } from './stage/patience.ts';

let preview: Preview;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  preview = await servePreview(0);
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1024, height: 600 }, ...SAME_EVERYWHERE });
});
afterAll(async () => {
  await browser?.close();
  preview?.server.close();
});

const PRACTICE = { mode: 'practice', hasPins: 'false', currency: 'DOGE', rate: '' };
const START = { name: '', options: {}, hash: '', act: nothing };

async function play(scene: Parameters<typeof playScene>[1]): Promise<Page> {
  return (await playScene(context, scene, { url: preview.url, theme: 'light', patienceMs: PATIENCE_MS }))
    .page;
}

/** What the page's region for announcements has said. */
const said = (page: Page) => page.locator('.live-regions').first().innerText();

/** Of the buttons that cannot be pressed, those without words that a person sees and a screen reader reads. */
async function silentButtons(page: Page): Promise<string[]> {
  return await page.locator('button:disabled, button[aria-disabled=true]').evaluateAll((buttons) =>
    buttons
      .filter((button) => {
        const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
        return (reason?.textContent ?? '').trim() === '' || reason?.hidden === true;
      })
      .map((button) => button.textContent),
  );
}

describe('a button that cannot be pressed', () => {
  test.each([
    'setup-restore',
    'settings',
    'settings-payout',
    'lock',
    'scan',
    'close-locked',
    'proof',
    'charge-empty',
  ])('in %s says why', async (name) => {
    const page = await play(SCENES.find((scene) => scene.name === name) ?? START);
    const waiting = page.locator('button:disabled, button[aria-disabled=true]');
    expect(await waiting.count()).toBeGreaterThan(0);
    expect(await silentButtons(page)).toEqual([]);
    await page.close();
  });

  test('is within reach of the keyboard, stays where it is when pressed, and says it again', async () => {
    const page = await play({ ...START, options: PRACTICE, hash: '#/setup' });
    const next = page.getByRole('button', { name: 'Next' });
    await next.click();
    await page.getByText('How does this shop begin?').first().waitFor();
    await next.click();
    const name = page.getByLabel('Name of the shop');
    await name.focus();
    // As Enter in a form presses its button.
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toContain('Type the shop’s name first.');
    expect(await name.isVisible()).toBe(true);
    await next.focus();
    await page.keyboard.press('Space');
    expect(await next.evaluate((button) => document.activeElement === button)).toBe(true);
    expect(await name.isVisible()).toBe(true);
    await name.fill('Café Wau');
    await expect.poll(() => next.getAttribute('aria-disabled')).toBe('false');
    await page.close();
  });
});

test('no key of the PIN pad moves when the words below it come and go', async () => {
  const page = await play({ ...START, options: { role: 'locked' } });
  const key = page.getByRole('button', { name: '5', exact: true });
  const places = [await key.boundingBox()];
  for (const digit of '0000') {
    await page.getByRole('button', { name: digit, exact: true }).click();
    places.push(await key.boundingBox());
  }
  expect(await silentButtons(page)).toEqual([]);
  expect(new Set(places.map((place) => place?.y)).size).toBe(1);
  await page.close();
});

describe('a private key that is pasted', () => {
  /** Of Dogecoin's test chain, and worth nothing. */
  const KEY = 'QVD3x1RPiWPvyxbTsfxVwaYLyeBZrQvjhZ2aZJUsbuRgsEAGpNQ2';

  test('into the name of the shop is named as one, and gone from the field', async () => {
    const page = await play({ ...START, options: PRACTICE, hash: '#/setup' });
    const next = page.getByRole('button', { name: 'Next' });
    await next.click();
    await page.getByText('How does this shop begin?').first().waitFor();
    await next.click();
    const name = page.getByLabel('Name of the shop');
    await name.focus();
    await page.keyboard.insertText(KEY);
    await expect
      .poll(() => page.getByRole('alert').allInnerTexts())
      .toContainEqual(expect.stringMatching(/private key/));
    expect(await name.inputValue()).toBe('');
    expect(await page.content()).not.toContain(KEY);
    await page.close();
  });

  test('into the amount of the practice customer is named as one, and gone from the field', async () => {
    const page = await play({ ...START, options: PRACTICE });
    const amount = page.locator('.panel-open input');
    await amount.fill(KEY);
    await expect.poll(() => page.locator('.panel-open').innerText()).toMatch(/private key/);
    expect(await amount.inputValue()).toBe('');
    await page.close();
  });
});
