import { assert } from '../assert.ts';
import { isKoinu, type Koinu, koinu, MAX_MONEY, sum, ZERO } from '../money.ts';
import { POLICY } from '../networks.ts';
import { ok, type Result, refuse } from '../result.ts';
import { outputKind } from './address.ts';
import type { Announcement } from './announcement.ts';
import { EMPTY, equal, fromHex, reverseHex, toHex } from './bytes.ts';
import { canonicalSize, type FeeTerms, feeBounds } from './fee.ts';
import { sha256 } from './hash.ts';
import { encodePsbt, type Psbt } from './psbt.ts';
import { SIGHASH_ALL, signatureHash } from './sighash.ts';
import { parseDer, signEcdsa, verifyEcdsa, withHashByte } from './signature.ts';
import { FINAL_SEQUENCE, Transaction, transactionHash } from './transaction.ts';

/** What a channel's announcement and offer fixed: all that a payment is checked against, besides what is paid. */
export interface ChannelBasis
  extends FeeTerms,
    Pick<
      Announcement,
      'channelId' | 'version' | 'redeemScript' | 'customerKey' | 'merchantKey' | 'inputs' | 'capacity'
    > {
  /** Output script of the settlement address that the offer named. */
  readonly settlementScript: Uint8Array;
}

export interface PaymentOutput {
  readonly value: Koinu;
  readonly script: Uint8Array;
}

/** What is due for one invoice on a channel on which `paid` has been paid so far. */
export interface AmountDue {
  readonly paid: Koinu;
  readonly amount: Koinu;
  readonly allowsTip: boolean;
}

/** A payment that passed every check: the settlement's outputs and the customer's signature for every input. */
export interface Payment {
  readonly outputs: readonly PaymentOutput[];
  /** r ‖ s, 64 bytes each, in the order of the inputs; all SIGHASH_ALL. */
  readonly signatures: readonly Uint8Array[];
  /** Everything paid on the channel, this payment included. */
  readonly paid: Koinu;
  readonly tip: Koinu;
  readonly fee: Koinu;
  /** The customer's change output, where there is one. */
  readonly changeScript: Uint8Array | undefined;
  /** Hash of the unsigned transaction, 32 bytes in wire order: two payments with the same one are the same payment. */
  readonly transactionHash: Uint8Array;
}

/** The settlement's transaction, unsigned, built from what we hold: never from a PSBT's own copies. */
export function settlementTransaction(
  channel: Pick<ChannelBasis, 'version' | 'inputs'>,
  outputs: readonly PaymentOutput[],
): Transaction {
  const transaction = new Transaction();
  transaction.version = channel.version;
  // Not addInput and addOutput, which check again at some cost what has its type already.
  for (const { txid, vout } of channel.inputs) {
    const hash = fromHex(txid).reverse();
    transaction.ins.push({ hash, index: vout, script: EMPTY, sequence: FINAL_SEQUENCE, witness: [] });
  }
  for (const { script, value } of outputs) transaction.outs.push({ script, value });
  return transaction;
}

/**
 * [G] Checks a payment's PSBT against the channel and the amount due, in this order: inputs, outputs, amount, dust,
 * fee; signatures, the costly part, come last.
 */
export function checkPayment(channel: ChannelBasis, due: AmountDue, psbt: Psbt): Result<Payment> {
  const inputs = checkInputs(channel, psbt);
  if (!inputs.ok) return inputs;
  const split = splitOutputs(channel, psbt.transaction.outs);
  if (!split.ok) return split;
  const { outputs, settled, changeScript } = split.value;
  const amount = checkAmount(settled, due);
  if (!amount.ok) return amount;
  const fee = checkFee(channel, outputs);
  if (!fee.ok) return fee;
  const transaction = settlementTransaction(channel, outputs);
  const signatures = checkSignatures(channel, transaction, psbt);
  if (!signatures.ok) return signatures;
  return ok({
    outputs,
    changeScript,
    ...amount.value,
    fee: fee.value,
    signatures: signatures.value,
    transactionHash: transactionHash(transaction),
  });
}

/** [E][F] The customer's side: the settlement for `outputs`, signed for every input. */
export function signPayment(
  channel: Pick<ChannelBasis, 'version' | 'inputs' | 'redeemScript'>,
  outputs: readonly PaymentOutput[],
  privateKey: Uint8Array,
): Uint8Array[] {
  const transaction = settlementTransaction(channel, outputs);
  return channel.inputs.map((_, index) =>
    signEcdsa(
      signatureHash(transaction, { index, scriptCode: channel.redeemScript, hashType: SIGHASH_ALL }),
      privateKey,
    ),
  );
}

/** The PSBT in its minimal form, which is also what the till stores: the transaction and one signature per input. */
export function encodePayment(
  channel: Pick<ChannelBasis, 'version' | 'inputs' | 'customerKey'>,
  payment: Pick<Payment, 'outputs' | 'signatures'>,
  channelFields?: ReadonlyMap<number, Uint8Array>,
): Uint8Array {
  assert(payment.signatures.length === channel.inputs.length, 'a payment has a signature for every input');
  const key = toHex(channel.customerKey);
  return encodePsbt({
    transaction: settlementTransaction(channel, payment.outputs),
    ...(channelFields && { channelFields }),
    inputs: payment.signatures.map((signature) => ({
      partialSignatures: new Map([[key, withHashByte(signature)]]),
    })),
  });
}

/** The announced inputs, unchanged, in a transaction that nothing holds back. */
export function checkInputs(channel: ChannelBasis, { transaction, inputs }: Psbt): Result<void> {
  const changed = (
    field: 'count' | 'outpoint' | 'version' | 'redeem_script' | 'funding_transaction',
    input: number,
  ) => refuse('inputs_changed', { field, input });
  if (transaction.ins.length !== channel.inputs.length) return changed('count', 0);
  if (transaction.version !== channel.version) return changed('version', 0);
  if (transaction.locktime !== 0) {
    return refuse('transaction_not_final', { field: 'locktime', value: transaction.locktime });
  }
  for (const [index, announced] of channel.inputs.entries()) {
    const input = transaction.ins[index];
    const entry = inputs[index];
    if (input === undefined || entry === undefined) return changed('count', index);
    if (input.index !== announced.vout || reverseHex(input.hash) !== announced.txid) {
      return changed('outpoint', index);
    }
    if (input.sequence !== FINAL_SEQUENCE) {
      return refuse('transaction_not_final', { field: 'sequence', value: input.sequence });
    }
    if (entry.redeemScript !== undefined && !equal(entry.redeemScript, channel.redeemScript)) {
      return changed('redeem_script', index);
    }
    if (entry.fundingTransaction !== undefined && !isFunding(entry.fundingTransaction, announced.txid)) {
      return changed('funding_transaction', index);
    }
  }
  return ok(undefined);
}

/** The double hash of the bytes as they are: a copy with a witness does not have the txid and is refused. */
function isFunding(bytes: Uint8Array, txid: string): boolean {
  return reverseHex(sha256(sha256(bytes))) === txid;
}

interface Split {
  readonly outputs: readonly PaymentOutput[];
  /** What the settlement output pays; zero where there is none. */
  readonly settled: Koinu;
  readonly changeScript: Uint8Array | undefined;
}

function splitOutputs(channel: ChannelBasis, outs: Transaction['outs']): Result<Split> {
  const size = settlementSize(channel, outs);
  if (size >= POLICY.standardSize) {
    return refuse('transaction_too_large', { bytes: size, limit: POLICY.standardSize - 1 });
  }
  let settlement = -1;
  let changeScript: Uint8Array | undefined;
  for (const [index, { script }] of outs.entries()) {
    if (settlement === -1 && equal(script, channel.settlementScript)) {
      settlement = index;
    } else if (changeScript === undefined && isChange(channel, script)) {
      changeScript = script;
    } else {
      return refuse('unexpected_output', { output: index });
    }
  }
  const outputs = readAmounts(channel, outs);
  if (!outputs.ok) return outputs;
  return ok({ outputs: outputs.value, changeScript, settled: outputs.value[settlement]?.value ?? ZERO });
}

/** The outputs with their values as amounts, which together are within the capacity. */
export function readAmounts(
  channel: Pick<ChannelBasis, 'capacity'>,
  outs: Transaction['outs'],
): Result<readonly PaymentOutput[]> {
  // The wire's value is signed; a negative one is to the chain as impossible as one above 2^63 (MoneyRange).
  const total = outs.reduce((before, { value }) => before + BigInt.asUintN(64, value), 0n);
  return total > channel.capacity
    ? refuse('exceeds_capacity', { outputs: total, capacity: channel.capacity })
    : ok(outs.map(({ script, value }) => ({ script, value: koinu(value) })));
}

/** Whether a settlement may have this output beside the settlement output. */
export function isChange(channel: Pick<ChannelBasis, 'settlementScript'>, script: Uint8Array): boolean {
  return outputKind(script) !== undefined && !equal(script, channel.settlementScript);
}

/** The canonical size of a channel's settlement with these outputs, in bytes. */
export function settlementSize(
  channel: Pick<ChannelBasis, 'inputs' | 'redeemScript'>,
  outputs: readonly { readonly script: Uint8Array }[],
): number {
  return canonicalSize({
    inputs: channel.inputs.length,
    redeemScriptLength: channel.redeemScript.length,
    outputScriptLengths: outputs.map((output) => output.script.length),
  });
}

/** No output below dust, and the rest of the capacity within the bounds of a settlement's fee. @returns the fee */
export function checkFee(
  channel: Pick<ChannelBasis, 'inputs' | 'redeemScript' | 'capacity' | keyof FeeTerms>,
  outputs: readonly PaymentOutput[],
): Result<Koinu> {
  const dust = outputs.findIndex((output) => output.value < channel.dust);
  const tooSmall = outputs[dust];
  if (tooSmall) return refuse('dust_output', { output: dust, value: tooSmall.value, dust: channel.dust });
  const fee = koinu(channel.capacity - sum(outputs.map((output) => output.value)));
  const bounds = feeBounds(settlementSize(channel, outputs), channel);
  if (fee < bounds.least) return refuse('fee_too_low', { fee, least: bounds.least });
  if (fee > bounds.most) return refuse('fee_too_high', { fee, most: bounds.most });
  return ok(fee);
}

/** Exactly what is due; more only as a tip. What is due in all may be more than any amount: then nothing pays it. */
export function checkAmount(settled: Koinu, due: AmountDue): Result<Pick<Payment, 'paid' | 'tip'>> {
  const inAll = due.paid + due.amount;
  const expected = isKoinu(inAll) ? inAll : koinu(MAX_MONEY);
  if (settled < inAll) return refuse('underpaid', { expected, offered: settled });
  if (settled > expected && !due.allowsTip) return refuse('overpaid', { expected, offered: settled });
  return ok({ paid: settled, tip: koinu(settled - expected) });
}

/** One signature of the customer for every input, as nodes relay it. */
export function checkSignatures(
  channel: ChannelBasis,
  transaction: Transaction,
  psbt: Psbt,
): Result<Uint8Array[]> {
  const key = toHex(channel.customerKey);
  const signatures: Uint8Array[] = [];
  for (const [index, input] of psbt.inputs.entries()) {
    if (input.sighashType !== undefined && input.sighashType !== SIGHASH_ALL) {
      return refuse('unexpected_sighash', { input: index, sighash: input.sighashType });
    }
    const signature = input.partialSignatures.get(key);
    if (signature === undefined || signature.length === 0) {
      return refuse('missing_signature', { input: index });
    }
    const sighash = signature.at(-1) ?? 0;
    if (sighash !== SIGHASH_ALL) return refuse('unexpected_sighash', { input: index, sighash });
    const compact = parseDer(signature.subarray(0, -1));
    if (compact === undefined) return refuse('bad_signature', { input: index, problem: 'encoding' });
    signatures.push(compact);
  }
  const bad = findBadSignature(channel, transaction, signatures);
  return bad === -1 ? ok(signatures) : refuse('bad_signature', { input: bad, problem: 'invalid' });
}

/** @returns the first input whose signature is not the customer's over this transaction, or -1 */
export function findBadSignature(
  channel: Pick<ChannelBasis, 'redeemScript' | 'customerKey'>,
  transaction: Transaction,
  signatures: readonly Uint8Array[],
): number {
  return signatures.findIndex((signature, index) => {
    const hash = signatureHash(transaction, {
      index,
      scriptCode: channel.redeemScript,
      hashType: SIGHASH_ALL,
    });
    return !verifyEcdsa(hash, channel.customerKey, signature);
  });
}
