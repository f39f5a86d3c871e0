import * as v from 'valibot';
import { ok, type Result, refuse } from '../result.ts';
import { equal, fromHex, parseBase64, readUtf8, toBase64, toHex, utf8 } from './bytes.ts';
import { hash256 } from './hash.ts';
import { signSchnorr, verifySchnorr } from './signature.ts';

/** The Connect Envelope of DogeConnect 1.0: a signed statement of the till. */
export interface Envelope {
  readonly version: '1.0';
  /** Base64 of the JSON payload's bytes: what is signed is these bytes, not their meaning. */
  readonly payload: string;
  /** X-only key, 32 bytes hex. */
  readonly pubkey: string;
  /** BIP-340 over double SHA-256 of the payload's bytes, 64 bytes hex. */
  readonly sig: string;
}

/** A till's answer is small; a larger one is no till's. Bytes of JSON. */
export const MAX_ENVELOPE_BYTES = 64 * 1024;

const envelopeSchema = v.object({
  version: v.literal('1.0'),
  payload: v.pipe(v.string(), v.maxLength(MAX_ENVELOPE_BYTES)),
  pubkey: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  sig: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
});

/** The identity that signs envelopes: an x-only public key and its private key, which holds no money. */
export interface Identity {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
}

export function sealEnvelope(payload: object, identity: Identity): Envelope {
  const bytes = utf8(JSON.stringify(payload));
  return {
    version: '1.0',
    payload: toBase64(bytes),
    pubkey: toHex(identity.publicKey),
    sig: toHex(signSchnorr(hash256(bytes), identity.privateKey)),
  };
}

/** The payload of an envelope whose signature is right, and the key that signed it. Who that is, is the caller's to ask. */
export interface OpenedEnvelope {
  readonly payload: unknown;
  /** 32 bytes. */
  readonly signer: Uint8Array;
}

/** Refuses malformed_request (not an envelope) and bad_envelope (not signed by the key it names). */
export function openEnvelope(value: unknown): Result<OpenedEnvelope> {
  const envelope = v.safeParse(envelopeSchema, value);
  if (!envelope.success) return refuse('malformed_request', { problem: 'not a Connect Envelope' });
  const { payload, pubkey, sig } = envelope.output;
  const bytes = parseBase64(payload);
  if (bytes === undefined) return refuse('malformed_request', { problem: 'the payload is not base64' });
  const signer = fromHex(pubkey);
  if (!verifySchnorr(hash256(bytes), signer, fromHex(sig))) {
    return refuse('bad_envelope', { problem: 'signature' });
  }
  const parsed = parseJson(bytes);
  return parsed === undefined
    ? refuse('malformed_request', { problem: 'the payload is not JSON' })
    : ok({ payload: parsed, signer });
}

/** As openEnvelope, and refuses bad_envelope when another than the expected key signed. */
export function openEnvelopeOf(value: unknown, expectedSigner: Uint8Array): Result<unknown> {
  const opened = openEnvelope(value);
  if (!opened.ok) return opened;
  return equal(opened.value.signer, expectedSigner)
    ? ok(opened.value.payload)
    : refuse('bad_envelope', { problem: 'another key' });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(readUtf8(bytes));
  } catch {
    return undefined;
  }
}
