import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { median, percentile } from '../bench/measure.ts';
import { measureScreens, type ScreenTimes } from './latency-screens.ts';
import { launchChromium, startHost } from './stage/browser-stage.ts';
import { launch, startDisplay } from './stage/electron-launch.ts';
import { electronRuntime } from './stage/electron-runtime.ts';

/**
 * `npm run latency [-- --rounds 50]`: how long a clerk and a customer wait, on a till with its screens in Chromium and,
 * where there is one, in Electron. Times end when the frame with the answer is on the screen.
 */

const GOALS = { code: 100, paid: 150 } as const;
const MEANING = {
  code: 'from the press of Charge to the QR code on the screen',
  paid: "from before the request with the customer's PSBT to “paid” on the screen",
} as const;

async function inChromium(folder: string, rounds: number): Promise<ScreenTimes> {
  const host = await startHost(folder);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(host.link);
    await page.waitForURL((url) => url.pathname === '/');
    return await measureScreens(page, folder, rounds);
  } finally {
    await browser.close();
    host.child.kill('SIGTERM');
    await host.exited;
  }
}

async function inElectron(folder: string, rounds: number): Promise<ScreenTimes> {
  const display = await startDisplay();
  const app = await launch(folder, display.name);
  try {
    const page: Page = await app.firstWindow();
    return await measureScreens(page, folder, rounds);
  } finally {
    await app.close();
    display.stop();
  }
}

/** @returns whether the goals are met */
function print(name: string, times: ScreenTimes): boolean {
  process.stdout.write(
    `${name} (clocks of page and customer reconciled to ${times.clockError.toFixed(1)} ms)\n`,
  );
  const met = (['code', 'paid'] as const).map((what) => {
    const values = times[what];
    const isMet = median(values) < GOALS[what];
    const figures = [median(values), percentile(values, 0.95), Math.max(...values)];
    const [middle, p95, worst] = figures.map((value) => `${value.toFixed(0)} ms`);
    process.stdout.write(
      `  ${MEANING[what]}: median ${middle}, p95 ${p95}, worst ${worst} of ${values.length}; ` +
        `goal ${GOALS[what]} ms: ${isMet ? 'met' : 'NOT MET'}\n`,
    );
    return isMet;
  });
  return met.every(Boolean);
}

async function within<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'latency-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, only: { type: 'string', default: '' } },
});
const rounds = Number(values.rounds);
let isMet = true;
if (values.only !== 'electron') {
  isMet = print('Chromium, over the browser host', await within((folder) => inChromium(folder, rounds)));
}
const electron = values.only === 'chromium' ? undefined : electronRuntime();
if (electron !== undefined) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron;
  isMet = print('Electron', await within((folder) => inElectron(folder, rounds))) && isMet;
} else {
  process.stdout.write('Electron: there is none to try.\n');
}
process.exitCode = isMet ? 0 : 1;
