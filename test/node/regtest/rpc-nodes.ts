import { NETWORKS } from '../../../core/networks.ts';
import { JsonRpc, type RpcCall } from '../../../core/node/json-rpc.ts';
import { type NodeAddress, parseNodeAddress } from '../../../core/node/node-address.ts';
import { type PracticeNodeOptions, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { dogecoindPath, startDogecoind } from '../dogecoind.ts';

/** A node that is asked by its calls' own names. Numbers in its answers are texts, as exact-json.ts leaves them. */
export interface RpcNode {
  call(method: string, ...params: RpcCall['params']): Promise<unknown>;
  /** "ok", or code and message of the error. */
  outcome(method: string, ...params: RpcCall['params']): Promise<string>;
  stop(): Promise<void>;
}

function rpcNode(address: NodeAddress, stop: () => Promise<void>): RpcNode {
  const rpc = new JsonRpc({
    address,
    network: NETWORKS.regtest,
    timeoutMs: 60_000,
    attempts: 1,
    backoffMs: 50,
    maxAnswerBytes: 2 ** 26,
  });
  return {
    async call(method, ...params) {
      const answer = await rpc.command({ method, params }, 60_000);
      if (answer.ok) return answer.result;
      throw new Error(`${method}: ${answer.error.code} ${answer.error.message}`);
    },
    async outcome(method, ...params) {
      const answer = await rpc.command({ method, params }, 60_000);
      return answer.ok ? 'ok' : `${answer.error.code} ${answer.error.message}`;
    },
    async stop() {
      rpc.close();
      await stop();
    },
  };
}

export async function builtIn(options: PracticeNodeOptions = {}): Promise<RpcNode> {
  const practice = await startPracticeNode(options);
  const parsed = parseNodeAddress(
    `http://${practice.user}:${practice.password}@127.0.0.1:${practice.port}`,
    NETWORKS.regtest,
  );
  if (!parsed.ok) throw new Error(parsed.problem);
  return rpcNode(parsed.address, () => practice.close());
}

async function dogecoinCore(): Promise<RpcNode> {
  const daemon = await startDogecoind();
  return rpcNode(daemon.address, () => daemon.stop());
}

export interface RpcNodeKind {
  readonly name: string;
  start(): Promise<RpcNode>;
}

/** The built-in node, and with DOGECOIND set the daemon whose answers the built-in one must give. */
export function rpcNodes(): readonly RpcNodeKind[] {
  const kinds: RpcNodeKind[] = [{ name: 'the built-in node', start: builtIn }];
  if (dogecoindPath() !== undefined) kinds.push({ name: 'Dogecoin Core', start: dogecoinCore });
  return kinds;
}
