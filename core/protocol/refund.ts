import { koinu, sum } from '../money.ts';
import { feeForSize } from '../networks.ts';
import type { Announcement } from './announcement.ts';
import { fromHex } from './bytes.ts';
import { type FeeTerms, refundSize } from './fee.ts';
import { unlockRefund } from './redeem-script.ts';
import { SIGHASH_ALL, signatureHash } from './sighash.ts';
import { signEcdsa, withHashByte } from './signature.ts';
import { Transaction } from './transaction.ts';

/** Not final, so that OP_CHECKLOCKTIMEVERIFY holds; above 0xfffffffd, so that nothing signals replacement. */
const LOCKED_SEQUENCE = 0xfffffffe;

/**
 * The customer's way back after the locktime: everything to one output of hers. A node takes it from the moment its
 * tip is at the locktime; the first block that can hold it is the next one.
 * @returns undefined when the capacity does not pay for the transaction and an output above dust
 */
export function buildRefund(
  channel: Pick<Announcement, 'inputs' | 'redeemScript' | 'locktime'>,
  terms: FeeTerms,
  to: { readonly script: Uint8Array; readonly privateKey: Uint8Array },
): Transaction | undefined {
  const { inputs, redeemScript, locktime } = channel;
  const size = refundSize({
    inputs: inputs.length,
    redeemScriptLength: redeemScript.length,
    outputScriptLengths: [to.script.length],
  });
  const value = sum(inputs.map((input) => input.value)) - feeForSize(terms.feePerKb, size);
  if (value < terms.dust) return undefined;
  const transaction = new Transaction();
  transaction.version = 2;
  transaction.locktime = locktime;
  for (const { txid, vout } of inputs) {
    transaction.addInput(fromHex(txid).reverse(), vout, LOCKED_SEQUENCE);
  }
  transaction.addOutput(to.script, koinu(value));
  const unlocks = inputs.map((_, index) => {
    const hash = signatureHash(transaction, { index, scriptCode: redeemScript, hashType: SIGHASH_ALL });
    return unlockRefund({
      customerSignature: withHashByte(signEcdsa(hash, to.privateKey)),
      redeemScript,
    });
  });
  for (const [index, unlock] of unlocks.entries()) transaction.setInputScript(index, unlock);
  return transaction;
}
