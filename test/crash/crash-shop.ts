import { randomBytes, randomInt } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CallInput, CallName, CallOutput } from '../../core/bridge/bridge.ts';
import { callTill } from '../../core/merchant/serve/control-client.ts';
import type { ReadyLine } from '../../core/merchant/serve/serve.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { mallory } from '../doubles/parties.ts';
import { Killable } from './killable.ts';

const CLI = path.join(import.meta.dirname, '../../core/cli.ts');
const PRACTICE_NODE = path.join(import.meta.dirname, 'practice-node-process.ts');
/** Blocks after which a settlement that none of them took has its fee raised. */
export const LAG_BLOCKS = 2;
const POLICY = {
  requests_per_minute_per_address: 1_000_000_000,
  open_offers_per_address: 1000,
  fee_lag_blocks: LAG_BLOCKS,
};
const USER = 'practice';
/** From pino's `error` on: what a till only logs when something happened that nobody foresaw. */
const LEVEL_OF_ERRORS = 50;

/** What the control connection says of a till that is not there, or went away before it answered. */
const IS_GONE = /^No till runs on|was started anew|ECONNRESET|EPIPE|socket hang up|aborted/;

/** The till cannot be reached, or is gone before it answered. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** A node and a till, each in a process of its own, that can be killed and started again on what they left behind. */
export class CrashShop {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'dogetill-crash-'));
  readonly node: NodeBackend;
  /** Where customers reach the till; the same after every start. */
  readonly url: string;
  readonly #tillPort: number;
  readonly #nodePort: number;
  readonly #password = randomBytes(16).toString('hex');
  #nodeProcess: Killable<unknown> | undefined;
  #till: Killable<ReadyLine> | undefined;
  #identity: string | undefined;
  #killed = 0;
  #feePerKb: bigint | undefined;

  private constructor(tillPort: number, nodePort: number) {
    this.#tillPort = tillPort;
    this.#nodePort = nodePort;
    this.url = `http://127.0.0.1:${tillPort}`;
    this.node = connectNode({
      network: NETWORKS.regtest,
      attempts: 1,
      address: {
        kind: 'password',
        host: '127.0.0.1',
        port: nodePort,
        user: USER,
        password: this.#password,
      },
    });
    writeFileSync(this.#policyFile, JSON.stringify(POLICY));
  }

  static async open(): Promise<CrashShop> {
    const shop = new CrashShop(await freePort(), await freePort());
    await shop.startNode();
    await shop.startTill();
    return shop;
  }

  get #policyFile(): string {
    return path.join(this.folder, 'policy.json');
  }

  get #tillFolder(): string {
    return path.join(this.folder, 'till');
  }

  /** Of the till that was killed; what it had on the disk then. */
  get storeFile(): string {
    return path.join(this.#tillFolder, 'till.sqlite');
  }

  /** X-only key of the till, hex. */
  get identity(): string {
    if (this.#identity === undefined) throw new Error('the till was never ready');
    return this.#identity;
  }

  /** How often the till was killed. */
  get killed(): number {
    return this.#killed;
  }

  /** Starts the till without waiting for it. */
  spawnTill(): Killable<ReadyLine> {
    const address = `http://${USER}:${this.#password}@127.0.0.1:${this.#nodePort}`;
    const given = {
      data: this.#tillFolder,
      network: 'regtest',
      node: address,
      listen: `127.0.0.1:${this.#tillPort}`,
      policy: this.#policyFile,
    };
    const options = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
    this.#till = new Killable<ReadyLine>(CLI, ['serve', ...options]);
    return this.#till;
  }

  /** @returns milliseconds until customers could come */
  async startTill(): Promise<number> {
    const startedAt = performance.now();
    const { identity } = await this.spawnTill().ready;
    this.#identity ??= identity;
    if (identity !== this.#identity) throw new Error('the till has another identity than before');
    return performance.now() - startedAt;
  }

  async killTill(): Promise<void> {
    const till = this.#till;
    if (till === undefined || till.hasEnded) throw new Error(`no till to kill:\n${till?.errors.join('\n')}`);
    await till.kill();
    this.#killed++;
    const unforeseen = till.errors.filter((line) => levelOf(line) >= LEVEL_OF_ERRORS);
    if (unforeseen.length > 0) throw new Error(`the till met with what nobody foresaw:\n${unforeseen[0]}`);
  }

  /** @param feePerKb what its blocks ask of a transaction and its ancestors, in koinu, from this start on */
  async startNode(feePerKb = this.#feePerKb): Promise<void> {
    this.#feePerKb = feePerKb;
    const dataDir = path.join(this.folder, 'node');
    const args = [String(this.#nodePort), USER, this.#password, dataDir, feePerKb?.toString() ?? ''];
    this.#nodeProcess = new Killable(PRACTICE_NODE, args);
    await this.#nodeProcess.ready;
  }

  /** Ends once the till that runs now has logged this; never where it does not. */
  said(message: string): Promise<void> {
    return this.#till?.said(message) ?? Promise.reject(new Error('no till'));
  }

  async killNode(): Promise<void> {
    await this.#nodeProcess?.kill();
  }

  freezeNode(): void {
    this.#nodeProcess?.freeze();
  }

  thawNode(): void {
    this.#nodeProcess?.thaw();
  }

  async mine(blocks: number): Promise<void> {
    await this.node.mine(blocks, mallory.address);
  }

  /** Asks the till over its control connection. Throws NoAnswer where none comes. */
  async ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput[N]> {
    const answer = await callTill(this.#tillFolder, name, input).catch((error: Error) => {
      if (IS_GONE.test(error.message)) throw new NoAnswer('the counter does not answer', { cause: error });
      throw error;
    });
    if (!answer.ok) throw new Error(`${name}: ${answer.problem.code}: ${answer.problem.detail}`);
    return answer.value;
  }

  /**
   * Looks into what a killed till left, in a copy: the next till is to find the log as the kill left it, and not as
   * this look would leave it.
   */
  lookInto<T>(look: (store: Store) => T): T {
    const folder = mkdtempSync(path.join(this.folder, 'look-'));
    const copy = path.join(folder, 'till.sqlite');
    for (const part of ['', '-wal']) {
      if (existsSync(this.storeFile + part)) copyFileSync(this.storeFile + part, copy + part);
    }
    const store = openStore(copy);
    try {
      return look(store);
    } finally {
      store.close();
      rmSync(folder, { recursive: true });
    }
  }

  async remove(): Promise<void> {
    this.node.close();
    await this.#till?.kill();
    await this.#nodeProcess?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** 0 for a line that is none of the log's. */
function levelOf(line: string): number {
  try {
    return Number((JSON.parse(line) as { readonly level?: unknown }).level ?? 0);
  } catch {
    return 0;
  }
}

/**
 * Below the ports that systems give to outgoing connections: one of those might take it while the till is dead, and a
 * customer who tries again and again might even connect to herself.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
