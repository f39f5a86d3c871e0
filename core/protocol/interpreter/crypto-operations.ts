import { crypto } from 'bitcoinjs-lib';
import { hash160, hash256, sha256 } from '../hash.ts';
import { VERIFY } from './flags.ts';
import { findAndDelete, MAX_PUBKEYS_PER_MULTISIG, pushData } from './instructions.ts';
import { OP } from './opcodes.ts';
import { ScriptFailure } from './script-error.ts';
import { readScriptNumber } from './script-number.ts';
import {
  checkPublicKeyEncoding,
  checkSignatureEncoding,
  isSignatureValid,
  type SpendingInput,
} from './signature-check.ts';
import type { Stack } from './stack.ts';

export const HASH_OPERATIONS: ReadonlyMap<number, (bytes: Uint8Array) => Uint8Array> = new Map([
  [OP.OP_RIPEMD160, crypto.ripemd160],
  [OP.OP_SHA1, crypto.sha1],
  [OP.OP_SHA256, sha256],
  [OP.OP_HASH160, hash160],
  [OP.OP_HASH256, hash256],
]);

interface SignatureContext {
  readonly input: SpendingInput;
  readonly flags: number;
  /** The script from the last OP_CODESEPARATOR on. */
  readonly scriptCode: Uint8Array;
}

/** OP_CHECKSIG up to its verdict, which the caller pushes. */
export function checkSignature(stack: Stack, context: SignatureContext): boolean {
  const { input, flags } = context;
  stack.need(2);
  const signature = stack.peek(2);
  const publicKey = stack.peek(1);
  checkSignatureEncoding(signature, flags);
  checkPublicKeyEncoding(publicKey, flags);
  // A signature cannot sign itself: its push is taken out of what is hashed.
  const scriptCode = findAndDelete(context.scriptCode, pushData(signature));
  const isValid = isSignatureValid(input, { signature, publicKey, scriptCode });
  if (!isValid && (flags & VERIFY.NULLFAIL) !== 0 && signature.length > 0) {
    throw new ScriptFailure('SIG_NULLFAIL');
  }
  stack.take(2, 2);
  return isValid;
}

/**
 * OP_CHECKMULTISIG up to its verdict. Takes `dummy sig… m key… n`; signatures must be in the order of their keys.
 * @param countOperations told the number of keys, each of which counts as an operation
 */
export function checkMultisig(
  stack: Stack,
  context: SignatureContext,
  countOperations: (keys: number) => void,
): boolean {
  const isMinimal = (context.flags & VERIFY.MINIMALDATA) !== 0;
  const keyCount = readScriptNumber(stack.peek(), isMinimal);
  if (keyCount < 0 || keyCount > MAX_PUBKEYS_PER_MULTISIG) throw new ScriptFailure('PUBKEY_COUNT');
  countOperations(keyCount);
  stack.need(keyCount + 2);
  const signatureCount = readScriptNumber(stack.peek(keyCount + 2), isMinimal);
  if (signatureCount < 0 || signatureCount > keyCount) throw new ScriptFailure('SIG_COUNT');
  // The dummy must be there before anything is compared.
  stack.need(keyCount + signatureCount + 3);
  // Core compares from the top of the stack down: last key and last signature first.
  const keys = Array.from({ length: keyCount }, (_, at) => stack.peek(2 + at));
  const signatures = Array.from({ length: signatureCount }, (_, at) => stack.peek(keyCount + 3 + at));
  const isValid = doSignaturesMatch(keys, signatures, context);
  const isAnySignatureGiven = signatures.some((signature) => signature.length > 0);
  if (!isValid && (context.flags & VERIFY.NULLFAIL) !== 0 && isAnySignatureGiven) {
    throw new ScriptFailure('SIG_NULLFAIL');
  }
  stack.take(keyCount + signatureCount + 2, keyCount + signatureCount + 2);
  if ((context.flags & VERIFY.NULLDUMMY) !== 0 && stack.peek().length > 0) {
    throw new ScriptFailure('SIG_NULLDUMMY');
  }
  stack.pop();
  return isValid;
}

function doSignaturesMatch(
  keys: readonly Uint8Array[],
  signatures: readonly Uint8Array[],
  { input, flags, scriptCode: script }: SignatureContext,
): boolean {
  const scriptCode = signatures.reduce((code, signature) => findAndDelete(code, pushData(signature)), script);
  let matched = 0;
  for (const [tried, publicKey] of keys.entries()) {
    const signature = signatures[matched];
    if (signature === undefined) return true;
    // More signatures than keys are left: no use in looking further.
    if (signatures.length - matched > keys.length - tried) return false;
    checkSignatureEncoding(signature, flags);
    checkPublicKeyEncoding(publicKey, flags);
    if (isSignatureValid(input, { signature, publicKey, scriptCode })) matched += 1;
  }
  return matched === signatures.length;
}
