import * as ecc from 'tiny-secp256k1';
import { concat } from './bytes.ts';
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
  const compact = new Uint8Array(COMPACT_LENGTH);
  let at = 2;
  for (const half of [0, 1]) {
    const length = der[at + 1] ?? 0;
    const start = at + 2;
    const number = der.subarray(start, start + length);
    if (der[at] !== 0x02 || length === 0 || length > 33 || number.length !== length) return undefined;
    const isNegative = ((number[0] ?? 0) & 0x80) !== 0;
    const isPadded = length > 1 && number[0] === 0 && ((number[1] ?? 0) & 0x80) === 0;
    if (isNegative || isPadded) return undefined;
    const magnitude = number[0] === 0 ? number.subarray(1) : number;
    if (magnitude.length > 32) return undefined;
    compact.set(magnitude, half * 32 + 32 - magnitude.length);
    at = start + length;
  }
  return at === der.length && isLowS(compact) ? compact : undefined;
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
