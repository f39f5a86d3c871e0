import { createInterface } from 'node:readline';
import { openShop } from '../../core/merchant/app/tills.ts';
import { SCREEN_FOLDER } from '../build.ts';
import { terminalLog } from '../log.ts';
import { readScreenFiles } from '../screen-files.ts';
import { startBrowserHost } from './browser-host.ts';
import { openInBrowser } from './open-browser.ts';

interface BrowserTillOptions {
  readonly data: string;
  readonly passphraseFile: string | undefined;
  readonly port: number;
  /** Whether the browser is opened besides printing the link. */
  readonly opens: boolean;
}

/** Runs the till with its screens in a browser, until a signal. */
export async function runBrowserTill(options: BrowserTillOptions): Promise<void> {
  const { data, passphraseFile, port, opens } = options;
  const log = terminalLog();
  // From here on: a signal while the till is being opened closes it in order, too.
  const signalled = nextSignal();
  const files = readScreenFiles(SCREEN_FOLDER);
  const shop = await openShop({ data, log, passphraseFile });
  try {
    const host = await startBrowserHost({ openDesk: () => shop.openSession(), files, port, folder: data });
    try {
      const link = host.newLink();
      process.stdout.write(`Dogetill is open. Its screens, by a link that works once:\n\n  ${link}\n\n`);
      if (host.movedFrom !== undefined) {
        process.stdout.write(
          `Port ${host.movedFrom} of the last start is taken: pages that are still open do not find this one.\n\n`,
        );
      }
      process.stdout.write('Enter prints another link, as does a second start; Ctrl+C closes the till.\n');
      if (opens) openInBrowser(link);
      onEnter(() => process.stdout.write(`\n  ${host.newLink()}\n\n`));
      await signalled;
    } finally {
      await host.close();
    }
  } finally {
    await shop.close();
  }
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

function onEnter(print: () => void): void {
  // Not as a terminal, of which readline would take Ctrl+C for itself: it only gets the lines.
  createInterface({ input: process.stdin, terminal: false }).on('line', print);
}
