import * as ecc from 'tiny-secp256k1';
import { signatureHash } from '../sighash.ts';
import type { Transaction } from '../transaction.ts';
import { VERIFY } from './flags.ts';
import { withoutCodeSeparators } from './instructions.ts';
import { parseLaxDer } from './lax-der.ts';
import { ScriptFailure } from './script-error.ts';

const SIGHASH_ANYONECANPAY = 0x80;

interface DerParts {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/** IsValidSignatureEncoding (script/interpreter.cpp): strict DER with a hash byte, of either S. */
function derParts(signature: Uint8Array): DerParts | undefined {
  if (signature.length < 9 || signature.length > 73) return undefined;
  const at = (offset: number) => signature[offset] ?? 0;
  const lengthR = at(3);
  if (5 + lengthR >= signature.length) return undefined;
  const lengthS = at(5 + lengthR);
  if (at(0) !== 0x30 || at(1) !== signature.length - 3) return undefined;
  if (lengthR + lengthS + 7 !== signature.length) return undefined;
  const r = signature.subarray(4, 4 + lengthR);
  const s = signature.subarray(6 + lengthR, 6 + lengthR + lengthS);
  const isInteger = (tag: number, value: Uint8Array) => {
    const [first = 0x80, second = 0] = value;
    const isPadded = value.length > 1 && first === 0 && (second & 0x80) === 0;
    return tag === 0x02 && (first & 0x80) === 0 && !isPadded;
  };
  return isInteger(at(2), r) && isInteger(at(4 + lengthR), s) ? { r, s } : undefined;
}

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** CPubKey::CheckLowS. A part over the curve's order reads as zero there, and zero is low. */
function isLowS(parts: DerParts): boolean {
  const r = magnitude(parts.r);
  const s = magnitude(parts.s);
  return r >= ORDER || s >= ORDER || s <= HALF_ORDER;
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

function magnitude(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/** CheckSignatureEncoding. An empty signature is the accepted way to say "none". */
export function checkSignatureEncoding(signature: Uint8Array, flags: number): void {
  if (signature.length === 0) return;
  const parts = derParts(signature);
  const isDerWanted = (flags & (VERIFY.DERSIG | VERIFY.LOW_S | VERIFY.STRICTENC)) !== 0;
  if (isDerWanted && parts === undefined) throw new ScriptFailure('SIG_DER');
  if ((flags & VERIFY.LOW_S) !== 0 && parts !== undefined && !isLowS(parts)) {
    throw new ScriptFailure('SIG_HIGH_S');
  }
  const hashType = (signature.at(-1) ?? 0) & ~SIGHASH_ANYONECANPAY;
  if ((flags & VERIFY.STRICTENC) !== 0 && (hashType < 1 || hashType > 3)) {
    throw new ScriptFailure('SIG_HASHTYPE');
  }
}

/** CheckPubKeyEncoding: with STRICTENC no hybrid key (06, 07) and nothing of another length. */
export function checkPublicKeyEncoding(publicKey: Uint8Array, flags: number): void {
  if ((flags & VERIFY.STRICTENC) === 0) return;
  const [prefix] = publicKey;
  const isCompressed = publicKey.length === 33 && (prefix === 0x02 || prefix === 0x03);
  if (!isCompressed && !(publicKey.length === 65 && prefix === 0x04)) throw new ScriptFailure('PUBKEYTYPE');
}

/** A hybrid key as the uncompressed key it repeats; undefined when its prefix denies its y (secp256k1_eckey_pubkey_parse). */
function withoutHybridPrefix(publicKey: Uint8Array): Uint8Array | undefined {
  const [prefix = 0] = publicKey;
  if (publicKey.length !== 65 || (prefix !== 0x06 && prefix !== 0x07)) return publicKey;
  if (((publicKey[64] ?? 0) & 1) !== (prefix & 1)) return undefined;
  const plain = Uint8Array.from(publicKey);
  plain[0] = 0x04;
  return plain;
}

/** The transaction and input that a script unlocks. */
export interface SpendingInput {
  readonly transaction: Transaction;
  readonly index: number;
}

/**
 * TransactionSignatureChecker::CheckSig: false, never a failure, for a bad key or signature. S may be high, and the
 * encoding loose: whether that matters was for the flags to say, before.
 */
export function isSignatureValid(
  { transaction, index }: SpendingInput,
  check: { readonly signature: Uint8Array; readonly publicKey: Uint8Array; readonly scriptCode: Uint8Array },
): boolean {
  const compact = parseLaxDer(check.signature.subarray(0, -1));
  const publicKey = withoutHybridPrefix(check.publicKey);
  if (compact === undefined || publicKey === undefined) return false;
  const hash = signatureHash(transaction, {
    index,
    scriptCode: withoutCodeSeparators(check.scriptCode),
    hashType: check.signature.at(-1) ?? 0,
  });
  try {
    return ecc.verify(hash, publicKey, compact, false);
  } catch {
    return false;
  }
}
