import { concat } from '../../core/protocol/bytes.ts';
import { Transaction } from '../../core/protocol/transaction.ts';

const PUSH_OF_116 = 2 + 116;

/** A settlement in another standard form: negative zero for OP_0 selects the same branch. undefined for all else. */
export function malleated(transaction: Transaction): Transaction | undefined {
  const other = Transaction.fromBuffer(transaction.toBuffer());
  for (const [index, { script }] of transaction.ins.entries()) {
    const at = selectorOf(script);
    if (at === undefined) return undefined;
    other.setInputScript(
      index,
      concat([script.subarray(0, at), Uint8Array.of(0x01, 0x80), script.subarray(at + 1)]),
    );
  }
  return other;
}

/** Where OP_0 stands before the redeem script's push. */
function selectorOf(script: Uint8Array): number | undefined {
  for (let length = PUSH_OF_116; length > PUSH_OF_116 - 5; length--) {
    const at = script.length - length - 1;
    const isPush = script[at + 1] === 0x4c && script[at + 2] === length - 2;
    if (at > 0 && isPush && script[at] === 0x00 && script[0] === 0x00) return at;
  }
  return undefined;
}
