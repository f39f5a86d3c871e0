import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problemOf } from '../../protocol/problem.ts';
import { MAX_REQUEST_BYTES } from '../../protocol/requests.ts';
import type { Refusal } from '../../refusal.ts';
import { type Result, refuse } from '../../result.ts';
import { isStoreFault } from '../../store/database.ts';
import { clientAt } from '../../system/network-address.ts';

/** The customer's network address, by which requests, offers and turns are counted. */
export function clientOf(request: FastifyRequest): string {
  return clientAt(request.ip);
}

/** What every answer has; where hooks run, they and the CORS plugin see to it. */
const EVERYWHERE = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' } as const;

/** RFC 9457. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal);
  if (refusal.code === 'too_many_requests' || refusal.code === 'too_many_offers') {
    reply.header('retry-after', String(refusal.facts.retryAfterSeconds));
  }
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

function refusalOf(result: Result<never>): Refusal {
  if (result.ok) throw new TypeError('not a refusal');
  return result.refusal;
}

/** Values and levels of a body. The largest request has five members, and one level. */
const MOST_VALUES = 64;
const MOST_LEVELS = 8;

/** Bodies are kept as they are until it is their sender's turn: parsing them may take long. */
export function keepBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );
}

/** Bodies are JSON whatever they call themselves; they are parsed here and nowhere else. Throws for anything else. */
export function bodyOf(request: FastifyRequest): unknown {
  const { body } = request;
  if (!Buffer.isBuffer(body)) return undefined;
  if (!isSmall(body)) throw Object.assign(new Error('too many values'), { code: 'BODY_IS_TOO_DEEP' });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch (error) {
    throw Object.assign(new Error('not JSON', { cause: error }), { code: 'BODY_IS_NOT_JSON' });
  }
}

/** Counts what would be built, before it is: the commas, the brackets and the braces outside of strings. */
function isSmall(body: Uint8Array): boolean {
  let values = 0;
  let level = 0;
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case 0x22:
        at = endOfString(body, at + 1);
        break;
      case 0x2c:
        values += 1;
        break;
      case 0x5b:
      case 0x7b:
        values += 1;
        level += 1;
        break;
      case 0x5d:
      case 0x7d:
        level -= 1;
        break;
    }
    if (values > MOST_VALUES || level > MOST_LEVELS) return false;
  }
  return true;
}

/** @returns where its closing quotation mark is, or the end of the body */
function endOfString(body: Uint8Array, from: number): number {
  let at = from;
  while (at < body.length && body[at] !== 0x22) at += body[at] === 0x5c ? 2 : 1;
  return at;
}

/** What goes wrong before or beside a route: every answer is a problem with a code; a bug says nothing of itself. */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const refusal = refusalOfError(error, reply);
    if (refusal !== undefined) return sendRefusal(reply, refusal);
    log.error({ err: error }, 'request failed');
    return reply
      .code(500)
      .type('application/problem+json')
      .serializer((body: unknown) => JSON.stringify(body))
      .send({
        type: 'urn:dogecoin-channel:internal_error',
        title: 'Internal error',
        status: 500,
        detail: 'The till could not do that; nothing was accepted. Try the same again.',
        code: 'internal_error',
      });
  });
}

/** An address with a broken percent-encoding. No hook runs for it. */
export function answerUndecodable(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  const problem = 'its address is not percent-encoded UTF-8';
  sendRefusal(reply.headers(EVERYWHERE), refusalOf(refuse('malformed_request', { problem })));
}

/** Bytes that are no HTTP, that stop in the middle, or a head without end: there is no request to reply to. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = problemOf(
    refusalOf(
      isTooLarge
        ? refuse('request_too_large', { limit: maxHeaderSize })
        : refuse('malformed_request', { problem: 'it is not a whole HTTP request' }),
    ),
  );
  const body = JSON.stringify(problem);
  const headers = {
    ...EVERYWHERE,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`);
}

function refusalOfError(error: FastifyError, reply: FastifyReply): Refusal | undefined {
  if (isStoreFault(error)) return refusalOf(refuse('store_unavailable', {}));
  if (error.statusCode === 429) {
    const seconds = Number(reply.getHeader('retry-after') ?? 60);
    return refusalOf(refuse('too_many_requests', { retryAfterSeconds: Math.max(1, seconds) }));
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refusalOf(refuse('request_too_large', { limit: MAX_REQUEST_BYTES }));
  }
  if (error.code === 'BODY_IS_NOT_JSON') {
    return refusalOf(refuse('malformed_request', { problem: 'the body is not JSON in UTF-8' }));
  }
  if (error.code === 'BODY_IS_TOO_DEEP') {
    const problem = `the body has more than ${MOST_VALUES} values, or more than ${MOST_LEVELS} levels`;
    return refusalOf(refuse('malformed_request', { problem }));
  }
  const isClients = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return isClients ? refusalOf(refuse('malformed_request', { problem: error.message })) : undefined;
}
