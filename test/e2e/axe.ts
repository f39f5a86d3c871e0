import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

// Its text and not its address: the screens' content policy lets no other script in.
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that may find another thing in another theme. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'] as const;
const COUNTED: readonly (string | null)[] = ['serious', 'critical'];

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

interface AxeWindow {
  readonly axe: {
    run(options: object): Promise<{ readonly violations: readonly Violation[] }>;
  };
}

/** The serious and critical violations of what the page shows now, a line each. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(
    (only) =>
      (globalThis as unknown as AxeWindow).axe
        .run({
          resultTypes: ['violations'],
          ...(only && { runOnly: { type: 'rule', values: only } }),
        })
        .then(({ violations }) => violations),
    rules && [...rules],
  );
  return found
    .filter(({ impact }) => COUNTED.includes(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) =>
        `${id}: ${html.slice(0, 200)} ${failureSummary}`.replaceAll('\n', ' '),
      ),
    );
}

export function violationsOfColours(page: Page): Promise<string[]> {
  return violations(page, OF_COLOURS);
}

/** Of a till whose theme is the system's: in light and in dark. */
export async function expectNoViolation(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await violationsOfColours(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: null });
}
