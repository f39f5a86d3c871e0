import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge } from '../../core/bridge/bridge.ts';
import { type Preview, servePreview } from '../renderer/preview.ts';
import type { Scene } from '../renderer/scenes/scene.ts';
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

function sceneOf(name: string): Scene {
  const scene = SCENES.find((one) => one.name === name);
  if (scene === undefined) throw new Error(`there is no scene ${name}`);
  return scene;
}

async function play(scene: Scene): Promise<Page> {
  const { page } = await playScene(context, scene, {
    url: preview.url,
    theme: 'light',
    patienceMs: PATIENCE_MS,
  });
  return page;
}

/** Plays a scene after marking every live region that was there, and empty, before anything was done. */
async function playWithRegions(name: string): Promise<Page> {
  const scene = sceneOf(name);
  return await play({
    ...scene,
    act: async (page) => {
      await page.evaluate(() => {
        for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]')) {
          if (region.textContent === '') region.setAttribute('data-there-before', '');
        }
      });
      await scene.act(page);
    },
  });
}

/** The words of regions that were there before, and are not silenced by a dialog. */
async function heard(page: Page): Promise<string> {
  const texts = await page.locator('[data-there-before]').evaluateAll((regions) =>
    regions.flatMap((region) => {
      const isSilent =
        region.closest('[inert]') !== null ||
        (document.querySelector('dialog:modal') !== null && region.closest('dialog:modal') === null);
      return isSilent ? [] : [region.textContent];
    }),
  );
  return texts.join(' ');
}

const HEARD: readonly (readonly [scene: string, words: RegExp])[] = [
  ['paid', /65\.60 DOGE paid – /],
  ['refused', /Es wurde zu wenig gezahlt|zu wenig/i],
  ['refused-late', /Expired/],
  ['on-chain-part', /too little|short|came/i],
  ['paid-elsewhere-0', /65\.60 DOGE paid – /],
  ['paid-elsewhere-1', /65\.60 DOGE paid – /],
];

describe('what happens', () => {
  test.each(HEARD)('in %s is read out by a region that was there before', async (name, words) => {
    const page = await playWithRegions(name);
    await expect.poll(() => heard(page)).toMatch(words);
    await page.close();
  });

  test('while a dialog is open is read out by the region of the dialog', async () => {
    const scene = sceneOf('close');
    const page = await play({ ...scene, options: { ...scene.options, payAfter: '100' } });
    await page.evaluate(async () => {
      const { dogetill } = window as unknown as { dogetill: Bridge };
      await dogetill.call('issueInvoice', { amount: '5', memo: '', tips: false });
    });
    await expect
      .poll(() => page.locator('dialog .live-regions [role=status]').textContent())
      .toMatch(/^5\.00 DOGE paid – /);
    await page.close();
  });
});

describe('on Paid', () => {
  test('the navigation and the warnings are inert, and usable again afterwards', async () => {
    const page = await play(sceneOf('paid'));
    const navigation = page.locator('nav');
    expect(await navigation.evaluate((element) => element.matches('[inert]'))).toBe(true);
    expect(await page.locator('.banner-place').evaluate((element) => (element as HTMLElement).inert)).toBe(
      true,
    );
    const reached: string[] = [];
    for (let press = 0; press < 12; press += 1) {
      reached.push(await page.evaluate(() => (document.activeElement?.closest('nav') ? 'nav' : 'main')));
      await page.keyboard.press('Tab');
    }
    expect(reached).not.toContain('nav');
    await page.getByRole('button', { name: 'New sale' }).click();
    await page.locator('.charge').waitFor();
    expect(await navigation.evaluate((element) => element.matches('[inert]'))).toBe(false);
    await page.close();
  });

  test('the way on has the focus, and Enter takes it', async () => {
    const page = await play(sceneOf('paid'));
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('paid-next');
    await page.keyboard.press('Enter');
    await page.locator('.charge').waitFor();
    await page.close();
  });
});

describe('Escape', () => {
  test('on an open invoice asks before it cancels, and once more keeps the sale', async () => {
    const page = await play(sceneOf('invoice'));
    await page.keyboard.press('Escape');
    const dialog = page.getByRole('dialog', { name: 'Cancel the sale of' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('.invoice .qr').count()).toBe(1);
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Cancel sale' }).click();
    await page.locator('.charge').waitFor();
    await page.close();
  });

  test.each(['paid', 'expired', 'cancelled', 'on-chain-late'])('on %s goes back to Charge', async (name) => {
    const page = await play(sceneOf(name));
    await page.keyboard.press('Escape');
    await page.locator('.charge').waitFor();
    await page.close();
  });
});

const PLACES: readonly (readonly [hash: string, title: string])[] = [
  ['#/charge', 'Charge – Café Wau'],
  ['#/invoice/sale0', 'Paid on 20 Nov 2026, 16:23 – Café Wau'],
  ['#/sales', 'Sales – Café Wau'],
  ['#/channels', 'Channels – Café Wau'],
  ['#/warnings', 'Warnings – Café Wau'],
  ['#/status', 'Status – Café Wau'],
  ['#/settings', 'Settings – Café Wau'],
];

describe('a screen', () => {
  test('has a title and one heading of its own, whichever way it was come to', async () => {
    const page = await play(sceneOf('charge-empty'));
    const titles: string[] = [];
    const headings: number[] = [];
    for (const [hash, title] of PLACES) {
      await page.evaluate((place) => {
        window.location.hash = place;
      }, hash);
      await expect.poll(() => page.title()).toMatch(title.slice(0, 4));
      titles.push(await page.title());
      headings.push(await page.getByRole('heading', { level: 1 }).count());
    }
    expect(titles.map((title) => title.replace(/Paid on.* –/, 'Paid –'))).toEqual(
      PLACES.map(([, title]) => title.replace(/Paid on.* –/, 'Paid –')),
    );
    expect(headings).toEqual(PLACES.map(() => 1));
    await page.close();
  });

  test.each([
    ['lock', 'Locked – Café Wau'],
    ['invoice', 'Scan to pay – Café Wau'],
    ['paid', 'Paid – Café Wau'],
    ['expired', 'Expired – Café Wau'],
    ['gate', 'Channels – Café Wau'],
    ['start', 'Dogetill'],
  ])('%s is titled %s', async (name, title) => {
    const page = await play(sceneOf(name));
    await expect.poll(() => page.title()).toBe(title);
    await page.close();
  });
});
