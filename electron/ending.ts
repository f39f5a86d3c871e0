import type { App, PowerMonitor } from 'electron';
import type { Logger } from 'pino';
import { FAULT_STATUS } from './exit-status.ts';

interface EndingOptions {
  readonly app: Pick<App, 'on' | 'quit' | 'exit' | 'relaunch'>;
  readonly log: Logger;
  /** Milliseconds since the program was started. */
  readonly uptime: () => number;
  /** Tells the one at the screen, and waits for nobody else. */
  readonly show: (message: string) => void;
}

/** What was acknowledged is on the disk already: what takes longer than this is done at the next start. */
export const LONGEST_CLOSE_MS = 10_000;
/** A program that fails sooner would only fail again. */
export const RESTART_AFTER_MS = 60_000;

/** How the program ends, whoever wants it to: the window, a signal, the system, or a bug. */
export class Ending {
  readonly #options: EndingOptions;
  #closeTill: () => Promise<void> = () => Promise.resolve();
  #closing: Promise<void> | undefined;
  #isClosed = false;
  #hasFailed = false;

  constructor(options: EndingOptions) {
    this.#options = options;
    const { app } = options;
    // Nothing in flight is lost: Electron waits until the till has finished and its store is closed.
    app.on('before-quit', (event) => {
      if (this.#isClosed) return;
      event.preventDefault();
      void this.finish().then(() => app.quit());
    });
  }

  /** From now on there is a till to close. */
  guard(closeTill: () => Promise<void>): void {
    this.#closeTill = closeTill;
  }

  /** The computer is shut down; it waits a little for who asks it to. */
  heed(power: Pick<PowerMonitor, 'on'>): void {
    power.on('shutdown', (event?: { preventDefault(): void }) => {
      event?.preventDefault();
      this.#options.app.quit();
    });
  }

  /** Closes the till, once, within a limit. Never throws. */
  finish(): Promise<void> {
    this.#closing ??= this.#close().finally(() => {
      this.#isClosed = true;
    });
    return this.#closing;
  }

  /** A bug in this process: nobody knows what it still does, so it begins anew. What is stored is good. */
  async fail(error: unknown): Promise<void> {
    const { app, log, uptime, show } = this.#options;
    log.fatal({ err: error }, 'the program has failed');
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const isFirst = uptime() >= RESTART_AFTER_MS;
    await this.finish();
    if (isFirst) app.relaunch();
    else show(`Dogetill has failed and is closed: ${error instanceof Error ? error.message : String(error)}`);
    app.exit(FAULT_STATUS);
  }

  async #close(): Promise<void> {
    const { log } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        log.error('the till was not closed in time: what was left is done at the next start');
        resolve();
      }, LONGEST_CLOSE_MS);
    });
    const closed = this.#closeTill().catch((error: unknown) =>
      log.error({ err: error }, 'the till was not closed'),
    );
    await Promise.race([closed, limit]);
    clearTimeout(timer);
  }
}
