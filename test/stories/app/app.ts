import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { CallInput, CallName, CallOutput, Proof } from '../../../core/bridge/bridge.ts';
import type { ShopOptions } from '../../../core/merchant/app/start-tills.ts';
import { openShop, type Shop } from '../../../core/merchant/app/tills.ts';
import type { DeskSession } from '../../../core/merchant/desk/desk.ts';

const SILENT = pino({ level: 'silent' });

/** The app on a folder of its own, with one screen. */
export class App {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'app-'));
  readonly #options: Pick<ShopOptions, 'keychain'>;
  /** What the one at the screen shows when she is asked anew whether she is the owner. */
  proof: Proof | undefined;
  #shop: Shop | undefined;
  #screen: DeskSession | undefined;

  constructor(options: Pick<ShopOptions, 'keychain'> = {}) {
    this.#options = options;
  }

  static async open(options: Pick<ShopOptions, 'keychain'> = {}): Promise<App> {
    const app = new App(options);
    await app.start();
    return app;
  }

  async start(): Promise<void> {
    const listen = { host: '127.0.0.1', port: 0 };
    this.#shop = await openShop({ data: this.folder, log: SILENT, listen, ...this.#options });
    this.#screen = this.#shop.openSession();
  }

  async restart(): Promise<void> {
    await this.shop.close();
    await this.start();
  }

  async remove(): Promise<void> {
    await this.#shop?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get shop(): Shop {
    if (this.#shop === undefined) throw new Error('the app is closed');
    return this.#shop;
  }

  get screen(): DeskSession {
    if (this.#screen === undefined) throw new Error('the app is closed');
    return this.#screen;
  }

  async ask<N extends CallName>(name: N, input: CallInput<N>, screen = this.screen): Promise<CallOutput[N]> {
    const answer = await screen.call(name, input, this.proof);
    if (!answer.ok) throw new Error(`${answer.problem.code}: ${answer.problem.detail}`);
    return answer.value;
  }

  /** The refusal's code. */
  async refused<N extends CallName>(name: N, input: CallInput<N>): Promise<string> {
    const answer = await this.screen.call(name, input, this.proof);
    return answer.ok ? 'accepted' : answer.problem.code;
  }
}
