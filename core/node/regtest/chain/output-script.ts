import {
  instructionsOf,
  isPayToScriptHash,
  isPushOnly,
  witnessProgram,
} from '../../../protocol/interpreter/instructions.ts';
import { OP } from '../../../protocol/interpreter/opcodes.ts';

/** GetTxnOutputType's names (script/standard.cpp). */
type ScriptKind =
  | 'nonstandard'
  | 'pubkey'
  | 'pubkeyhash'
  | 'scripthash'
  | 'multisig'
  | 'nulldata'
  | 'witness_v0_keyhash'
  | 'witness_v0_scripthash';

interface ScriptShape {
  readonly kind: ScriptKind;
  /** Public keys of pubkey and multisig. */
  readonly keys: readonly Uint8Array[];
  /** Signatures that it takes to spend: n of multisig's `n of m`. */
  readonly required: number;
}

function shape(kind: ScriptKind, keys: readonly Uint8Array[] = [], required = 1): ScriptShape {
  return { kind, keys, required };
}

function isKeyLong(bytes: Uint8Array): boolean {
  return bytes.length >= 33 && bytes.length <= 65;
}

function smallInteger(opcode: number | undefined): number {
  if (opcode === undefined || opcode < OP.OP_1 || opcode > OP.OP_16) return 0;
  return opcode - OP.OP_1 + 1;
}

/** The pattern an output script follows (Solver, script/standard.cpp). */
export function scriptShape(script: Uint8Array): ScriptShape {
  if (isPayToScriptHash(script)) return shape('scripthash');
  const program = witnessProgram(script);
  if (program !== undefined) {
    if (program.version === 0 && program.program.length === 20) return shape('witness_v0_keyhash');
    if (program.version === 0 && program.program.length === 32) return shape('witness_v0_scripthash');
    return shape('nonstandard');
  }
  if (script[0] === OP.OP_RETURN && isPushOnly(script, 1)) return shape('nulldata');
  return templateShape(script);
}

function templateShape(script: Uint8Array): ScriptShape {
  const parts = [...instructionsOf(script)];
  if (parts.at(-1)?.next !== script.length) return shape('nonstandard');
  const opcodes = parts.map(({ opcode }) => opcode);
  const [first] = parts;
  const last = opcodes.at(-1);
  if (parts.length === 2 && last === OP.OP_CHECKSIG && first !== undefined && isKeyLong(first.data)) {
    return shape('pubkey', [first.data]);
  }
  const hash = parts[2]?.data;
  const isKeyHash =
    parts.length === 5 && opcodes[0] === OP.OP_DUP && opcodes[1] === OP.OP_HASH160 && hash?.length === 20;
  if (isKeyHash && opcodes[3] === OP.OP_EQUALVERIFY && last === OP.OP_CHECKSIG) return shape('pubkeyhash');
  const keys = parts.slice(1, -2).map(({ data }) => data);
  const required = smallInteger(opcodes[0]);
  const isMultisig = last === OP.OP_CHECKMULTISIG && smallInteger(opcodes.at(-2)) === keys.length;
  if (isMultisig && required >= 1 && required <= keys.length && keys.every(isKeyLong)) {
    return shape('multisig', keys, required);
  }
  return shape('nonstandard');
}
