import type { BrowserContext, Page } from 'playwright-core';
import type { Scene } from './scene.ts';

/** When every scene is: a Friday afternoon. */
export const NOW = Date.parse('2026-11-20T15:40:00Z');

/** What a context must be given for the same picture every time. */
export const SAME_EVERYWHERE = {
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  reducedMotion: 'reduce',
} as const;

export interface Drawn {
  readonly page: Page;
  /** Errors that the page wrote to its console, or threw. */
  readonly errors: readonly string[];
}

export interface SceneOptions {
  /** Of the preview. */
  readonly url: string;
  readonly theme: 'light' | 'dark' | 'contrast';
  readonly patienceMs: number;
}

/** Plays a scene up to what is looked at, with nothing left to come. */
export async function playScene(
  context: BrowserContext,
  scene: Scene,
  { url, theme, patienceMs }: SceneOptions,
): Promise<Drawn> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.clock.setFixedTime(NOW);
  // The places of the words that the first run asks back.
  await page.addInitScript(() => {
    Math.random = () => 0.3;
  });
  // Ten thousand channels, which the preview has otherwise, take longer to make up than to draw.
  const few = scene.options['mode'] === 'practice' ? {} : { channels: '400' };
  await page.goto(`${url}?${new URLSearchParams({ theme, ...few, ...scene.options })}${scene.hash}`);
  await page.locator('main').waitFor();
  // Keys that are typed before the page listens are lost.
  await settle(page);
  await scene.act(page);
  await settle(page);
  return { page, errors };
}

/** Until the till in memory has answered everything, and the page has drawn it. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { preview } = window as unknown as { preview: { unanswered: number } };
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await document.fonts.ready;
    for (let quiet = 0; quiet < 4; quiet = preview.unanswered === 0 ? quiet + 1 : 0) await drawn();
  });
}
