import * as v from 'valibot';
import { printable } from '../../names.ts';
import { equal, fromHex, readUtf8, toBase64, toHex } from '../../protocol/bytes.ts';
import { MAX_ENVELOPE_BYTES, type OpenedEnvelope, openEnvelope } from '../../protocol/envelope.ts';
import { detailOf } from '../../protocol/problem.ts';
import { type RelayReply, readRelayReply } from '../../protocol/relay.ts';
import type { Result } from '../../result.ts';
import { parseWebAddress } from '../../web-address.ts';
import { decline, done, type Outcome } from './refusals.ts';

/** An envelope whose signature is right, and as it came: the till's word, to be kept and shown. */
export interface SignedStatement extends OpenedEnvelope {
  readonly text: string;
}

/** What a relay says of a payment that it took, unsigned. */
type TakenPayment = Extract<RelayReply, { status: 'accepted' | 'confirmed' }>;

/** A body that is no JSON is undefined. */
interface HttpAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** An envelope is its payload in base64 and 300 bytes more; what is longer is not read. Bytes. */
const MAX_ANSWER_BYTES = MAX_ENVELOPE_BYTES + 1024;

/** An RFC 9457 answer. It is not signed: nothing that it says may move money by itself. */
const problemSchema = v.object({
  code: v.pipe(v.string(), v.regex(/^[a-z_]{1,64}$/)),
  detail: v.optional(v.pipe(v.string(), v.maxLength(2048)), ''),
});

/** Asks a till over HTTP. Everything that a till says enters the wallet here, as an envelope whose signature is right. */
export class TillClient {
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  get(url: string): Promise<Outcome<SignedStatement>> {
    return this.#ask(url, {});
  }

  post(url: string, body: object): Promise<Outcome<SignedStatement>> {
    return this.#ask(url, posting(body));
  }

  /** Asks a payment relay: its answers are bare JSON. @returns what it says of a payment that it took */
  async relay(url: string, body: object): Promise<Outcome<TakenPayment>> {
    const answer = await this.#exchange(url, posting(body));
    if (!answer.ok) return answer;
    const { status, value } = answer.value;
    const reply = readRelayReply(value);
    if (reply === undefined) return refusalOf(url, answer.value);
    const refused = (code: string, detail: string) =>
      decline('till_refused', { code, status, detail: printable(detail) });
    if ('error' in reply) return refused(reply.error, reply.message);
    if (reply.status === 'declined') return refused(reply.status, reply.reason);
    if (reply.status === 'unpaid') return decline('bad_answer', { url, problem: 'it says "unpaid"' });
    return done(reply);
  }

  async #ask(url: string, request: RequestInit): Promise<Outcome<SignedStatement>> {
    const answer = await this.#exchange(url, request);
    if (!answer.ok) return answer;
    const { status, value } = answer.value;
    if (status < 200 || status >= 300) return refusalOf(url, answer.value);
    if (value === undefined) return decline('bad_answer', { url, problem: 'the answer is not JSON' });
    return openStatement(value);
  }

  async #exchange(url: string, request: RequestInit): Promise<Outcome<HttpAnswer>> {
    if (!isHttpUrl(url)) return decline('bad_url', { url });
    const signal = AbortSignal.timeout(this.#timeoutMs);
    let status: number;
    let bytes: Uint8Array | undefined;
    try {
      const response = await fetch(url, { ...request, signal, redirect: 'error', cache: 'no-store' });
      status = response.status;
      bytes = await readLimited(response);
    } catch (error) {
      return decline('till_unreachable', { url, problem: problemOfFetch(error) });
    }
    if (bytes === undefined) return decline('bad_answer', { url, problem: 'the answer is too large' });
    return done({ status, value: parseJson(bytes) });
  }
}

function posting(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function refusalOf(url: string, { status, value }: HttpAnswer): Outcome<never> {
  const problem = v.safeParse(problemSchema, value);
  if (!problem.success) {
    return decline('bad_answer', { url, problem: `HTTP status ${status} without a reason` });
  }
  const { code, detail } = problem.output;
  return decline('till_refused', { code, status, detail: printable(detail) });
}

export function isHttpUrl(text: string): boolean {
  if (text.length > 2048 || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

/** `http://host:port` of a till, from that or from the URL of its offer. */
export function baseOfTill(url: string): string | undefined {
  const address = parseWebAddress(url);
  return address.ok
    ? address.url.replace(/\/v1\/(?:channel-key|channels)$/, '').replace(/\/+$/, '')
    : undefined;
}

/** An envelope that a till's screen showed or a file holds, as JSON text. */
export function openEnvelopeText(text: string): Outcome<SignedStatement> {
  const value = text.length > MAX_ANSWER_BYTES ? undefined : parseJsonText(text);
  if (value === undefined) return decline('bad_envelope', { problem: 'it is not JSON' });
  return openStatement(value);
}

function openStatement(value: unknown): Outcome<SignedStatement> {
  const opened = openEnvelope(value);
  if (opened.ok) return done({ ...opened.value, text: JSON.stringify(value) });
  const isForged = opened.refusal.code === 'bad_envelope';
  return decline('bad_envelope', { problem: isForged ? 'the signature is wrong' : detailOf(opened.refusal) });
}

/** The payload, if the pinned identity signed it. @param identity x-only, hex */
export function payloadOf(opened: OpenedEnvelope, identity: string): Outcome<unknown> {
  return equal(opened.signer, fromHex(identity))
    ? done(opened.payload)
    : decline('wrong_signer', { expected: identity, signer: toHex(opened.signer) });
}

/** Reads a payload with one of core/protocol/messages.ts's readers. */
export function readPayload<T>(payload: unknown, read: (payload: unknown) => Result<T>): Outcome<T> {
  const message = read(payload);
  return message.ok ? done(message.value) : decline('bad_message', { problem: detailOf(message.refusal) });
}

/** A PSBT as JSON carries it. */
export function psbtText(hex: string): string {
  return toBase64(fromHex(hex));
}

async function readLimited(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop cancels the body.
    if (length > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return parseJsonText(readUtf8(bytes));
  } catch {
    return undefined;
  }
}

function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOfFetch(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : error.message;
}
