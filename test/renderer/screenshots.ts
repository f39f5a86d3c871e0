import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { ROOT } from '../house-rules/tree.ts';
import { PICTURED, PICTURES } from './pictures.ts';
import { servePreview } from './preview.ts';
import { playScene, SAME_EVERYWHERE } from './scenes/scene-page.ts';
import { SCENES } from './scenes/scenes.ts';
import { smallPng } from './small-png.ts';

/**
 * `npm run screenshots`: pictures of every screen in light and dark into docs/screens, and docs/SCREENS.md that shows
 * them. The same screens on the same machine give the same bytes. CHROMIUM_PATH names the browser.
 */

const FOLDER = join(ROOT, 'docs', 'screens');
const PATIENCE_MS = 60_000;
const THEMES = ['light', 'dark'] as const;

async function takePicture(context: BrowserContext, url: string, name: string): Promise<void> {
  const scene = SCENES.find((one) => one.name === name);
  if (scene === undefined) throw new Error(`there is no scene ${name}`);
  for (const theme of THEMES) {
    const { page, errors } = await playScene(context, scene, { url, theme, patienceMs: PATIENCE_MS });
    if (errors.length > 0) throw new Error(`${name}: ${errors.join('; ')}`);
    const picture = await page.screenshot({ caret: 'hide', animations: 'disabled' });
    writeFileSync(join(FOLDER, `${name}-${theme}.png`), smallPng(picture));
    await page.close();
  }
  process.stdout.write(`${name}\n`);
}

function sheet(): string {
  const sections = PICTURES.map(([heading, scenes]) =>
    [
      `## ${heading}`,
      '',
      '| light | dark |',
      '| --- | --- |',
      ...scenes.map(
        ([name, text]) =>
          `| ${THEMES.map((theme) => `![${text}](screens/${name}-${theme}.png)`).join(' | ')} |\n| ${text} | |`,
      ),
    ].join('\n'),
  );
  return [
    '# Screens',
    'Every screen, on data that were made up. `npm run screenshots` takes these pictures and writes this page.',
    ...sections,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const { url, server } = await servePreview(0);
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--font-render-hinting=none'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...SAME_EVERYWHERE });
for (const name of PICTURED) await takePicture(context, url, name);
await browser.close();
server.close();
writeFileSync(join(ROOT, 'docs', 'SCREENS.md'), sheet());
process.stdout.write(`${readdirSync(FOLDER).length} pictures in docs/screens\n`);
