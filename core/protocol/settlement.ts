import { assert } from '../assert.ts';
import { ZERO } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import { outputKind } from './address.ts';
import { equal } from './bytes.ts';
import {
  type ChannelBasis,
  checkFee,
  checkInputs,
  checkSignatures,
  type Payment,
  readAmounts,
  settlementTransaction,
} from './payment.ts';
import type { Psbt } from './psbt.ts';
import { unlockSettlement } from './redeem-script.ts';
import { SIGHASH_ALL, signatureHash } from './sighash.ts';
import { isPrivateKeyOf, signEcdsa, withHashByte } from './signature.ts';
import { type Transaction, transactionHash } from './transaction.ts';

/**
 * [H] Co-signs the last payment (or a release) and unlocks every input: the settlement, ready to broadcast.
 * The caller runs the script interpreter over it before it leaves (merchant/closer).
 * @param merchantPrivateKey 32 bytes, of the channel's merchant key
 */
export function coSign(
  channel: Pick<ChannelBasis, 'version' | 'inputs' | 'redeemScript' | 'merchantKey'>,
  payment: Pick<Payment, 'outputs' | 'signatures'>,
  merchantPrivateKey: Uint8Array,
): Transaction {
  assert(isPrivateKeyOf(merchantPrivateKey, channel.merchantKey), "the signing key is the channel's");
  const { redeemScript } = channel;
  const transaction = settlementTransaction(channel, payment.outputs);
  const unlocks = channel.inputs.map((_, index) => {
    const customer = payment.signatures[index];
    assert(customer !== undefined, 'a stored payment has a signature for every input');
    const hash = signatureHash(transaction, { index, scriptCode: redeemScript, hashType: SIGHASH_ALL });
    return unlockSettlement({
      customerSignature: withHashByte(customer),
      merchantSignature: withHashByte(signEcdsa(hash, merchantPrivateKey)),
      redeemScript,
    });
  });
  for (const [index, unlock] of unlocks.entries()) transaction.setInputScript(index, unlock);
  return transaction;
}

/**
 * A release: the settlement of a channel on which nothing was paid. Every output is the customer's to choose, as long
 * as nodes relay it and none is the till's.
 */
export function checkRelease(channel: ChannelBasis, psbt: Psbt): Result<Payment> {
  const inputs = checkInputs(channel, psbt);
  if (!inputs.ok) return inputs;
  const { outs } = psbt.transaction;
  if (outs.length < 1 || outs.length > 2) return refuse('bad_release', { problem: 'one or two outputs' });
  if (outs.some(({ script }) => outputKind(script) === undefined)) {
    return refuse('bad_release', { problem: 'every output is P2PKH or P2SH' });
  }
  if (outs.some(({ script }) => equal(script, channel.settlementScript))) {
    return refuse('bad_release', { problem: 'an output pays the merchant' });
  }
  const outputs = readAmounts(channel, outs);
  if (!outputs.ok) return outputs;
  const fee = checkFee(channel, outputs.value);
  if (!fee.ok) return fee;
  const transaction = settlementTransaction(channel, outputs.value);
  const signatures = checkSignatures(channel, transaction, psbt);
  if (!signatures.ok) return signatures;
  return ok({
    outputs: outputs.value,
    signatures: signatures.value,
    paid: ZERO,
    tip: ZERO,
    fee: fee.value,
    changeScript: undefined,
    transactionHash: transactionHash(transaction),
  });
}
