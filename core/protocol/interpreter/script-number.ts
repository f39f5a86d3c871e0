import { EMPTY } from '../bytes.ts';
import { ScriptFailure } from './script-error.ts';

const DEFAULT_LENGTH = 4;

/**
 * Reads a script number: little-endian, sign in the top bit (CScriptNum, script/script.h). Fails with Core's
 * "unknown error", for it throws there, when it is longer than allowed or, with MINIMALDATA, not the shortest form.
 * @param longest 4 bytes, or 5 for lock times. A number holds either exactly.
 */
export function readScriptNumber(bytes: Uint8Array, isMinimal: boolean, longest = DEFAULT_LENGTH): number {
  if (bytes.length > longest) throw new ScriptFailure('UNKNOWN_ERROR');
  if (isMinimal && !isShortest(bytes)) throw new ScriptFailure('UNKNOWN_ERROR');
  let magnitude = 0;
  let isNegative = false;
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i] ?? 0;
    const isTop = i === bytes.length - 1;
    if (isTop) isNegative = (byte & 0x80) !== 0;
    magnitude = magnitude * 256 + (isTop ? byte & 0x7f : byte);
  }
  return isNegative && magnitude !== 0 ? -magnitude : magnitude;
}

function isShortest(bytes: Uint8Array): boolean {
  const top = bytes.at(-1);
  if (top === undefined || (top & 0x7f) !== 0) return true;
  return ((bytes.at(-2) ?? 0) & 0x80) !== 0;
}

/** CScriptNum::serialize: the shortest form; zero is empty. */
export function scriptNumber(value: number): Uint8Array {
  if (value === 0) return EMPTY;
  const bytes: number[] = [];
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256);
  const top = bytes.at(-1) ?? 0;
  if ((top & 0x80) !== 0) bytes.push(value < 0 ? 0x80 : 0);
  else if (value < 0) bytes[bytes.length - 1] = top | 0x80;
  return Uint8Array.from(bytes);
}

/** CastToBool: false is zero of any length, also with a sign. */
export function isTruthy(bytes: Uint8Array): boolean {
  return bytes.some((byte, at) => byte !== 0 && !(byte === 0x80 && at === bytes.length - 1));
}
