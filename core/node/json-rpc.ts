import { setTimeout as sleep } from 'node:timers/promises';
import type { Network } from '../networks.ts';
import { NETWORKS } from '../networks.ts';
import { answerLimit } from './answer-limits.ts';
import { NodeFault } from './backend.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { parseExactJson } from './exact-json.ts';
import { type HttpAnswer, HttpExchange, NeverSentFault } from './http-exchange.ts';
import { type NodeAddress, nodeLocation } from './node-address.ts';
import { faultOfRpcError, RPC_IN_WARMUP, type RpcError } from './rpc-errors.ts';
import { envelopeSchema, hashSchema, readAnswer } from './rpc-schemas.ts';

export interface RpcCall {
  readonly method: string;
  /** Amounts as strings: JSON numbers would pass through a double. */
  readonly params: readonly (string | number | boolean)[];
}

export type RpcAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: RpcError };

interface JsonRpcOptions {
  readonly address: NodeAddress;
  readonly network: Network;
  /** Of one exchange, waiting for a free connection included. Milliseconds. */
  readonly timeoutMs: number;
  /** How often an exchange is tried while the node is unreachable, busy or starting. */
  readonly attempts: number;
  /** Before the second attempt; doubles with each further one. Milliseconds. */
  readonly backoffMs: number;
  readonly maxAnswerBytes: number;
}

const GENESIS: RpcCall = { method: 'getblockhash', params: [0] };
const TRANSIENT: readonly NodeFault['kind'][] = ['unreachable', 'busy', 'warming_up'];

/** JSON-RPC 1.0 over HTTP as Dogecoin Core speaks it (httprpc.cpp), with a node proven to be of our network. */
export class JsonRpc {
  readonly #http: HttpExchange;
  readonly #credentials: Credentials;
  readonly #options: JsonRpcOptions;
  /** Host and port, as the owner knows the node. */
  readonly location: string;
  #lastId = 0;

  constructor(options: JsonRpcOptions) {
    this.#options = options;
    this.location = nodeLocation(options.address);
    this.#credentials = credentialsOf(options.address);
    this.#http = new HttpExchange({
      host: options.address.host,
      port: options.address.port,
      location: this.location,
    });
  }

  /**
   * Asks what may be asked twice, in one batch. Each batch begins with the genesis hash: whatever was restarted,
   * replaced or forwarded since the last one, no answer of another network's node is ever believed.
   * @returns the answers in the order of the calls
   */
  async ask(calls: readonly RpcCall[], timeoutMs = this.#options.timeoutMs): Promise<readonly RpcAnswer[]> {
    return this.#withRetries(
      (fault) => TRANSIENT.includes(fault.kind),
      async () => {
        const [proof, ...answers] = await this.#batch([GENESIS, ...calls], timeoutMs);
        this.#proveNetwork(proof);
        for (const answer of answers) {
          if (!answer.ok && answer.error.code === RPC_IN_WARMUP) throw faultOfRpcError('', answer.error);
        }
        return answers;
      },
    );
  }

  /** Makes a call that must not happen twice nor on another network: repeated only where the node did not take it. */
  async command(call: RpcCall, timeoutMs: number): Promise<RpcAnswer> {
    await this.ask([]);
    return this.#withRetries(
      (fault) => fault instanceof NeverSentFault || fault.kind === 'busy',
      async () => {
        const id = String(++this.#lastId);
        const parsed = await this.#exchange({ ...call, id }, [call.method], timeoutMs);
        const { answer, id: answered } = this.#openEnvelope(call.method, parsed);
        if (answered !== id) throw this.#badAnswer('to another call');
        return answer;
      },
    );
  }

  async #batch(calls: readonly RpcCall[], timeoutMs: number): Promise<RpcAnswer[]> {
    const requests = calls.map((call) => ({ ...call, id: String(++this.#lastId) }));
    const methods = requests.map(({ method }) => method);
    const parsed = await this.#exchange(requests, methods, timeoutMs);
    if (!Array.isArray(parsed)) {
      const { answer } = this.#openEnvelope('a batch', parsed);
      throw answer.ok ? this.#badAnswer('no batch') : faultOfRpcError('a batch', answer.error);
    }
    const byId = new Map<string, RpcAnswer>();
    for (const item of parsed) {
      const { id, answer } = this.#openEnvelope('a batch', item);
      if (id !== undefined) byId.set(id, answer);
    }
    return requests.map(({ id, method }) => {
      const answer = byId.get(id);
      if (answer === undefined) throw this.#badAnswer(`without one to ${method}`);
      return answer;
    });
  }

  #openEnvelope(method: string, parsed: unknown): { id: string | undefined; answer: RpcAnswer } {
    const envelope = readAnswer({ method, location: this.location }, envelopeSchema, parsed);
    const id = envelope.id ?? undefined;
    if (envelope.error) return { id, answer: { ok: false, error: envelope.error } };
    return { id, answer: { ok: true, result: envelope.result } };
  }

  /** @param methods what was asked, which bounds what is read of the answer */
  async #exchange(request: unknown, methods: readonly string[], timeoutMs: number): Promise<unknown> {
    const limit = answerLimit(methods);
    const mostBytes = Math.min(limit.bytes, this.#options.maxAnswerBytes);
    const body = JSON.stringify(request);
    const authorization = await this.#credentials.authorization();
    let answer = await this.#http.post(body, { authorization, timeoutMs, mostBytes });
    // The node has a new cookie since it was started again.
    if (answer.status === 401 && (await this.#credentials.renew(authorization))) {
      const renewed = await this.#credentials.authorization();
      answer = await this.#http.post(body, { authorization: renewed, timeoutMs, mostBytes });
    }
    this.#refuseStatus(answer);
    try {
      return parseExactJson(answer.body, limit.values);
    } catch (cause) {
      throw this.#badAnswer(`no JSON, with HTTP status ${answer.status}`, cause);
    }
  }

  /** An error inside JSON-RPC comes as 404 or 500 with JSON and passes here. */
  #refuseStatus({ status, body }: HttpAnswer): void {
    if (status === 401) {
      throw new NodeFault(
        'unauthorised',
        `The node at ${this.location} refuses the user and password or cookie.`,
      );
    }
    if (status === 403) {
      throw new NodeFault(
        'unauthorised',
        `The node at ${this.location} does not admit this computer: its rpcallowip must name it.`,
      );
    }
    if (status === 500 && body.trim() === 'Work queue depth exceeded') {
      throw new NodeFault('busy', `The node at ${this.location} has too many calls waiting.`);
    }
    if (status === 503) throw new NodeFault('unreachable', `The node at ${this.location} is shutting down.`);
  }

  #proveNetwork(proof: RpcAnswer | undefined): void {
    if (proof === undefined) throw this.#badAnswer('empty');
    if (!proof.ok) throw faultOfRpcError(GENESIS.method, proof.error);
    const asked = { method: GENESIS.method, location: this.location };
    const genesis = readAnswer(asked, hashSchema, proof.result);
    const { network } = this.#options;
    if (genesis === network.genesisHash) return;
    const other = Object.values(NETWORKS).find((candidate) => candidate.genesisHash === genesis);
    throw new NodeFault(
      'wrong_network',
      `The node at ${this.location} is on ${other?.name ?? 'a chain that is not Dogecoin'}, not on ${network.name}.`,
    );
  }

  #badAnswer(what: string, cause?: unknown): NodeFault {
    return new NodeFault(
      'bad_answer',
      `The answer from ${this.location} is not a Dogecoin node's: ${what}.`,
      {
        cause,
      },
    );
  }

  async #withRetries<T>(mayRepeat: (fault: NodeFault) => boolean, attempt: () => Promise<T>): Promise<T> {
    for (let made = 1; ; made++) {
      try {
        return await attempt();
      } catch (fault) {
        const isOver = made >= this.#options.attempts || this.#http.closing.aborted;
        if (isOver || !(fault instanceof NodeFault) || !mayRepeat(fault)) throw fault;
      }
      const pause = this.#options.backoffMs * 2 ** (made - 1);
      await sleep(pause, undefined, { signal: this.#http.closing }).catch(() => undefined);
    }
  }

  close(): void {
    this.#http.close();
  }
}
