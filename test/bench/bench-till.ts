import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { type Endpoint, startEndpoint } from '../../core/merchant/endpoint/endpoint.ts';
import { createKeyFile, type KeyFile } from '../../core/merchant/keys/key-file.ts';
import { newWords } from '../../core/merchant/keys/keys.ts';
import { defaultPolicy, type Policy } from '../../core/merchant/policy/policy.ts';
import { Till } from '../../core/merchant/till/till.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { openStore } from '../../core/store/store.ts';
import { REAL_WORLD } from '../../core/system/world.ts';

/** One address asks for everything here, and no invoice may expire while others are measured. */
const POLICY: Policy = {
  ...defaultPolicy('regtest'),
  requestsPerMinutePerAddress: 1_000_000_000,
  openOffersPerAddress: 10_000,
  invoiceLifetimeSeconds: 86_400,
};

/** More than a coinbase needs to be spendable, and a coinbase for each of the channels. */
const FIRST_BLOCKS = 240;
/** As on mainnet: looking at the chain is part of a till's day. */
const LOOK_EVERY_MS = 5000;

interface Running {
  readonly till: Till;
  readonly endpoint: Endpoint;
}

/** A whole till on a folder of its own, with the practice node; its commits are counted. */
export class BenchTill {
  readonly folder: string;
  readonly #practice: PracticeNode;
  readonly #keyFile: KeyFile;
  #running: Running | undefined;
  #commits = 0;

  private constructor(folder: string, practice: PracticeNode, keyFile: KeyFile) {
    this.folder = folder;
    this.#practice = practice;
    this.#keyFile = keyFile;
  }

  /** @param parent a folder on the disk that is measured */
  static async open(parent = tmpdir()): Promise<BenchTill> {
    const folder = mkdtempSync(path.join(parent, 'dogetill-bench-'));
    const keyFile = await createKeyFile(folder, {
      words: newWords(),
      passphrase: '',
      network: NETWORKS.regtest,
    });
    const bench = new BenchTill(folder, await startPracticeNode({ initialBlocks: FIRST_BLOCKS }), keyFile);
    await bench.start();
    return bench;
  }

  get till(): Till {
    return this.#now.till;
  }

  get url(): string {
    return this.#now.endpoint.url;
  }

  get node(): NodeBackend {
    return this.till.context.node;
  }

  /** Transactions of the store since the folder was made. */
  get commits(): number {
    return this.#commits;
  }

  /** Bytes of the store's file; of a stopped till's, which has no log beside it. */
  get storeBytes(): number {
    return statSync(this.#storePath).size;
  }

  async start(): Promise<void> {
    const store = openStore(this.#storePath);
    const till = new Till({
      network: NETWORKS.regtest,
      store: {
        ...store,
        transaction: (work) => {
          this.#commits++;
          return store.transaction(work);
        },
      },
      node: this.#connect(),
      keyFile: this.#keyFile,
      passphrase: async () => '',
      policy: POLICY,
      shopName: 'Bench',
      world: REAL_WORLD,
      log: pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true })),
      lookEveryMs: LOOK_EVERY_MS,
    });
    await till.start();
    this.#running = { till, endpoint: await startEndpoint(till, { host: '127.0.0.1', port: 0 }) };
  }

  /** Ends the till but not its node. Closing the store writes its log back into its file. */
  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.endpoint.close();
    await running?.till.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.#practice.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #now(): Running {
    if (this.#running === undefined) throw new Error('the till is stopped');
    return this.#running;
  }

  get #storePath(): string {
    return path.join(this.folder, 'till.sqlite');
  }

  #connect(): NodeBackend {
    const { port, user, password } = this.#practice;
    return connectNode({
      network: NETWORKS.regtest,
      address: { kind: 'password', host: '127.0.0.1', port, user, password },
    });
  }
}
