import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NETWORKS } from '../../core/networks.ts';
import { type NodeBackend, NodeFault } from '../../core/node/backend.ts';
import { JsonRpc, type RpcCall } from '../../core/node/json-rpc.ts';
import { type NodeAddress, parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';

const NETWORK = NETWORKS.regtest;
const START_MS = 30_000;
const STOP_MS = 20_000;

export interface DogecoindOptions {
  /** With 'cookie' the node writes a cookie file; with 'password' it does not. */
  readonly auth?: 'password' | 'cookie';
  /** Takes connections of peers on a loopback port. */
  readonly listen?: boolean;
  /** The P2P port of a node on this machine to connect to. */
  readonly peerPort?: number;
  /** Behind the arguments given here: later ones win. */
  readonly arguments?: readonly string[];
}

/** A Dogecoin Core daemon of our own on regtest, with the mainnet's standardness rules, in a folder of its own. */
export interface Dogecoind {
  readonly addressText: string;
  readonly address: NodeAddress;
  readonly backend: NodeBackend;
  readonly peerPort: number;
  readonly dataDirectory: string;
  /** Any call of the daemon, for what the backend does not offer. */
  call(method: string, ...params: RpcCall['params']): Promise<unknown>;
  /** Ends the daemon and starts it again on the same data and ports. */
  restart(): Promise<void>;
  /** Ends the daemon and removes its folder. */
  stop(): Promise<void>;
}

/** The daemon's path, from the environment variable DOGECOIND. */
export function dogecoindPath(): string | undefined {
  const { DOGECOIND } = process.env;
  return DOGECOIND || undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface Process {
  readonly child: ChildProcess;
  readonly exit: Promise<unknown>;
}

function launch(daemon: string, parameters: readonly string[]): Process {
  const child = spawn(daemon, parameters, { stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  // A test run that is interrupted leaves no daemon behind.
  process.once('exit', kill);
  const exit = once(child, 'exit').finally(() => process.off('exit', kill));
  exit.catch(() => undefined);
  return { child, exit };
}

function isUp(running: Process): boolean {
  return running.child.exitCode === null && running.child.signalCode === null;
}

async function end(running: Process): Promise<void> {
  if (!isUp(running)) return;
  running.child.kill('SIGTERM');
  await Promise.race([running.exit, sleep(STOP_MS)]);
  if (isUp(running)) running.child.kill('SIGKILL');
  await running.exit;
}

async function waitUntilReady(backend: NodeBackend, running: Process, dataDirectory: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      await backend.tip();
      return;
    } catch (fault) {
      const isStarting = fault instanceof NodeFault && ['unreachable', 'warming_up'].includes(fault.kind);
      if (!isStarting || !isUp(running) || Date.now() > deadline) {
        const log = path.join(dataDirectory, NETWORK.dataSubfolder, 'debug.log');
        const tail = await readFile(log, 'utf8').then(
          (text) => text.slice(-2000),
          () => 'no debug.log',
        );
        throw new Error(`dogecoind did not start: ${tail}`, { cause: fault });
      }
    }
    await sleep(50);
  }
}

/** Starts the daemon that DOGECOIND names and waits until it answers. */
export async function startDogecoind(options: DogecoindOptions = {}): Promise<Dogecoind> {
  const daemon = dogecoindPath();
  if (daemon === undefined) throw new Error('DOGECOIND does not name a daemon');
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'dogecoind-'));
  const [rpcPort, peerPort] = await Promise.all([freePort(), freePort()]);
  const hasPassword = options.auth !== 'cookie';
  const parameters = [
    `-datadir=${dataDirectory}`,
    '-regtest',
    // Regtest takes non-standard transactions by default, unlike the mainnet (chainparams.cpp).
    '-acceptnonstdtxn=0',
    '-server',
    `-rpcport=${rpcPort}`,
    '-printtoconsole=0',
    '-dnsseed=0',
    '-discover=0',
    '-upnp=0',
    // Everything the tests do is on this machine.
    ...(options.listen ? ['-listen=1', '-bind=127.0.0.1', `-port=${peerPort}`] : ['-listen=0']),
    `-connect=${options.peerPort === undefined ? '0' : `127.0.0.1:${options.peerPort}`}`,
    ...(hasPassword ? ['-rpcuser=till', '-rpcpassword=p@ss/word'] : []),
    ...(options.arguments ?? []),
  ];
  const addressText = hasPassword
    ? `http://till:p%40ss%2Fword@127.0.0.1:${rpcPort}`
    : `${dataDirectory}:${rpcPort}`;
  const parsed = parseNodeAddress(addressText, NETWORK);
  if (!parsed.ok) throw new Error(parsed.problem);
  const { address } = parsed;
  const backend = connectNode({ address, network: NETWORK });
  const direct = new JsonRpc({
    address,
    network: NETWORK,
    timeoutMs: 60_000,
    attempts: 4,
    backoffMs: 50,
    maxAnswerBytes: 2 ** 26,
  });
  let running = launch(daemon, parameters);
  const stop = async () => {
    backend.close();
    direct.close();
    await end(running);
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(backend, running, dataDirectory);
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    addressText,
    address,
    backend,
    peerPort,
    dataDirectory,
    async call(method, ...params) {
      const answer = await direct.command({ method, params }, 60_000);
      if (answer.ok) return answer.result;
      throw new Error(`${method}: ${answer.error.message} (${answer.error.code})`);
    },
    async restart() {
      await end(running);
      running = launch(daemon, parameters);
      await waitUntilReady(backend, running, dataDirectory);
    },
    stop,
  };
}
