import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { servePreview } from './preview.ts';
import { SCENES, type Scene } from './scenes.ts';

/**
 * Takes pictures of every screen in light and dark and in several sizes, and runs axe on each:
 * `node test/renderer/look.ts <folder> [part of a scene's name]`. CHROMIUM names the browser.
 */

const AXE = join(dirname(createRequire(import.meta.url).resolve('axe-core')), 'axe.min.js');
const SIZES = [
  [1024, 600],
  [1440, 900],
  [390, 844],
] as const;
const ARGUMENTS = [
  '--no-sandbox',
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

async function axeFindings(page: Page): Promise<readonly Finding[]> {
  await page.addScriptTag({ path: AXE });
  return await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } };
    return (await axe.run()).violations;
  });
}

/** Anything wider than the window, which a person would have to scroll sideways for. */
async function overflow(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    return wide > 0 ? `${wide} px wider than the window` : '';
  });
}

async function look(context: BrowserContext, url: string, scene: Scene, file: string): Promise<string[]> {
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const told: string[] = [];
  page.on('pageerror', (error) => told.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') told.push(`console: ${message.text()}`);
  });
  await page.goto(`${url}?${new URLSearchParams(scene.options)}${scene.hash}`);
  await page.locator('main').waitFor();
  await scene.act(page);
  await page.waitForTimeout(250);
  await page.screenshot({ path: file });
  const wide = await overflow(page);
  if (wide !== '') told.push(wide);
  for (const { id, impact, nodes } of await axeFindings(page)) {
    const [first] = nodes;
    told.push(
      `axe ${impact} ${id} ×${nodes.length}: ${first?.html.slice(0, 160)} ${first?.failureSummary ?? ''}`,
    );
  }
  await page.close();
  return told;
}

const AT_ONCE = 2;

async function eachOf<T>(things: readonly T[], act: (thing: T) => Promise<void>): Promise<void> {
  const left = [...things];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

const [folder = 'out/looks', part = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const { url, server } = await servePreview(0);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ARGUMENTS,
});
for (const theme of ['light', 'dark'] as const) {
  for (const [width, height] of SIZES) {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const scenes = SCENES.filter(({ name }) => name.includes(part));
    await eachOf(scenes, async (scene) => {
      const file = join(folder, `${scene.name}-${theme}-${width}.png`);
      const options = { theme, ...scene.options };
      const told = await look(context, url, { ...scene, options }, file).catch((error) => [String(error)]);
      for (const line of told) process.stdout.write(`${scene.name} ${theme} ${width}: ${line}\n`);
    });
    await context.close();
  }
}
await browser.close();
server.close();
