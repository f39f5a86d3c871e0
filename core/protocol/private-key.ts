import * as ecc from 'tiny-secp256k1';
import { assert } from '../assert.ts';

/** 32 bytes, above zero and below the order of secp256k1. */
export function isPrivateKey(bytes: Uint8Array): boolean {
  return ecc.isPrivate(bytes);
}

/** @returns the compressed public key, 33 bytes */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const publicKey = ecc.pointFromScalar(privateKey, true);
  assert(publicKey !== null, 'a private key has a public key');
  return publicKey;
}
