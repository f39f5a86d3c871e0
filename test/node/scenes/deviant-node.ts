import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { NETWORKS } from '../../../core/networks.ts';
import type { RpcError } from '../../../core/node/rpc-errors.ts';

export interface Asked {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface Visit {
  /** Counted from 1. */
  readonly number: number;
  readonly authorization: string | undefined;
  readonly calls: readonly Asked[];
  readonly isBatch: boolean;
  readonly response: ServerResponse;
}

export type Behaviour = (visit: Visit) => void | Promise<void>;

export interface DeviantNode {
  readonly port: number;
  readonly address: string;
  readonly visits: Visit[];
  /** Connections ever opened. */
  connections(): number;
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

/** An HTTP server that answers as it is told to, however wrong. */
export async function startDeviantNode(first: Behaviour, port = 0): Promise<DeviantNode> {
  let behaviour = first;
  let opened = 0;
  const visits: Visit[] = [];
  const listen = async (request: IncomingMessage, response: ServerResponse) => {
    const parsed = JSON.parse(await text(request)) as Asked | Asked[];
    const visit: Visit = {
      number: visits.length + 1,
      authorization: request.headers.authorization,
      calls: Array.isArray(parsed) ? parsed : [parsed],
      isBatch: Array.isArray(parsed),
      response,
    };
    visits.push(visit);
    await behaviour(visit);
  };
  const server = createServer((request, response) => void listen(request, response));
  server.on('connection', () => opened++);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    address: `http://till:secret@127.0.0.1:${address.port}`,
    visits,
    connections: () => opened,
    behave: (next) => {
      behaviour = next;
    },
    async stop() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

export function reply(visit: Visit, status: number, body: string): void {
  visit.response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** What a call is answered with: a piece of JSON exactly as written, or an error. */
export type Told = string | RpcError;
export type Answers = Readonly<Record<string, Told | ((call: Asked) => Told)>>;

export function envelope(id: unknown, told: Told): string {
  return typeof told === 'string'
    ? `{"result":${told},"error":null,"id":${JSON.stringify(id)}}`
    : `{"result":null,"error":${JSON.stringify(told)},"id":${JSON.stringify(id)}}`;
}

const GENESIS = JSON.stringify(NETWORKS.regtest.genesisHash);

/** Answers as Dogecoin Core would: the genesis hash of regtest unless told otherwise, "Method not found" by default. */
export function tell(visit: Visit, answers: Answers): void {
  const told = (call: Asked): Told => {
    const isGenesis = call.method === 'getblockhash' && call.params[0] === 0;
    const answer = answers[isGenesis ? 'genesis' : call.method];
    if (answer !== undefined) return typeof answer === 'function' ? answer(call) : answer;
    return isGenesis ? GENESIS : { code: -32601, message: 'Method not found' };
  };
  const envelopes = visit.calls.map((call) => envelope(call.id, told(call)));
  if (visit.isBatch) {
    reply(visit, 200, `[${envelopes.join(',')}]\n`);
    return;
  }
  const [call] = visit.calls;
  const single = call === undefined ? '' : told(call);
  const status = typeof single === 'string' ? 200 : single.code === -32601 ? 404 : 500;
  reply(visit, status, envelopes[0] ?? '');
}
