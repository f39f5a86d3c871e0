import { Agent, request } from 'node:http';
import { expect } from 'vitest';
import { openEnvelopeOf } from '../../core/protocol/envelope.ts';
import { type RefusalCode, refusalStatus } from '../../core/refusal.ts';
import { accepted } from '../doubles/outcomes.ts';

/** What goes to the till, exactly so: nothing is encoded, completed or put right. */
export interface WireRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** @param base http://host:port */
export function ask(base: string, wanted: WireRequest): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        hostname,
        port,
        method: wanted.method ?? (wanted.body === undefined ? 'GET' : 'POST'),
        path: wanted.path,
        headers: {
          ...(wanted.body !== undefined && { 'content-length': String(Buffer.byteLength(wanted.body)) }),
          ...wanted.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        answer.on('error', reject);
      },
    );
    // A kept connection may end just when it is taken up again: as every client does, this one asks anew then.
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (call.reusedSocket && error.code === 'ECONNRESET') ask(base, wanted).then(resolve, reject);
      else reject(error);
    });
    call.end(wanted.body);
  });
}

/** A request with a JSON body. */
export function posting(path: string, body: unknown): WireRequest {
  return { path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function asJson(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.text) as Record<string, unknown>;
}

/** What every answer has, whatever it says [ENC-1, ENC-5]. */
export function expectEverywhere({ headers }: Answer): void {
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['access-control-allow-origin']).toBe('*');
}

/** States that an answer is the problem of this code, in full [ERR-1, ERR-2]. */
export function expectProblem(answer: Answer, code: RefusalCode): void {
  const problem = asJson(answer);
  expect(problem).toEqual({
    type: `urn:dogecoin-channel:${code}`,
    title: expect.stringMatching(/^[A-Z]/),
    status: refusalStatus(code),
    detail: expect.stringMatching(/^\S.*\.$/s),
    code,
  });
  expect(answer.status).toBe(refusalStatus(code));
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expectEverywhere(answer);
}

/** The payload of an answer that the till signed. */
export function payloadOf(answer: Answer, identity: Uint8Array): Record<string, unknown> {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return accepted(openEnvelopeOf(asJson(answer), identity)) as Record<string, unknown>;
}
