import type * as v from 'valibot';
import { assert } from '../assert.ts';
import { formatDoge, type Koinu, ZERO } from '../money.ts';
import type { Network } from '../networks.ts';
import {
  hasAmounts,
  type Outpoint,
  parseTransaction,
  type Transaction,
  transactionHex,
  txidOf,
} from '../protocol/transaction.ts';
import {
  type Block,
  type BlockHeader,
  type BroadcastOptions,
  type BroadcastOutcome,
  type ChainTip,
  type KnownTransaction,
  type NodeBackend,
  NodeFault,
  type NodeInfo,
  type UnspentOutput,
} from './backend.ts';
import { JsonRpc, type RpcAnswer, type RpcCall } from './json-rpc.ts';
import type { NodeAddress } from './node-address.ts';
import {
  broadcastOutcomeOfRpcError,
  faultOfRpcError,
  RPC_INVALID_ADDRESS_OR_KEY,
  RPC_INVALID_PARAMETER,
} from './rpc-errors.ts';
import * as schemas from './rpc-schemas.ts';
import { rebuildTransaction } from './rpc-transactions.ts';

export interface NodeConnectionOptions {
  readonly address: NodeAddress;
  readonly network: Network;
  /** Milliseconds for one exchange with the node. */
  readonly timeoutMs?: number;
  /** Attempts at an exchange while the node is unreachable, busy or starting. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubles with each further one. */
  readonly backoffMs?: number;
  readonly maxAnswerBytes?: number;
}

const HASH = /^[0-9a-f]{64}$/;
/** The node reads heights and output numbers as 32-bit signed integers (univalue). */
const MAX_INT = 0x7fffffff;
const CALLS_PER_BATCH = 100;
/** One that nodes relay is up to 100 kB, which is about 1 MB as JSON: strangers fill a mempool with such for some DOGE. */
const TRANSACTIONS_PER_BATCH = 16;
/** Mining and wallet calls take longer than questions. */
const COMMAND_TIMEOUT_MS = 120_000;
/** How much later than asked for the end of a wait may come. */
const WAIT_GRACE_MS = 10_000;
const WAIT_ANSWER_BYTES = 65_536;

/**
 * Connects to a Dogecoin Core node. Nothing is asked before the first call, so that a node may start after the till.
 * The proof of the network goes with every question.
 */
export function connectNode(options: NodeConnectionOptions): NodeBackend {
  const { address, network } = options;
  const connection = {
    address,
    network,
    timeoutMs: options.timeoutMs ?? 20_000,
    attempts: options.attempts ?? 4,
    backoffMs: options.backoffMs ?? 100,
    maxAnswerBytes: options.maxAnswerBytes ?? 64 * 1024 * 1024,
  };
  const waiting = new JsonRpc({ ...connection, attempts: 1, maxAnswerBytes: WAIT_ANSWER_BYTES });
  return new RpcNode(new JsonRpc(connection), waiting, network);
}

class RpcNode implements NodeBackend {
  readonly #rpc: JsonRpc;
  /** Connections of its own: a call that waits for minutes must keep no other call from one. */
  readonly #waiting: JsonRpc;
  readonly #network: Network;

  constructor(rpc: JsonRpc, waiting: JsonRpc, network: Network) {
    this.#rpc = rpc;
    this.#waiting = waiting;
    this.#network = network;
  }

  #read<const S extends v.GenericSchema>({ method }: RpcCall, schema: S, answer: RpcAnswer) {
    if (!answer.ok) throw faultOfRpcError(method, answer.error);
    return schemas.readAnswer({ method, location: this.#rpc.location }, schema, answer.result);
  }

  #badAnswer(what: string): NodeFault {
    return new NodeFault('bad_answer', `The node at ${this.#rpc.location} ${what}.`);
  }

  /** Consensus (CheckTransaction) has no output outside 0 .. MAX_MONEY: who gives one is no node, or a broken one. */
  #proveAmounts(transaction: Transaction): void {
    if (!hasAmounts(transaction)) throw this.#badAnswer('gave a transaction with impossible amounts');
  }

  /** One call for each item; undefined for the items without one and for those answered with the error `noneCode`. */
  async #askEach<T, const S extends v.GenericSchema>(
    items: readonly T[],
    callOf: (item: T) => RpcCall | undefined,
    schema: S,
    { noneCode, perBatch = CALLS_PER_BATCH }: { readonly noneCode?: number; readonly perBatch?: number } = {},
  ): Promise<(v.InferOutput<S> | undefined)[]> {
    const found = new Array<v.InferOutput<S> | undefined>(items.length).fill(undefined);
    const asked = items.flatMap((item, index) => {
      const call = callOf(item);
      return call === undefined ? [] : [{ index, call }];
    });
    for (let from = 0; from < asked.length; from += perBatch) {
      const chunk = asked.slice(from, from + perBatch);
      const answers = await this.#rpc.ask(chunk.map(({ call }) => call));
      for (const [at, { index, call }] of chunk.entries()) {
        const answer = answers[at];
        assert(answer !== undefined, 'each call has an answer');
        if (!answer.ok && answer.error.code === noneCode) continue;
        found[index] = this.#read(call, schema, answer);
      }
    }
    return found;
  }

  async #askOrNone<const S extends v.GenericSchema>(
    call: RpcCall,
    schema: S,
    noneCode: number,
  ): Promise<v.InferOutput<S> | undefined> {
    const [found] = await this.#askEach([call], () => call, schema, { noneCode });
    return found;
  }

  async #ask<const S extends v.GenericSchema>(call: RpcCall, schema: S): Promise<v.InferOutput<S>> {
    const [answer] = await this.#rpc.ask([call]);
    assert(answer !== undefined, 'each call has an answer');
    return this.#read(call, schema, answer);
  }

  async tip(): Promise<ChainTip> {
    const chain = await this.#ask({ method: 'getblockchaininfo', params: [] }, schemas.chainInfoSchema);
    const hash = chain.bestblockhash;
    // By hash, so that height and time are of the same block whatever was mined in between.
    const header = await this.#ask({ method: 'getblockheader', params: [hash] }, schemas.headerSchema);
    return {
      height: header.height,
      hash,
      time: header.time,
      medianTime: chain.mediantime,
      isInitialDownload: chain.initialblockdownload,
    };
  }

  async info(): Promise<NodeInfo> {
    const info = await this.#ask({ method: 'getnetworkinfo', params: [] }, schemas.networkInfoSchema);
    return {
      version: info.version,
      userAgent: info.subversion,
      peers: info.connections,
      relayFeePerKb: info.relayfee,
      warnings: info.warnings,
      timeOffset: info.timeoffset,
    };
  }

  async blockHash(height: number): Promise<string | undefined> {
    if (!Number.isInteger(height) || height < 0 || height > MAX_INT) return undefined;
    const call = { method: 'getblockhash', params: [height] };
    return this.#askOrNone(call, schemas.hashSchema, RPC_INVALID_PARAMETER);
  }

  async header(hash: string): Promise<BlockHeader | undefined> {
    if (!HASH.test(hash)) return undefined;
    const call = { method: 'getblockheader', params: [hash] };
    return this.#askOrNone(call, schemas.headerSchema, RPC_INVALID_ADDRESS_OR_KEY);
  }

  async waitForHeight(height: number, timeoutMs: number): Promise<boolean> {
    if (timeoutMs <= 0 || height > MAX_INT) return false;
    const call = { method: 'waitforblockheight', params: [height, Math.ceil(timeoutMs)] };
    const [answer] = await this.#waiting.ask([call], timeoutMs + WAIT_GRACE_MS);
    assert(answer !== undefined, 'each call has an answer');
    return this.#read(call, schemas.waitedSchema, answer).height >= height;
  }

  /** Without the transactions that cannot be rebuilt: one odd transaction must not hide all others for ever. */
  async block(hash: string): Promise<Block | undefined> {
    if (!HASH.test(hash)) return undefined;
    const call = { method: 'getblock', params: [hash, 2] };
    const block = await this.#askOrNone(call, schemas.blockSchema, RPC_INVALID_ADDRESS_OR_KEY);
    if (block === undefined) return undefined;
    if (block.hash !== hash) throw this.#badAnswer('gave another block than was asked for');
    const transactions = block.tx.flatMap((json) => {
      const transaction = rebuildTransaction(json);
      if (transaction === 'impossible_amount') throw this.#badAnswer('gave a block with impossible amounts');
      if (transaction !== undefined) this.#proveAmounts(transaction);
      return transaction ?? [];
    });
    const { height, previousblockhash: previousHash, time } = block;
    return { hash, height, previousHash, time, transactions };
  }

  async unspentOutputs(outpoints: readonly Outpoint[]): Promise<readonly (UnspentOutput | undefined)[]> {
    const callOf = ({ txid, vout }: Outpoint): RpcCall | undefined => {
      const couldExist = HASH.test(txid) && Number.isInteger(vout) && vout >= 0 && vout <= MAX_INT;
      return couldExist ? { method: 'gettxout', params: [txid, vout, true] } : undefined;
    };
    const found = await this.#askEach(outpoints, callOf, schemas.unspentOutputSchema, {
      noneCode: RPC_INVALID_ADDRESS_OR_KEY,
    });
    return found.map((output) => {
      if (output === undefined || output === null) return undefined;
      const { value, confirmations, coinbase, scriptPubKey } = output;
      return { value, script: scriptPubKey.hex, confirmations, isCoinbase: coinbase };
    });
  }

  async transactions(txids: readonly string[]): Promise<readonly (KnownTransaction | undefined)[]> {
    const callOf = (txid: string): RpcCall | undefined =>
      HASH.test(txid) ? { method: 'getrawtransaction', params: [txid, true] } : undefined;
    const found = await this.#askEach(txids, callOf, schemas.knownTransactionSchema, {
      noneCode: RPC_INVALID_ADDRESS_OR_KEY,
      perBatch: TRANSACTIONS_PER_BATCH,
    });
    return found.map((known, index) => {
      const transaction = known && parseTransaction(known.hex);
      if (transaction === undefined) return undefined;
      if (txidOf(transaction) !== txids[index]) {
        throw this.#badAnswer('gave another transaction than was asked for');
      }
      this.#proveAmounts(transaction);
      return { transaction, confirmations: known?.confirmations ?? 0 };
    });
  }

  async mempoolTxids(): Promise<readonly string[]> {
    return this.#ask({ method: 'getrawmempool', params: [false] }, schemas.hashesSchema);
  }

  async feeRate(blocks: number): Promise<Koinu | undefined> {
    const call = { method: 'estimatesmartfee', params: [blocks] };
    const { feerate } = await this.#ask(call, schemas.feeEstimateSchema);
    return feerate === ZERO ? undefined : feerate;
  }

  /** May be repeated: the node announces again what its mempool already has. */
  async broadcast(
    transaction: Transaction,
    { allowsHighFee = false }: BroadcastOptions = {},
  ): Promise<BroadcastOutcome> {
    const params = [transactionHex(transaction), ...(allowsHighFee ? [true] : [])];
    const call = { method: 'sendrawtransaction', params };
    const [answer] = await this.#rpc.ask([call]);
    assert(answer !== undefined, 'each call has an answer');
    const refusal = answer.ok ? undefined : broadcastOutcomeOfRpcError(answer.error);
    if (refusal !== undefined) return refusal;
    const txid = this.#read(call, schemas.hashSchema, answer);
    if (txid !== txidOf(transaction)) throw this.#badAnswer('names another transaction than it was given');
    return { kind: 'accepted' };
  }

  async #practiceCommand<const S extends v.GenericSchema>(
    call: RpcCall,
    schema: S,
  ): Promise<v.InferOutput<S>> {
    // A node's wallet on the mainnet holds the merchant's own money.
    if (this.#network.name !== 'regtest') {
      throw new NodeFault('unsupported', `${call.method} is for practice on regtest only.`);
    }
    const answer = await this.#rpc.command(call, COMMAND_TIMEOUT_MS);
    return this.#read(call, schema, answer);
  }

  async mine(blocks: number, address: string): Promise<readonly string[]> {
    return this.#practiceCommand(
      { method: 'generatetoaddress', params: [blocks, address] },
      schemas.hashesSchema,
    );
  }

  async sendToAddress(address: string, amount: Koinu): Promise<string> {
    // As a string, which AmountFromValue (rpc/server.cpp) reads exactly.
    return this.#practiceCommand(
      { method: 'sendtoaddress', params: [address, formatDoge(amount)] },
      schemas.hashSchema,
    );
  }

  close(): void {
    this.#rpc.close();
    this.#waiting.close();
  }
}
