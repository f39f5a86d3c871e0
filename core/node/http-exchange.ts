import http from 'node:http';
import { NodeFault } from './backend.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Nothing took the request: it may be sent again even where doing it twice would be wrong. */
export class NeverSentFault extends NodeFault {
  override name = 'NeverSentFault';
}

/** Dogecoin Core has 4 RPC threads (httpserver.h): more sockets would only fill its queue of 16. */
const MAX_SOCKETS = 4;
/** Below the 30 s after which the node closes an idle connection (httpserver.h), so that we close it first. */
const IDLE_MS = 20_000;
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

async function readBody(response: http.IncomingMessage, limit: number): Promise<string> {
  if (Number(response.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(limit: number): NodeFault {
  return new NodeFault('bad_answer', `The node's answer exceeds ${limit} bytes, more than was asked for.`);
}

/** POSTs to one host and port over a few connections kept alive. */
export class HttpExchange {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS });
  readonly #closing = new AbortController();
  readonly #host: string;
  readonly #port: number;
  readonly #location: string;

  constructor(options: { host: string; port: number; location: string }) {
    this.#host = options.host;
    this.#port = options.port;
    this.#location = options.location;
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** @throws NodeFault unreachable, timeout, or bad_answer for one beyond the size limit */
  async post(
    body: string,
    options: { authorization: string; timeoutMs: number; mostBytes: number },
  ): Promise<HttpAnswer> {
    this.#closing.signal.throwIfAborted();
    const headers = {
      authorization: options.authorization,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const request = http.request({
      agent: this.#agent,
      host: this.#host,
      port: this.#port,
      method: 'POST',
      path: '/',
      headers,
      signal: this.#closing.signal,
    });
    let isTimedOut = false;
    const timer = setTimeout(() => {
      isTimedOut = true;
      request.destroy();
    }, options.timeoutMs);
    try {
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        request.once('response', resolve);
        // Stays: an error after the response has begun is also thrown by the response, and must not go unheard.
        request.on('error', reject);
        request.end(body);
      });
      return { status: response.statusCode ?? 0, body: await readBody(response, options.mostBytes) };
    } catch (cause) {
      request.destroy();
      throw isTimedOut ? this.#timeout(options.timeoutMs) : this.#fault(cause);
    } finally {
      clearTimeout(timer);
    }
  }

  #timeout(timeoutMs: number): NodeFault {
    return new NodeFault('timeout', `The node at ${this.#location} did not answer within ${timeoutMs} ms.`);
  }

  #fault(cause: unknown): unknown {
    if (cause instanceof NodeFault) return cause;
    if (this.#closing.signal.aborted) return this.#closing.signal.reason;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code.startsWith('HPE_')) {
      return new NodeFault('bad_answer', `What answers at ${this.#location} does not speak HTTP.`, { cause });
    }
    const Fault = NEVER_SENT.has(code) ? NeverSentFault : NodeFault;
    const message = NEVER_SENT.has(code)
      ? `Nothing answers at ${this.#location}: is the node running, with server=1?`
      : `The connection to the node at ${this.#location} broke.`;
    return new Fault('unreachable', message, { cause });
  }

  /** Ends every connection; calls under way fail. */
  close(): void {
    this.#closing.abort(new NodeFault('unreachable', `The connection to ${this.#location} was closed.`));
    this.#agent.destroy();
  }
}
