import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { servePreview } from './preview.ts';
import type { Scene } from './scenes/scene.ts';
import { playScene, SAME_EVERYWHERE } from './scenes/scene-page.ts';
import { SCENES } from './scenes/scenes.ts';

/**
 * Takes pictures of every scene in light and dark and in several sizes, and tells of what is wider than its window:
 * `node test/renderer/look.ts <folder> [part of a scene's name] [part of a size]`. CHROMIUM_PATH names the browser.
 */

/** Width, height and device pixels for one of CSS. */
const SIZES = [
  [1024, 600, 1],
  [1280, 800, 1],
  [390, 844, 1],
  [3840, 2160, 1],
  [1920, 1080, 2],
] as const;
const PATIENCE_MS = 30_000;
const AT_ONCE = 2;

/** Anything wider than the window, which a person would have to scroll sideways for. */
async function overflow(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    return wide > 0 ? [`${wide} px wider than the window`] : [];
  });
}

async function look(
  context: BrowserContext,
  scene: Scene,
  { url, theme, file }: { url: string; theme: 'light' | 'dark'; file: string },
): Promise<readonly string[]> {
  const { page, errors } = await playScene(context, scene, { url, theme, patienceMs: PATIENCE_MS });
  await page.screenshot({ path: file });
  const told = [...errors, ...(await overflow(page))];
  await page.close();
  return told;
}

async function eachOf<T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void> {
  const left = [...things];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const [folder = 'out/looks', part = '', sizePart = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { url, server } = await servePreview(0);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const [width, height, pixels] of SIZES) {
  const size = `${width}x${height}@${pixels}`;
  if (!size.includes(sizePart)) continue;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: pixels,
    ...SAME_EVERYWHERE,
  });
  for (const theme of ['light', 'dark'] as const) {
    const scenes = SCENES.filter(({ name }) => name.includes(part));
    await eachOf(scenes, async (scene) => {
      const file = join(folder, `${scene.name}-${theme}-${size}.png`);
      const told = await look(context, scene, { url, theme, file }).catch((error) => [String(error)]);
      for (const line of told) process.stdout.write(`${scene.name} ${theme} ${size}: ${line}\n`);
    });
  }
  await context.close();
}
await browser.close();
server.close();
