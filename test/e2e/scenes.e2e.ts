import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PICTURED } from '../renderer/pictures.ts';
import { type Preview, servePreview } from '../renderer/preview.ts';
import { playScene, SAME_EVERYWHERE, settle } from '../renderer/scenes/scene-page.ts';
import { SCENES } from '../renderer/scenes/scenes.ts';
import { violations, violationsOfColours } from './axe.ts';
import { launchChromium } from './stage/browser-stage.ts';
import { PATIENCE_MS } from './stage/patience.ts';

let preview: Preview;
let browser: Browser;
let context: BrowserContext;
const drawn = new Set<string>();
const pictured = new Set<string>();

beforeAll(async () => {
  preview = await servePreview(0);
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...SAME_EVERYWHERE });
});

afterAll(async () => {
  await browser?.close();
  preview?.server.close();
});

describe('a screen', () => {
  test.each(SCENES)('$name has no serious violation of WCAG, in any theme', async (scene) => {
    const { page, errors } = await playScene(context, scene, {
      url: preview.url,
      theme: 'light',
      patienceMs: PATIENCE_MS,
    });
    const found = { light: await violations(page), dark: [] as string[], contrast: [] as string[] };
    for (const theme of ['dark', 'contrast'] as const) {
      await page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name;
      }, theme);
      await settle(page);
      found[theme] = await violationsOfColours(page);
    }
    for (const name of await page.evaluate(() => [...(window as unknown as { drawn: Set<string> }).drawn])) {
      drawn.add(name);
      if (PICTURED.includes(scene.name)) pictured.add(name);
    }
    await page.close();
    expect({ ...found, errors }).toEqual({ light: [], dark: [], contrast: [], errors: [] });
  });

  test('is in a scene, with every dialog and every part', () => {
    expect(preview.parts.length).toBeGreaterThan(0);
    expect(preview.parts.filter((name) => !drawn.has(name))).toEqual([]);
  });

  test('is on a picture in docs/SCREENS.md', () => {
    const whole = preview.parts.filter((name) => /^\w+(?:Screen|Dialog)$/.test(name));
    expect(whole.filter((name) => !pictured.has(name))).toEqual([]);
  });
});
