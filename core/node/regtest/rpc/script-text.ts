import { addressOf, pubKeyHashScript } from '../../../protocol/address.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { VERIFY } from '../../../protocol/interpreter/flags.ts';
import { readInstruction } from '../../../protocol/interpreter/instructions.ts';
import { OP } from '../../../protocol/interpreter/opcodes.ts';
import { readScriptNumber } from '../../../protocol/interpreter/script-number.ts';
import { checkSignatureEncoding } from '../../../protocol/interpreter/signature-check.ts';
import { isPublicKey } from '../../../protocol/signature.ts';
import { scriptShape } from '../chain/output-script.ts';
import { NETWORK } from '../chain/parameters.ts';
import type { Json } from './json.ts';

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(OP).map(([name, opcode]) => [opcode, name]),
);

/** mapSigHashTypes (core_write.cpp). */
const HASH_TYPES: ReadonlyMap<number, string> = new Map([
  [0x01, 'ALL'],
  [0x81, 'ALL|ANYONECANPAY'],
  [0x02, 'NONE'],
  [0x82, 'NONE|ANYONECANPAY'],
  [0x03, 'SINGLE'],
  [0x83, 'SINGLE|ANYONECANPAY'],
]);

/** GetOpName (script/script.cpp). */
function opcodeName(opcode: number): string {
  if (opcode === OP.OP_1NEGATE) return '-1';
  if (opcode >= OP.OP_1 && opcode <= OP.OP_16) return String(opcode - OP.OP_1 + 1);
  return NAMES.get(opcode) ?? 'OP_UNKNOWN';
}

function signatureText(data: Uint8Array): string {
  try {
    checkSignatureEncoding(data, VERIFY.STRICTENC);
  } catch {
    return toHex(data);
  }
  const name = HASH_TYPES.get(data.at(-1) ?? 0);
  return name === undefined ? toHex(data) : `${toHex(data.subarray(0, -1))}[${name}]`;
}

/** ScriptToAsmStr (core_write.cpp). @param namesHashTypes shows a signature's hash byte by its name */
export function scriptText(script: Uint8Array, namesHashTypes = false): string {
  const words: string[] = [];
  let at = 0;
  while (at < script.length) {
    const instruction = readInstruction(script, at);
    if (instruction === undefined) return [...words, '[error]'].join(' ');
    const { opcode, data, next } = instruction;
    at = next;
    if (opcode > OP.OP_PUSHDATA4) words.push(opcodeName(opcode));
    else if (data.length <= 4) words.push(String(readScriptNumber(data, false)));
    else words.push(namesHashTypes && script[0] !== OP.OP_RETURN ? signatureText(data) : toHex(data));
  }
  return words.join(' ');
}

/** The addresses an output pays to (ExtractDestinations, script/standard.cpp). */
function addressesOf(script: Uint8Array): string[] {
  const { kind, keys } = scriptShape(script);
  const single = addressOf(script, NETWORK);
  if (single !== undefined) return [single];
  if (kind !== 'pubkey' && kind !== 'multisig') return [];
  return keys.filter(isAnyPublicKey).flatMap((key) => addressOf(pubKeyHashScript(key), NETWORK) ?? []);
}

/** CPubKey::IsValid: header and length, not the curve. */
function isAnyPublicKey(key: Uint8Array): boolean {
  const [prefix = 0] = key;
  return isPublicKey(key) || (key.length === 33 && (prefix === 2 || prefix === 3)) || key.length === 65;
}

/** ScriptPubKeyToJSON (rpc/rawtransaction.cpp). */
export function scriptJson(script: Uint8Array, withHex = true): { [key: string]: Json } {
  const { kind, required } = scriptShape(script);
  const addresses = addressesOf(script);
  const text = { asm: scriptText(script), ...(withHex ? { hex: toHex(script) } : {}) };
  return addresses.length === 0
    ? { ...text, type: kind }
    : { ...text, reqSigs: required, type: kind, addresses };
}
