import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { JsonRpc, type RpcCall } from '../../core/node/json-rpc.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { dogecoindPath, startDogecoind } from './dogecoind.ts';

const NETWORK = NETWORKS.regtest;
/** Coinbases in the wallet that can be spent at once. */
const MATURE_COINS = 5;
const FIRST_BLOCKS = NETWORK.coinbaseMaturity + MATURE_COINS;

export interface RunningNode {
  readonly backend: NodeBackend;
  /** What `--node` takes. */
  readonly addressText: string;
  /** Any call of the node, for what the backend does not offer. */
  call(method: string, ...params: RpcCall['params']): Promise<unknown>;
  stop(): Promise<void>;
}

/** A kind of node that the same tests run against: on regtest, with mature coins in its wallet. */
export interface NodeKind {
  readonly name: string;
  start(): Promise<RunningNode>;
}

/** What tests ask of the built-in node, over its wires. */
export function runningNode(practice: PracticeNode): RunningNode {
  const text = `http://${practice.user}:${practice.password}@127.0.0.1:${practice.port}`;
  const parsed = parseNodeAddress(text, NETWORK);
  if (!parsed.ok) throw new Error(parsed.problem);
  const backend = connectNode({ address: parsed.address, network: NETWORK });
  const direct = new JsonRpc({
    address: parsed.address,
    network: NETWORK,
    timeoutMs: 60_000,
    attempts: 1,
    backoffMs: 0,
    maxAnswerBytes: 64 * 1024 * 1024,
  });
  return {
    backend,
    addressText: text,
    async call(method, ...params) {
      const answer = await direct.command({ method, params }, 60_000);
      if (answer.ok) return answer.result;
      throw new Error(`${method}: ${answer.error.message} (${answer.error.code})`);
    },
    async stop() {
      direct.close();
      backend.close();
      await practice.close();
    },
  };
}

const BUILT_IN: NodeKind = {
  name: 'the built-in node',
  start: async () => runningNode(await startPracticeNode({ initialBlocks: FIRST_BLOCKS })),
};

const DOGECOIN_CORE: NodeKind = {
  name: 'Dogecoin Core',
  async start() {
    const daemon = await startDogecoind();
    await daemon.backend.mine(FIRST_BLOCKS, String(await daemon.call('getnewaddress')));
    return daemon;
  },
};

/** The kinds of node at hand. What is not at hand is said to be not run. */
export function testNodes(): readonly NodeKind[] {
  if (dogecoindPath() !== undefined) return [BUILT_IN, DOGECOIN_CORE];
  process.stderr.write('NOT RUN against Dogecoin Core: set DOGECOIND to the path of its daemon.\n');
  return [BUILT_IN];
}
