import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scriptOf } from '../../protocol/address.ts';
import type { NodePolicy } from './chain/acceptance.ts';
import { Clock } from './chain/clock.ts';
import { Journal } from './chain/journal.ts';
import { NETWORK } from './chain/parameters.ts';
import { PracticeChain } from './chain/practice-chain.ts';
import { type Credentials, createRpcServer } from './rpc/http-server.ts';

export interface PracticeNodeOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly user?: string;
  /** Drawn at random when it is not given. */
  readonly password?: string;
  /** DEFAULT_POLICY unless given. */
  readonly policy?: NodePolicy;
  /** 32 bytes that the wallet's keys come from: the same seed, the same addresses. Random unless given. */
  readonly seed?: Uint8Array;
  /** Folder that keeps chain and wallet across restarts. Nothing is kept without it. */
  readonly dataDir?: string;
  /** Blocks that a new chain begins with, a minute apart and up to now, mined to the node's wallet. */
  readonly initialBlocks?: number;
  /** Mines a block every so many milliseconds. */
  readonly blockIntervalMs?: number;
  /** Told when a block that was to be mined by itself could not be kept; no more are mined then. */
  readonly onFault?: (fault: unknown) => void;
  /** Who is paid for blocks that the node mines by itself: an address, else the node's wallet. */
  readonly miningAddress?: string;
}

export interface PracticeNode {
  /** http://127.0.0.1:port */
  readonly url: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The chain itself, for tests that want to do more than a client may. */
  readonly node: PracticeChain;
  close(): Promise<void>;
}

/** So long the end waits for questions in flight. */
const CLOSING_MS = 3000;
const LOOPBACK = '127.0.0.1';
const SEED_LENGTH = 32;

function openChain(options: PracticeNodeOptions): { node: PracticeChain; journal: Journal | undefined } {
  const journal = options.dataDir === undefined ? undefined : Journal.open(options.dataDir);
  const [first] = journal?.operations ?? [];
  const kept = first?.kind === 'seed' ? first.seed : undefined;
  const seed = kept ?? options.seed ?? randomBytes(SEED_LENGTH);
  const node = new PracticeChain({
    clock: new Clock(),
    seed,
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    ...(journal === undefined ? {} : { record: (operation) => journal.append(operation) }),
  });
  if (kept === undefined) journal?.append({ kind: 'seed', seed });
  for (const operation of journal?.operations ?? []) node.replay(operation);
  node.expire();
  return { node, journal };
}

function mineInitialBlocks(node: PracticeChain, count: number): void {
  if (count === 0 || node.chain.height > 0) return;
  const { script } = node.newKey();
  const now = node.clock.now();
  for (let left = count - 1; left >= 0; left--) {
    node.mine({ script, time: now - left * NETWORK.blockSeconds });
  }
}

function miningScript(node: PracticeChain, address: string | undefined): Uint8Array {
  const script = address === undefined ? node.newKey().script : scriptOf(address, NETWORK);
  if (script === undefined) throw new Error(`${address} is not an address of regtest.`);
  return script;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Starts the built-in node: Dogecoin Core's JSON-RPC on regtest, for practice and tests, in this process and on loopback.
 * @throws when the port is taken or `dataDir` holds something else
 */
export async function startPracticeNode(options: PracticeNodeOptions = {}): Promise<PracticeNode> {
  const { node, journal } = openChain(options);
  const credentials: Credentials = {
    user: options.user ?? 'practice',
    password: options.password ?? randomBytes(16).toString('hex'),
  };
  const ending = new AbortController();
  let closed: Promise<void> | undefined;
  mineInitialBlocks(node, options.initialBlocks ?? 0);
  const server = createRpcServer(credentials, {
    node,
    startedAt: Math.floor(Date.now() / 1000),
    stop: () => setImmediate(() => void close()),
    ending: ending.signal,
  });
  const port = await listen(server, options.port ?? 0);
  const timer = startMining(node, options);

  function close(): Promise<void> {
    closed ??= new Promise((resolve) => {
      clearInterval(timer);
      ending.abort();
      const deadline = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
      server.close(() => {
        clearTimeout(deadline);
        journal?.close();
        resolve();
      });
      server.closeIdleConnections();
    });
    return closed;
  }

  return { url: `http://${LOOPBACK}:${port}`, port, ...credentials, node, close };
}

function startMining(node: PracticeChain, options: PracticeNodeOptions): NodeJS.Timeout | undefined {
  if (options.blockIntervalMs === undefined) return undefined;
  const script = miningScript(node, options.miningAddress);
  const timer = setInterval(() => {
    try {
      node.mine({ script });
    } catch (fault) {
      clearInterval(timer);
      options.onFault?.(fault);
    }
  }, options.blockIntervalMs);
  return timer;
}
