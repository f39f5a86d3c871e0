import { maxHeaderSize } from 'node:http';
import { networkInterfaces } from 'node:os';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { MAX_REQUEST_BYTES } from '../../protocol/requests.ts';
import { FairTurns } from '../../system/fair-turns.ts';
import { SetupFault } from '../../system/faults.ts';
import { plainAddress } from '../../system/network-address.ts';
import type { Till } from '../till/till.ts';
import { Connections } from './connections.ts';
import { answerErrors, answerUndecodable, answerUnreadable, clientOf, keepBodies } from './replies.ts';
import { addRoutes } from './routes.ts';

/** The HTTP endpoint for customers' wallets (docs/PROTOCOL.md). */
export interface Endpoint {
  /** Base of every URL in offers and invoices, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Answers what is in flight, and takes nothing new. Whoever keeps it waiting is cut off after a moment. */
  close(): Promise<void>;
}

interface EndpointOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where customers reach the endpoint, when that is not where it listens. */
  readonly publicUrl?: string | undefined;
  /** Addresses of the shop's own proxies: of their connections the customer is whom X-Forwarded-For names. */
  readonly trustedProxies?: readonly string[] | undefined;
}

const REQUEST_TIMEOUT_MS = 15_000;
const HEADERS_TIMEOUT_MS = 5_000;
/** A connection says nothing for so long after an answer, then it is closed. */
const KEEP_ALIVE_MS = 10_000;
/** Nothing went either way for so long, while the till is asked and asks the node. */
const SILENCE_MS = 60_000;
/** How often sockets are looked at that have not said what they want. */
const CONNECTIONS_CHECKED_MS = 1_000;
/** So long the end waits for requests in flight. */
const CLOSING_MS = 3_000;
/** Addresses whose requests are counted at once: bounds the memory that strangers can take. */
const COUNTED_ADDRESSES = 10_000;

/** Throws SetupFault when the address cannot be listened on. */
export async function startEndpoint(till: Till, options: EndpointOptions): Promise<Endpoint> {
  const { trustedProxies = [] } = options;
  const proxies = new Set(trustedProxies.map(plainAddress));
  const app = fastify({
    bodyLimit: MAX_REQUEST_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: SILENCE_MS,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    logger: false,
    http: { connectionsCheckingInterval: CONNECTIONS_CHECKED_MS },
    routerOptions: { maxParamLength: maxHeaderSize },
    frameworkErrors: answerUndecodable,
    clientErrorHandler: answerUnreadable,
  });
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  const connections = new Connections(app.server, (address) => proxies.has(plainAddress(address)));
  let url = '';
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  app.addHook('onSend', async (_request, reply) => connections.awaitReading(reply.raw));
  keepBodies(app);
  answerErrors(app, till.context.log);
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'POST'],
    exposedHeaders: ['Retry-After'],
    strictPreflight: false,
  });
  await app.register(rateLimit, {
    max: () => till.context.policy.requestsPerMinutePerAddress,
    timeWindow: 60_000,
    cache: COUNTED_ADDRESSES,
    keyGenerator: clientOf,
  });
  addRoutes(app, { till, turns: new FairTurns(), base: () => url });
  await listen(app, options);
  url = options.publicUrl?.replace(/\/+$/, '') ?? reachableUrl(app, options.host);
  return { url, port: portOf(app), close: () => close(app, connections) };
}

async function close(app: FastifyInstance, connections: Connections): Promise<void> {
  const deadline = setTimeout(() => connections.destroyAll(), CLOSING_MS);
  await app.close();
  clearTimeout(deadline);
}

async function listen(app: FastifyInstance, { host, port }: EndpointOptions): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: 'another program listens there; choose another port with --listen, or stop it',
      EACCES: 'this user may not listen there; choose a port above 1023 with --listen',
      EADDRNOTAVAIL: 'this machine does not have that address; choose another with --listen',
      ENOTFOUND: 'there is no such host; choose another with --listen',
    };
    const reason = reasons[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
    throw new SetupFault(`Customers cannot be answered on ${host}:${port}: ${reason}.`, { cause: error });
  }
}

/** Where a wallet in the shop's network finds the endpoint. */
function reachableUrl(app: FastifyInstance, host: string): string {
  const port = portOf(app);
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const address = isEverywhere ? lanAddress() : host;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function portOf(app: FastifyInstance): number {
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

function lanAddress(): string {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return own.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.1';
}
