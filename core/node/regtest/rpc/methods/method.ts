import type { PracticeChain } from '../../chain/practice-chain.ts';
import type { Json } from '../json.ts';
import type { RpcParameters } from '../rpc-parameters.ts';

/** What a call may reach. */
export interface RpcContext {
  readonly node: PracticeChain;
  /** Unix seconds. */
  readonly startedAt: number;
  /** Ends the server, once the answer is on its way. */
  stop(): void;
  /** Aborted when the server ends: long polls answer then. */
  readonly ending: AbortSignal;
}

/** One call of the table (CRPCCommand, Dogecoin Core rpc/server.h). */
export interface RpcMethod {
  readonly name: string;
  readonly category:
    | 'Blockchain'
    | 'Control'
    | 'Generating'
    | 'Network'
    | 'Rawtransactions'
    | 'Util'
    | 'Wallet'
    | 'hidden';
  /** Arguments by name, in their order. */
  readonly parameters: readonly string[];
  /** How many of them must be given. */
  readonly required: number;
  /** Name and arguments as `help` shows them. */
  readonly usage: string;
  answer(parameters: RpcParameters, context: RpcContext): Json | Promise<Json>;
}
