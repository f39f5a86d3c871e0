import { concat, EMPTY, equal } from '../bytes.ts';
import { OP } from './opcodes.ts';

export interface Instruction {
  readonly opcode: number;
  /** What a push pushes; empty for every other opcode, and for OP_0. */
  readonly data: Uint8Array;
  /** Offset of the byte after the instruction. */
  readonly next: number;
}

/** The instruction at an offset (CScript::GetOp); undefined at the end and where a push reaches past the end. */
export function readInstruction(script: Uint8Array, at: number): Instruction | undefined {
  const opcode = script[at];
  if (opcode === undefined) return undefined;
  if (opcode > OP.OP_PUSHDATA4) return { opcode, data: EMPTY, next: at + 1 };
  const lengthBytes = opcode < OP.OP_PUSHDATA1 ? 0 : 1 << (opcode - OP.OP_PUSHDATA1);
  const start = at + 1 + lengthBytes;
  if (start > script.length) return undefined;
  let length = opcode;
  if (lengthBytes > 0) {
    length = 0;
    for (let i = lengthBytes; i >= 1; i--) length = length * 256 + (script[at + i] ?? 0);
  }
  const next = start + length;
  return next > script.length ? undefined : { opcode, data: script.subarray(start, next), next };
}

/** Every instruction up to the end or the first unreadable one. */
export function* instructionsOf(script: Uint8Array): Generator<Instruction> {
  let instruction = readInstruction(script, 0);
  while (instruction !== undefined) {
    yield instruction;
    instruction = readInstruction(script, instruction.next);
  }
}

/** CScript::IsPushOnly. OP_RESERVED counts as a push: executing it fails anyway. */
export function isPushOnly(script: Uint8Array, from = 0): boolean {
  let at = from;
  while (at < script.length) {
    const instruction = readInstruction(script, at);
    if (instruction === undefined || instruction.opcode > OP.OP_16) return false;
    at = instruction.next;
  }
  return true;
}

/** CheckMinimalPush (script/interpreter.cpp): the shortest opcode that pushes this data. */
export function isMinimalPush({ opcode, data }: Pick<Instruction, 'opcode' | 'data'>): boolean {
  const [first = 0] = data;
  if (data.length === 0) return opcode === OP.OP_0;
  if (data.length === 1 && first >= 1 && first <= 16) return opcode === OP.OP_1 + first - 1;
  if (data.length === 1 && first === 0x81) return opcode === OP.OP_1NEGATE;
  if (data.length <= 75) return opcode === data.length;
  if (data.length <= 0xff) return opcode === OP.OP_PUSHDATA1;
  if (data.length <= 0xffff) return opcode === OP.OP_PUSHDATA2;
  return true;
}

/** The push that `CScript << vector` writes (script/script.h): never OP_1 .. OP_16. */
export function pushData(data: Uint8Array): Uint8Array {
  const { length } = data;
  if (length < OP.OP_PUSHDATA1) return concat([Uint8Array.of(length), data]);
  if (length <= 0xff) return concat([Uint8Array.of(OP.OP_PUSHDATA1, length), data]);
  return concat([Uint8Array.of(OP.OP_PUSHDATA2, length & 0xff, length >>> 8), data]);
}

/** Removes every instruction-aligned occurrence of some bytes (CScript::FindAndDelete). */
export function findAndDelete(script: Uint8Array, pattern: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let keptFrom = 0;
  let at = 0;
  let hasFound = false;
  for (;;) {
    const before = at;
    while (equal(script.subarray(at, at + pattern.length), pattern)) {
      at += pattern.length;
      hasFound = true;
    }
    if (at !== before) {
      kept.push(script.subarray(keptFrom, before));
      keptFrom = at;
    }
    const instruction = readInstruction(script, at);
    if (instruction === undefined) break;
    at = instruction.next;
  }
  return hasFound ? concat([...kept, script.subarray(keptFrom)]) : script;
}

/** What is hashed leaves OP_CODESEPARATOR out (CTransactionSignatureSerializer::SerializeScriptCode). */
export function withoutCodeSeparators(script: Uint8Array): Uint8Array {
  if (!script.includes(OP.OP_CODESEPARATOR)) return script;
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const { opcode, next } of instructionsOf(script)) {
    if (opcode !== OP.OP_CODESEPARATOR) continue;
    kept.push(script.subarray(from, next - 1));
    from = next;
  }
  return concat([...kept, script.subarray(from)]);
}

/** OP_HASH160 <20> OP_EQUAL, byte for byte (CScript::IsPayToScriptHash). */
export function isPayToScriptHash(script: Uint8Array): boolean {
  return (
    script.length === 23 && script[0] === OP.OP_HASH160 && script[1] === 20 && script[22] === OP.OP_EQUAL
  );
}

/** A version and 2 to 40 bytes (CScript::IsWitnessProgram); undefined for any other script. */
export function witnessProgram(script: Uint8Array): { version: number; program: Uint8Array } | undefined {
  const [opcode = 0xff, length = 0] = script;
  if (script.length < 4 || script.length > 42 || length + 2 !== script.length) return undefined;
  if (opcode === OP.OP_0) return { version: 0, program: script.subarray(2) };
  if (opcode < OP.OP_1 || opcode > OP.OP_16) return undefined;
  return { version: opcode - OP.OP_1 + 1, program: script.subarray(2) };
}

/** Keys that CHECKMULTISIG may have, and counts for when nothing says how many. */
export const MAX_PUBKEYS_PER_MULTISIG = 20;

/** Signature checks in a script (CScript::GetSigOpCount). @param isAccurate reads `OP_n OP_CHECKMULTISIG` as n */
export function signatureOperations(script: Uint8Array, isAccurate: boolean): number {
  let count = 0;
  let last = 0xff;
  for (const { opcode } of instructionsOf(script)) {
    if (opcode === OP.OP_CHECKSIG || opcode === OP.OP_CHECKSIGVERIFY) count += 1;
    if (opcode === OP.OP_CHECKMULTISIG || opcode === OP.OP_CHECKMULTISIGVERIFY) {
      const isCounted = isAccurate && last >= OP.OP_1 && last <= OP.OP_16;
      count += isCounted ? last - OP.OP_1 + 1 : MAX_PUBKEYS_PER_MULTISIG;
    }
    last = opcode;
  }
  return count;
}
