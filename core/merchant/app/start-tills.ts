import path from 'node:path';
import type { Logger } from 'pino';
import type { SessionView } from '../../bridge/views/session.ts';
import { NETWORKS } from '../../networks.ts';
import { SetupFault } from '../../system/faults.ts';
import type { World } from '../../system/world.ts';
import type { DeskApp } from '../desk/desk-app.ts';
import type { Keychain } from '../keys/keychain.ts';
import { type RunningTill, type ServeOptions, serve } from '../serve/serve.ts';
import { APP_FILE, type ShopFacts } from './app-file.ts';
import { PracticeCustomer, preparePractice } from './practice.ts';

export interface ShopOptions {
  /** The app's data folder; made if need be. */
  readonly data: string;
  readonly log: Logger;
  readonly world?: World;
  /** A file of the owner's with the shop's passphrase, for it to settle by itself. */
  readonly passphraseFile?: string | undefined;
  /** Where the owner may leave the passphrase for the same, if anywhere. */
  readonly keychain?: Keychain | undefined;
  /** Where a new shop answers customers: everywhere, so that phones in the shop's network reach it. */
  readonly listen?: { readonly host: string; readonly port: number };
}

/** Practice's till, with its customer. */
export interface PracticeTill {
  readonly running: RunningTill;
  stop(): Promise<void>;
}

/** Starts the two tills of an app, each in its folder. Throws SetupFault or DatabaseFault, with nothing left running. */
export class TillStarter {
  readonly #options: ShopOptions;
  readonly #world: World;

  constructor(options: ShopOptions, world: World) {
    this.#options = options;
    this.#world = world;
  }

  folder(mode: SessionView['mode']): string {
    return path.join(this.#options.data, mode);
  }

  shop({ network, node, otherNodes, host, port, publicUrl }: ShopFacts, app: DeskApp): Promise<RunningTill> {
    return this.#serve(port, {
      data: this.folder('shop'),
      network: NETWORKS[network],
      node,
      otherNodes,
      host,
      publicUrl,
      passphraseFile: this.#options.passphraseFile,
      keychain: this.#options.keychain,
      app,
      appFiles: [path.join(this.#options.data, APP_FILE)],
    });
  }

  /** @param appOf the app around the till, whose customer comes after it */
  async practice(
    port: number,
    appOf: (customer: () => PracticeCustomer | undefined) => DeskApp,
  ): Promise<PracticeTill> {
    const data = this.folder('practice');
    await preparePractice(data, this.#world);
    let customer: PracticeCustomer | undefined;
    const running = await this.#serve(port, {
      data,
      network: NETWORKS.regtest,
      node: 'practice',
      host: '127.0.0.1',
      app: appOf(() => customer),
    });
    const stop = async () => {
      await running.desk.settle();
      await customer?.close();
      await running.stop();
    };
    try {
      customer = await PracticeCustomer.start(data, running);
      return { running, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async #serve(port: number, options: Omit<ServeOptions, 'port' | 'log' | 'world'>): Promise<RunningTill> {
    const { log } = this.#options;
    const start = (onPort: number) => serve({ ...options, port: onPort, log, world: this.#world });
    try {
      return await start(port);
    } catch (error) {
      // Better answered elsewhere than not at all; the next start tries the port that customers know again.
      if (!isPortTaken(error)) throw error;
      log.warn({ port }, 'the port is taken: customers are answered on another');
      return await start(0);
    }
  }
}

export function portOf({ ready }: RunningTill): number {
  return Number(new URL(ready.endpoint).port);
}

function isPortTaken(error: unknown): boolean {
  const cause = error instanceof SetupFault ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
}
