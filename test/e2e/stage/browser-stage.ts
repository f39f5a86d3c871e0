import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright-core';
import { ROOT } from '../../house-rules/tree.ts';
import { PATIENCE_MS } from './patience.ts';
import type { Stage } from './stage.ts';

export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `npm start -- --browser` as a child, up to the link that it prints. */
export interface RunningHost {
  readonly child: ChildProcess;
  readonly link: string;
  /** Everything that it printed so far. */
  output(): string;
  readonly exited: Promise<number | null>;
}

export function startHost(folder: string, more: readonly string[] = ['--browser']): Promise<RunningHost> {
  const child = spawn(process.execPath, ['electron/start.ts', ...more, '--no-open', '--data', folder], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const link = /http:\/\/127\.0\.0\.1:\d+\/enter\/[\w-]+/.exec(output)?.[0];
      if (link !== undefined) resolve({ child, link, output: () => output, exited });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then((status) => reject(new Error(`the host ended with ${status}: ${output}`)));
  });
}

export function launchChromium(
  more: readonly string[] = [],
  options: Pick<LaunchOptions, 'ignoreDefaultArgs'> = {},
): Promise<Browser> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`${CHROMIUM} is not there: install Debian's chromium, or name another in CHROMIUM_PATH.`);
  }
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGUMENTS, ...more],
    timeout: PATIENCE_MS,
    ...options,
  });
}

export async function openBrowserStage(folder: string): Promise<Stage> {
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(PATIENCE_MS);
  let host = await startHost(folder);
  let page = await enter(context, host.link);
  const home = () => new URL('/', host.link).href;
  return {
    folder,
    get page() {
      return page;
    },
    outlivesWindow: true,
    reopen: async () => {
      await page.close();
      page = await context.newPage();
      await page.goto(home());
    },
    crash: async (text) => {
      const crashed = page.waitForEvent('crash');
      await page.goto('chrome://crash').catch(() => undefined);
      await crashed;
      page = await context.newPage();
      await page.goto(home());
      await page.getByText(text).first().waitFor();
    },
    killTill: async () => {
      host.child.kill('SIGKILL');
      await host.exited;
      host = await startHost(folder);
      await page.close();
      page = await enter(context, host.link);
    },
    close: async () => {
      await browser.close();
      host.child.kill('SIGTERM');
      await host.exited;
    },
  };
}

async function enter(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL((url) => url.pathname === '/');
  return page;
}
