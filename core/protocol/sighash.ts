import { ByteWriter, compactSizeLength, concat, EMPTY, sizedLength } from './bytes.ts';
import { hash256 } from './hash.ts';
import type { Transaction } from './transaction.ts';

export const SIGHASH_ALL = 0x01;
const SIGHASH_NONE = 0x02;
const SIGHASH_SINGLE = 0x03;
const SIGHASH_ANYONECANPAY = 0x80;

/**
 * The message that a signature signs (SignatureHash, Dogecoin Core script/interpreter.cpp), over the script code's
 * bytes exactly as given. bitcoinjs's `hashForSignature` compiles the script anew, and so signs something else than
 * the chain checks as soon as a push is not minimal: that difference is a theft, see docs/SECURITY.md.
 * OP_CODESEPARATOR is the caller's to remove.
 * @param scriptCode the script that is being executed: for P2SH the redeem script
 * @param hashType the signature's last byte (or a wider int32, as Core's own test vectors have)
 */
export function signatureHash(
  transaction: Transaction,
  input: { readonly index: number; readonly scriptCode: Uint8Array; readonly hashType: number },
): Uint8Array {
  const { index, scriptCode, hashType } = input;
  const outputMode = hashType & 0x1f;
  const isAnyoneCanPay = (hashType & SIGHASH_ANYONECANPAY) !== 0;
  if (index >= transaction.ins.length) return uint256One();
  if (outputMode === SIGHASH_SINGLE && index >= transaction.outs.length) return uint256One();

  const inputs = isAnyoneCanPay ? transaction.ins.slice(index, index + 1) : transaction.ins;
  const signedAt = isAnyoneCanPay ? 0 : index;
  const outputs = outputsSigned(transaction, index, outputMode);

  const size =
    12 +
    compactSizeLength(inputs.length) +
    inputs.reduce((total, _, at) => {
      return total + 40 + sizedLength(at === signedAt ? scriptCode : EMPTY);
    }, 0) +
    compactSizeLength(outputs.length) +
    outputs.reduce((total, out) => total + 8 + sizedLength(out.script), 0);
  const writer = new ByteWriter(size);
  writer.uint32(transaction.version);
  writer.compactSize(inputs.length);
  for (const [position, spent] of inputs.entries()) {
    const isSigned = position === signedAt;
    writer.raw(spent.hash);
    writer.uint32(spent.index);
    writer.sized(isSigned ? scriptCode : EMPTY);
    const isSequenceLeftOpen = !isSigned && (outputMode === SIGHASH_NONE || outputMode === SIGHASH_SINGLE);
    writer.uint32(isSequenceLeftOpen ? 0 : spent.sequence);
  }
  writer.compactSize(outputs.length);
  for (const { value, script } of outputs) {
    writer.int64(value);
    writer.sized(script);
  }
  writer.uint32(transaction.locktime);
  writer.uint32(hashType);
  return hash256(writer.bytes);
}

type SignedOutput = Pick<Transaction['outs'][number], 'value' | 'script'>;

function outputsSigned(transaction: Transaction, index: number, outputMode: number): readonly SignedOutput[] {
  if (outputMode === SIGHASH_NONE) return [];
  if (outputMode !== SIGHASH_SINGLE) return transaction.outs;
  const blank = { value: -1n, script: EMPTY };
  return transaction.outs.slice(0, index + 1).map((output, at) => (at === index ? output : blank));
}

/** SignatureHash's answer to an input or output that is not there: the number one, little-endian. */
function uint256One(): Uint8Array {
  return concat([Uint8Array.of(1), new Uint8Array(31)]);
}
