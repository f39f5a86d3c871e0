import { parseArgs } from 'node:util';
import { stop as stopBundler } from 'esbuild';
import { pathOf } from '../core/commands/options.ts';
import { reportAndExit } from '../core/commands/program.ts';
import { askForLink } from '../core/merchant/serve/browser-link.ts';
import { defaultDataFolder } from '../core/system/data-folder.ts';
import { SetupFault } from '../core/system/faults.ts';
import { openInBrowser } from './browser/open-browser.ts';
import { runBrowserTill } from './browser/run-browser-till.ts';
import { buildScreen, buildShell } from './build.ts';
import { fetchElectron, installedElectron } from './find-electron.ts';
import { runElectron } from './run-electron.ts';

// `npm start`: the till in a window, or in a browser where no window is to be had. No questions asked.

const HELP = `npm start [-- OPTIONS]
  --browser        open the screens in a browser instead of a window
  --data FOLDER    where the till's data lie (${defaultDataFolder()})
  --port PORT      of the browser's address on this machine; a free one unless given
  --passphrase-file FILE
                   its first line is the shop's passphrase: the till closes channels with nobody there
  --no-open        print the browser's link, and open nothing
  --no-sandbox     a window for root, in a container of its own: Chromium does not sandbox for root
`;

interface StartOptions {
  readonly browser: boolean;
  readonly data: string;
  readonly passphraseFile: string | undefined;
  readonly port: number;
  readonly opens: boolean;
  readonly isSandboxed: boolean;
}

/** Throws SetupFault. */
function readOptions(given: readonly string[]): StartOptions | undefined {
  const { values } = parse(given);
  if (values.help) return undefined;
  const port = values.port ?? '0';
  const file = values['passphrase-file'];
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new SetupFault(`--port ${port} is not a port: give a number up to 65535.`);
  }
  return {
    browser: values.browser === true || values.port !== undefined || values['no-open'] === true,
    data: values.data === undefined ? defaultDataFolder() : pathOf('--data', values.data),
    passphraseFile: file === undefined ? undefined : pathOf('--passphrase-file', file),
    port: Number(port),
    opens: values['no-open'] !== true,
    isSandboxed: values['no-sandbox'] !== true,
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        browser: { type: 'boolean' },
        data: { type: 'string' },
        'passphrase-file': { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'no-sandbox': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new SetupFault(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`, {
      cause: error,
    });
  }
}

/** @returns why there can be no window here, or undefined */
function whyNoWindow(isSandboxed: boolean): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return 'There is no screen for a window here';
  if (isSandboxed && process.getuid?.() === 0)
    return "A window does not open for root, whom Chromium's sandbox cannot hold";
  return undefined;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** @returns whether the window was opened; it is closed by then */
async function openWindow(options: StartOptions): Promise<boolean> {
  const reason = whyNoWindow(options.isSandboxed);
  if (reason !== undefined) {
    say(`${reason}: the till opens in a browser.`);
    return false;
  }
  const program = installedElectron() ?? (await fetchForFirstTime());
  if (program === undefined) {
    say('Electron cannot be fetched from here: the till opens in a browser. The next start tries again.');
    return false;
  }
  await buildShell();
  await stopBundler();
  const hasRun = await runElectron(program, options);
  if (!hasRun) say('Electron does not start here: the till opens in a browser.');
  return hasRun;
}

function fetchForFirstTime(): Promise<string | undefined> {
  say('Fetching Electron for the window, once (about 110 MB; `npm start -- --browser` does without) …');
  const isTerminal = process.stdout.isTTY;
  return fetchElectron((progress) => {
    if (isTerminal) process.stdout.write(`\r  ${progress} `);
  }).finally(() => isTerminal && process.stdout.write('\n'));
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
  } else {
    // Before anything is built: a page of the till that runs would be served other files.
    const link = await askForLink(options.data);
    if (link !== undefined) {
      say(`Dogetill is open already. Its screens, by a link that works once:\n\n  ${link}\n`);
      if (options.opens) openInBrowser(link);
      process.exit(0);
    }
    await buildScreen();
    if (options.browser || !(await openWindow(options))) {
      await stopBundler();
      await runBrowserTill(options);
    }
  }
  process.exit(0);
} catch (error) {
  reportAndExit(error);
}
