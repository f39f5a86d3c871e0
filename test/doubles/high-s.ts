import { concat } from '../../core/protocol/bytes.ts';
import { parseDer, toDer } from '../../core/protocol/signature.ts';
import { Transaction } from '../../core/protocol/transaction.ts';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const PUSHDATA1 = 0x4c;

/** The same transaction with the other S in every signature: nodes do not relay it, and a miner may mine it. */
export function highS(transaction: Transaction): Transaction {
  const other = Transaction.fromBuffer(transaction.toBuffer());
  for (const [index, { script }] of transaction.ins.entries()) other.setInputScript(index, turned(script));
  return other;
}

function turned(script: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < script.length; ) {
    const opcode = script[at] ?? 0;
    const [head, length] =
      opcode === PUSHDATA1 ? [2, script[at + 1] ?? 0] : [1, opcode < PUSHDATA1 ? opcode : 0];
    const element = script.subarray(at + head, at + head + length);
    const compact = parseDer(element.subarray(0, -1));
    if (compact === undefined) parts.push(script.subarray(at, at + head + length));
    else parts.push(pushed(concat([toDer(otherS(compact)), element.subarray(-1)])));
    at += head + length;
  }
  return concat(parts);
}

function otherS(compact: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(compact.subarray(32)).toString('hex')}`);
  const turnedS = Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex');
  return concat([compact.subarray(0, 32), turnedS]);
}

function pushed(element: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(element.length), element]);
}
