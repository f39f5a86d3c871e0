import * as ecc from 'tiny-secp256k1';
import { assert } from '../assert.ts';
import { concat, equal } from './bytes.ts';
import { SIGHASH_ALL } from './sighash.ts';

/** A customer's or merchant's 33-byte compressed public key that is a point of the curve. */
export function isPublicKey(bytes: Uint8Array): boolean {
  return bytes.length === 33 && ecc.isPointCompressed(bytes) && ecc.isPoint(bytes);
}

const COMPACT_LENGTH = 64;
/** r and s are at most 33 bytes each with their sign byte. */
const LONGEST_DER = 72;

/**
 * Reads a strict DER signature with low S (BIP66, and LOW_S as the mempool wants it), without its hash byte.
 * @returns r ‖ s, 64 bytes, or undefined
 */
export function parseDer(der: Uint8Array): Uint8Array | undefined {
  if (der.length < 8 || der.length > LONGEST_DER) return undefined;
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = readDerInteger(der, 2);
  if (r === undefined) return undefined;
  const s = readDerInteger(der, r.end);
  if (s === undefined || s.end !== der.length) return undefined;
  const compact = new Uint8Array(COMPACT_LENGTH);
  compact.set(r.magnitude, 32 - r.magnitude.length);
  compact.set(s.magnitude, COMPACT_LENGTH - s.magnitude.length);
  return isLowS(compact) ? compact : undefined;
}

function readDerInteger(der: Uint8Array, at: number): { magnitude: Uint8Array; end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  const bytes = der.subarray(at + 2, end);
  if (der[at] !== 0x02 || length === 0 || bytes.length !== length) return undefined;
  const [first = 0, second = 0] = bytes;
  const isNegative = (first & 0x80) !== 0;
  const isPadded = length > 1 && first === 0 && (second & 0x80) === 0;
  if (isNegative || isPadded) return undefined;
  const magnitude = first === 0 ? bytes.subarray(1) : bytes;
  return magnitude.length <= 32 ? { magnitude, end } : undefined;
}

/** Half the order of secp256k1, big-endian. */
const HALF_ORDER = Uint8Array.from(
  '7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0'.match(/../g) ?? [],
  (byte) => Number.parseInt(byte, 16),
);

function isLowS(compact: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) {
    const digit = compact[32 + i] ?? 0;
    const limit = HALF_ORDER[i] ?? 0;
    if (digit !== limit) return digit < limit;
  }
  return true;
}

function derInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  const trimmed = magnitude.subarray(start);
  const value = ((trimmed[0] ?? 0) & 0x80) !== 0 ? concat([Uint8Array.of(0), trimmed]) : trimmed;
  return concat([Uint8Array.of(0x02, value.length), value]);
}

/** Writes r ‖ s (64 bytes) as strict DER: 8 to 72 bytes. */
export function toDer(compact: Uint8Array): Uint8Array {
  const body = concat([derInteger(compact.subarray(0, 32)), derInteger(compact.subarray(32, 64))]);
  return concat([Uint8Array.of(0x30, body.length), body]);
}

/** A signature as scripts and PSBTs carry it: DER and the hash byte SIGHASH_ALL. */
export function withHashByte(compact: Uint8Array): Uint8Array {
  return concat([toDer(compact), Uint8Array.of(SIGHASH_ALL)]);
}

/** @param compact r ‖ s; refused with a high S */
export function verifyEcdsa(hash: Uint8Array, publicKey: Uint8Array, compact: Uint8Array): boolean {
  try {
    return ecc.verify(hash, publicKey, compact, true);
  } catch {
    return false;
  }
}

/** RFC 6979, low S. @returns r ‖ s, 64 bytes */
export function signEcdsa(hash: Uint8Array, privateKey: Uint8Array): Uint8Array {
  return ecc.sign(hash, privateKey);
}

const NO_AUXILIARY_RANDOMNESS = new Uint8Array(32);

/** BIP-340 without auxiliary randomness, so that the same statement always has the same signature. 64 bytes. */
export function signSchnorr(hash: Uint8Array, privateKey: Uint8Array): Uint8Array {
  return ecc.signSchnorr(hash, privateKey, NO_AUXILIARY_RANDOMNESS);
}

/** @param xOnlyKey 32 bytes. @param signature 64 bytes */
export function verifySchnorr(hash: Uint8Array, xOnlyKey: Uint8Array, signature: Uint8Array): boolean {
  if (xOnlyKey.length !== 32 || signature.length !== COMPACT_LENGTH) return false;
  try {
    return ecc.verifySchnorr(hash, xOnlyKey, signature);
  } catch {
    return false;
  }
}

/** Whether a 32-byte private key has this compressed public key. */
export function isPrivateKeyOf(privateKey: Uint8Array, publicKey: Uint8Array): boolean {
  const own = ecc.isPrivate(privateKey) ? ecc.pointFromScalar(privateKey, true) : null;
  return own !== null && equal(own, publicKey);
}

/** @returns the 33-byte compressed public key */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const key = ecc.isPrivate(privateKey) ? ecc.pointFromScalar(privateKey, true) : null;
  assert(key !== null, 'a private key is a scalar of the curve');
  return key;
}
