import { execFile } from 'node:child_process';
import type { AlertHookView } from '../../bridge/views/owner.ts';
import type { WarningView } from '../../bridge/views/status.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { rfc3339 } from '../../system/times.ts';
import { parseWebAddress } from '../../web-address.ts';
import type { TillContext } from '../context.ts';

/** Tells somebody who is not at the till, until it is told to stop. Throws when it was not told. */
type Teller = (message: AlertMessage, stopping: AbortSignal) => Promise<void>;

export interface AlertMessage {
  readonly type: 'dogetill_alert';
  readonly shop: string;
  readonly network: string;
  readonly at: string;
  /** What has begun since the last message. Empty in a trial. */
  readonly warnings: readonly WarningView[];
  /** What is over: kind and channel. */
  readonly over: readonly Pick<WarningView, 'kind' | 'channel'>[];
}

const SETTING = 'alert url';
const LOOK_EVERY_MS = 30_000;
const TIMEOUT_MS = 15_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * Tells an owner who is away: by a web hook, a program, or both. Every warning once when it begins, and once when it is
 * over; what could not be told is told later, as it stands then. After a restart what still stands is told again.
 */
export class Alerts {
  readonly #context: TillContext;
  readonly #warnings: () => Promise<readonly WarningView[]>;
  readonly #command: Teller | undefined;
  #told = new Map<string, WarningView>();
  #failures = 0;
  #quietUntil = 0;
  #lastTold: string | undefined;
  #problem: string | undefined;
  readonly #stopping = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  /** @param command a program that gets every message on its standard input */
  constructor(
    context: TillContext,
    warnings: () => Promise<readonly WarningView[]>,
    command: string | undefined,
  ) {
    this.#context = context;
    this.#warnings = warnings;
    this.#command = command === undefined ? undefined : programTeller(command);
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  /** What is being told is not waited for: what still stands is told after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#looking;
  }

  view(): AlertHookView {
    return {
      url: this.#url,
      ...(this.#lastTold !== undefined && { lastTold: this.#lastTold }),
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  /** Keeps the address after a trial message has got there. '' for none. Refuses alert_failed. */
  async setUrl(given: string): Promise<Result<AlertHookView>> {
    const address =
      given.trim() === ''
        ? { ok: true as const, url: '' }
        : parseWebAddress(given, { query: true, credentials: true });
    if (!address.ok) return refuse('alert_failed', { problem: address.problem.replace(/\.$/, '') });
    const { url } = address;
    if (url !== '') {
      try {
        await webTeller(url)(this.#message([], []), this.#stopping.signal);
      } catch (error) {
        return refuse('alert_failed', { problem: error instanceof Error ? error.message : String(error) });
      }
    }
    const { store } = this.#context;
    store.transaction(() => store.settings.set(SETTING, url));
    this.#forget();
    return ok(this.view());
  }

  /** Tells what has begun and what is over since it last told anybody. Never throws. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#lookOnce())
      .catch((error: unknown) => {
        this.#problem = error instanceof Error ? error.message : String(error);
        this.#context.log.error({ err: error }, 'alerts');
      });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const tellers = this.#tellers();
    const { world } = this.#context;
    const { signal } = this.#stopping;
    if (signal.aborted || tellers.length === 0 || world.monotonic() < this.#quietUntil) return;
    const standing = new Map(
      (await this.#warnings())
        .filter(({ severity }) => severity !== 'notice')
        .map((warning) => [keyOf(warning), warning]),
    );
    const begun = [...standing].filter(([key]) => !this.#told.has(key)).map(([, warning]) => warning);
    const over = [...this.#told].filter(([key]) => !standing.has(key)).map(([, warning]) => warning);
    if (begun.length === 0 && over.length === 0) return;
    const outcomes = await Promise.allSettled(
      tellers.map((tell) => tell(this.#message(begun, over), signal)),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (signal.aborted) return;
    if (failed === undefined) {
      this.#forget();
      this.#told = standing;
      this.#lastTold = rfc3339(world.now());
      return;
    }
    this.#failures++;
    this.#quietUntil = world.monotonic() + Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.#failures);
    this.#problem = failed.reason instanceof Error ? failed.reason.message : String(failed.reason);
    this.#context.log.warn({ problem: this.#problem }, 'alert not delivered');
  }

  #forget(): void {
    this.#failures = 0;
    this.#quietUntil = 0;
    this.#problem = undefined;
  }

  get #url(): string {
    return this.#context.store.settings.get(SETTING) ?? '';
  }

  #tellers(): Teller[] {
    const url = this.#url;
    return [...(url === '' ? [] : [webTeller(url)]), ...(this.#command === undefined ? [] : [this.#command])];
  }

  #message(warnings: readonly WarningView[], over: readonly WarningView[]): AlertMessage {
    const { shopName, network, world } = this.#context;
    return {
      type: 'dogetill_alert',
      shop: shopName,
      network: network.name,
      at: rfc3339(world.now()),
      warnings,
      over: over.map(({ kind, channel }) => ({ kind, ...(channel !== undefined && { channel }) })),
    };
  }
}

/** A warning that grows worse is told anew. */
function keyOf({ kind, channel = '', severity }: WarningView): string {
  return `${kind} ${channel} ${severity}`;
}

/** POST of JSON. A redirect is not followed: what the owner named is what is told. */
function webTeller(address: string): Teller {
  const url = new URL(address);
  // fetch refuses a URL with credentials in it.
  const user = [url.username, url.password].map(decodeURIComponent).join(':');
  const authorization = user === ':' ? undefined : `Basic ${Buffer.from(user, 'utf8').toString('base64')}`;
  url.username = '';
  url.password = '';
  return async (message, stopping) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        ...(authorization !== undefined && { authorization }),
      },
      body: JSON.stringify(message),
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the web hook answers ${answer.status}`);
  };
}

/** Runs a program without a shell, with the message on its standard input. */
function programTeller(program: string): Teller {
  return (message, signal) =>
    new Promise((resolve, reject) => {
      const options = { signal, timeout: TIMEOUT_MS, maxBuffer: 65_536 };
      const child = execFile(program, [], options, (error) => {
        if (error === null) resolve();
        else reject(new Error(`${program}: ${error.message}`, { cause: error }));
      });
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(`${JSON.stringify(message)}\n`);
    });
}
