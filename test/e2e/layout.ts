import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../house-rules/tree.ts';
import { type Preview, servePreview } from '../renderer/preview.ts';
import { playScene, SAME_EVERYWHERE, settle } from '../renderer/scenes/scene-page.ts';
import { SCENES } from '../renderer/scenes/scenes.ts';
import { launchChromium } from './stage/browser-stage.ts';
import { PATIENCE_MS } from './stage/patience.ts';

/** Width and height in CSS pixels. */
export type Size = readonly [number, number];

const LANGUAGES = ['en', 'de'] as const;

/** The measuring of test/renderer/layout-faults.ts as a script for a page. */
export async function layoutScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'test', 'renderer', 'layout-faults.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'layout',
    target: 'es2022',
  });
  return `${outputFiles[0]?.text}; globalThis.layout = layout;`;
}

export async function layoutFaultsOf(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    (globalThis as unknown as { layout: { layoutFaults(): string[] } }).layout.layoutFaults(),
  );
}

/** Bars of scrolling take their room, as on the machines of shops. */
export function launchWithScrollbars(): Promise<Browser> {
  return launchChromium([], { ignoreDefaultArgs: ['--hide-scrollbars'] });
}

async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((name) => {
    (globalThis as unknown as { speak(language: string): void }).speak(name);
  }, language);
}

/** Every scene, played in the first of the sizes and looked at in all of them, in both languages. */
export function describeLayout(sizes: readonly [Size, ...Size[]]): void {
  let preview: Preview;
  let browser: Browser;
  let context: BrowserContext;
  const [[width, height]] = sizes;

  beforeAll(async () => {
    preview = await servePreview(0);
    browser = await launchWithScrollbars();
    context = await browser.newContext({ viewport: { width, height }, ...SAME_EVERYWHERE });
    await context.addInitScript(await layoutScript());
  });
  afterAll(async () => {
    await browser?.close();
    preview?.server.close();
  });

  describe(`a screen of ${sizes.map((size) => size.join(' × ')).join(' or ')}`, () => {
    test.each(SCENES)('$name fits, in both languages', async (scene) => {
      const { page } = await playScene(context, scene, {
        url: preview.url,
        theme: 'light',
        patienceMs: PATIENCE_MS,
      });
      const found: string[] = [];
      for (const [wide, high] of sizes) {
        await page.setViewportSize({ width: wide, height: high });
        for (const language of LANGUAGES) {
          await speak(page, language);
          await settle(page);
          const faults = await layoutFaultsOf(page);
          found.push(...faults.map((fault) => `${wide} × ${high} ${language}: ${fault}`));
        }
      }
      await page.close();
      // Each in full, which a comparison of lists would shorten.
      expect(found.join('\n')).toBe('');
    });
  });
}
