import * as v from 'valibot';
import { cleanLine } from '../names.ts';
import { ok, type Result, refuse } from '../result.ts';
import { parseBase64, parseHex, utf8 } from './bytes.ts';
import { hash256 } from './hash.ts';
import { MAX_PSBT_BYTES } from './psbt.ts';
import { parseDer } from './signature.ts';

/** A customer's request is no larger: refused before it is read. Bytes. */
export const MAX_REQUEST_BYTES = 256 * 1024;

export interface AnnounceRequest {
  readonly psbt: Uint8Array;
  /** Shown to the clerk; '' when not given. */
  readonly name: string;
}

export interface PayRequest {
  readonly psbt: Uint8Array;
  readonly channel: string | undefined;
}

/** A close asked for by signature, or a release that gives everything back. */
export type CloseRequest =
  | { readonly kind: 'signed'; readonly signature: Uint8Array }
  | { readonly kind: 'release'; readonly psbt: Uint8Array };

const LONGEST_NAME = 64;

const psbt = v.string();
const announceSchema = v.object({ psbt, name: v.optional(v.string()) });
const paySchema = v.object({ psbt, channel: v.optional(v.string()) });
const closeSchema = v.union([v.object({ signature: v.string() }), v.object({ psbt })]);

function malformed(problem: string): Result<never> {
  return refuse('malformed_request', { problem });
}

export function readAnnounceRequest(body: unknown): Result<AnnounceRequest> {
  const parsed = v.safeParse(announceSchema, body);
  if (!parsed.success) return malformed('a JSON object with "psbt" and optionally "name" is wanted');
  const name = parsed.output.name ?? '';
  if ([...name].length > LONGEST_NAME) return malformed(`the name is longer than ${LONGEST_NAME} characters`);
  const bytes = readPsbtText(parsed.output.psbt);
  return bytes.ok ? ok({ psbt: bytes.value, name: cleanLine(name) }) : bytes;
}

export function readPayRequest(body: unknown): Result<PayRequest> {
  const parsed = v.safeParse(paySchema, body);
  if (!parsed.success) return malformed('a JSON object with "psbt" and optionally "channel" is wanted');
  const bytes = readPsbtText(parsed.output.psbt);
  return bytes.ok ? ok({ psbt: bytes.value, channel: parsed.output.channel }) : bytes;
}

export function readCloseRequest(body: unknown): Result<CloseRequest> {
  const parsed = v.safeParse(closeSchema, body);
  if (!parsed.success) return malformed('a JSON object with "signature" or "psbt" is wanted');
  if ('psbt' in parsed.output) {
    const bytes = readPsbtText(parsed.output.psbt);
    return bytes.ok ? ok({ kind: 'release', psbt: bytes.value }) : bytes;
  }
  const der = parseHex(parsed.output.signature);
  const signature = der === undefined ? undefined : parseDer(der);
  return signature === undefined
    ? refuse('bad_signature', { input: 0, problem: 'encoding' })
    : ok({ kind: 'signed', signature });
}

/** A PSBT's base64. Refuses psbt_too_large before decoding, malformed_psbt for any other alphabet or white space. */
export function readPsbtText(text: string): Result<Uint8Array> {
  const bytes = Math.floor((text.length * 3) / 4);
  if (bytes > MAX_PSBT_BYTES + 2) return refuse('psbt_too_large', { bytes, limit: MAX_PSBT_BYTES });
  const decoded = parseBase64(text);
  return decoded === undefined ? refuse('malformed_psbt', { problem: 'not canonical base64' }) : ok(decoded);
}

/** What the customer signs with her channel key to ask for the close. 32 bytes. */
export function closeRequestHash(channelId: string): Uint8Array {
  return hash256(utf8(`dogecoin-channel close ${channelId}`));
}
