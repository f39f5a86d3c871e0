import { spawn } from 'node:child_process';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { ROOT } from '../house-rules/tree.ts';
import { PATIENCE_MS } from './patience.ts';
import type { Stage } from './stage.ts';

export interface Display {
  readonly name: string;
  stop(): void;
}

/** A screen that nobody sees, where there is none. */
export function startDisplay(): Promise<Display> {
  const own = process.env['DISPLAY'];
  if (own) return Promise.resolve({ name: own, stop: () => undefined });
  // It takes a free number itself and writes it to the fourth of its streams.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error('Electron needs a display: install Xvfb, or set DISPLAY.')));
    child.once('exit', (status) => reject(new Error(`Xvfb ended with ${status}.`)));
    child.stdio[3]?.once('data', (chunk: Buffer) => {
      resolve({ name: `:${chunk.toString().trim()}`, stop: () => child.kill() });
    });
  });
}

export async function launch(folder: string, display: string): Promise<ElectronApplication> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const app = await electron.launch({
    args: ['.', '--data', folder],
    cwd: ROOT,
    timeout: PATIENCE_MS,
    env: { ...env, DISPLAY: display } as Record<string, string>,
  });
  app.context().setDefaultTimeout(PATIENCE_MS);
  return app;
}

export async function openElectronStage(folder: string, display: string): Promise<Stage> {
  let app = await launch(folder, display);
  let page: Page = await app.firstWindow();
  const restart = async () => {
    app = await launch(folder, display);
    page = await app.firstWindow();
  };
  const shownText = (): Promise<string> =>
    app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const text = window?.webContents.executeJavaScript('document.body.innerText');
      // A page that is dead has no answer, not even a no.
      const silence = new Promise((resolve) => setTimeout(resolve, 5000, ''));
      return String(await Promise.race([text, silence]));
    });
  return {
    folder,
    get page() {
      return page;
    },
    reopen: async () => {
      await closeApp(app);
      await restart();
    },
    crash: async (text) => {
      await app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
      });
      await expect.poll(() => shownText().catch(String), { interval: 200 }).toContain(text);
      // Playwright holds the page for lost; the app is opened anew to look on.
      await closeApp(app);
      await restart();
    },
    killTill: async () => {
      const child = app.process();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      await restart();
    },
    close: () => closeApp(app),
  };
}

async function closeApp(app: ElectronApplication): Promise<void> {
  const child = app.process();
  const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined;
  await app.close();
  await gone;
}
