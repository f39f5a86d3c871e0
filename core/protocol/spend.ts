import { ByteReader, equal, MalformedBytesError, toHex } from './bytes.ts';
import { type Outpoint, outpointKey, type Transaction } from './transaction.ts';

/**
 * Who took a funding output. `settlement`: the branch that needs both signatures. `refund`: the customer alone, after
 * the locktime. `foreign`: neither, which a P2SH output of ours cannot be on a chain that checks scripts.
 */
export type SpendKind = 'settlement' | 'refund' | 'foreign';

/**
 * Tells a settlement from a refund by the branch selector, in whatever form: anybody may turn OP_0 into another false
 * push and OP_1 into another true one, and so change the txid (MINIMALIF is a witness rule only).
 * @param input the position of the input that spends the funding output
 */
export function spendKind(transaction: Transaction, input: number, redeemScript: Uint8Array): SpendKind {
  const script = transaction.ins[input]?.script;
  const pushes = script === undefined ? undefined : readPushes(script);
  const selector = pushes?.at(-2);
  const last = pushes?.at(-1);
  if (selector === undefined || last === undefined || !equal(last, redeemScript)) return 'foreign';
  return isTrue(selector) ? 'refund' : 'settlement';
}

/** Positions of the inputs that spend watched outpoints, with what is watched there. */
export function findSpends<T>(
  transaction: Transaction,
  watched: { get(outpointKey: string): T | undefined },
): { input: number; found: T; outpoint: Outpoint }[] {
  const spends: { input: number; found: T; outpoint: Outpoint }[] = [];
  for (const [input, { hash, index }] of transaction.ins.entries()) {
    const outpoint = { txid: toHex(Uint8Array.from(hash).reverse()), vout: index };
    const found = watched.get(outpointKey(outpoint));
    if (found !== undefined) spends.push({ input, found, outpoint });
  }
  return spends;
}

/** CastToBool (script/interpreter.cpp): zero and negative zero of any length are false. */
function isTrue(element: Uint8Array): boolean {
  return element.some((byte, at) => byte !== 0 && !(at === element.length - 1 && byte === 0x80));
}

/** The elements that a push-only script leaves; undefined for any other script. */
function readPushes(script: Uint8Array): Uint8Array[] | undefined {
  const reader = new ByteReader(script);
  const pushes: Uint8Array[] = [];
  try {
    while (reader.remaining > 0) {
      const element = readPush(reader);
      if (element === undefined) return undefined;
      pushes.push(element);
    }
    return pushes;
  } catch (error) {
    if (error instanceof MalformedBytesError) return undefined;
    throw error;
  }
}

function readPush(reader: ByteReader): Uint8Array | undefined {
  const opcode = reader.uint8();
  if (opcode < 0x4c) return reader.slice(opcode);
  if (opcode === 0x4c) return reader.slice(reader.uint8());
  if (opcode === 0x4d) return reader.slice(reader.uint16());
  if (opcode === 0x4e) return reader.slice(reader.uint32());
  if (opcode === 0x4f) return Uint8Array.of(0x81);
  return opcode >= 0x51 && opcode <= 0x60 ? Uint8Array.of(opcode - 0x50) : undefined;
}
