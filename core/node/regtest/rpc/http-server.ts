import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { RpcContext } from './methods/method.ts';
import { answerBody } from './rpc-exchange.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** MAX_SIZE of a request (Dogecoin Core httpserver.cpp), bytes. */
const MAX_BODY = 0x02000000;
/** How long a wrong password waits for its answer (httprpc.cpp), milliseconds. */
const BRUTE_FORCE_DELAY_MS = 250;

function send(
  response: ServerResponse,
  status: number,
  body = '',
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isAuthorised(header: string, { user, password }: Credentials): boolean {
  const encoded = /^Basic\s+(\S+)$/i.exec(header)?.[1] ?? '';
  const given = Buffer.from(encoded, 'base64').toString('utf8');
  return timingSafeEqual(digest(given), digest(`${user}:${password}`));
}

/** @returns undefined when it is longer than a node reads */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > MAX_BODY) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { credentials, context }: { readonly credentials: Credentials; readonly context: RpcContext },
): Promise<void> {
  if (request.url !== '/') return send(response, 404);
  if (request.method !== 'POST') return send(response, 405, 'JSONRPC server handles only POST requests');
  const { authorization } = request.headers;
  if (authorization === undefined || !isAuthorised(authorization, credentials)) {
    const delay = authorization === undefined ? 0 : BRUTE_FORCE_DELAY_MS;
    await new Promise((resolve) => setTimeout(resolve, delay));
    return send(response, 401, '', { 'WWW-Authenticate': 'Basic realm="jsonrpc"' });
  }
  const text = await readBody(request);
  if (text === undefined) return send(response, 413, '', { Connection: 'close' });
  const { status, body } = await answerBody(text, context);
  // A connection kept for a next request would keep a node that is ending.
  const connection = context.ending.aborted ? { Connection: 'close' } : {};
  send(response, status, body, { 'Content-Type': 'application/json', ...connection });
}

/** The door of Dogecoin Core's RPC (httprpc.cpp, httpserver.cpp), for this machine alone. */
export function createRpcServer(credentials: Credentials, context: RpcContext): Server {
  return createServer((request, response) => {
    respond(request, response, { credentials, context }).catch(() => response.destroy());
  });
}
