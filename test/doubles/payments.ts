import type { Koinu } from '../../core/money.ts';
import { concat, toHex } from '../../core/protocol/bytes.ts';
import { canonicalOutputs } from '../../core/protocol/compact-payment.ts';
import type { AmountDue, PaymentOutput } from '../../core/protocol/payment.ts';
import { settlementTransaction } from '../../core/protocol/payment.ts';
import { encodePsbt, type PsbtDraft } from '../../core/protocol/psbt.ts';
import { SIGHASH_ALL, signatureHash } from '../../core/protocol/sighash.ts';
import { signEcdsa, toDer } from '../../core/protocol/signature.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import { type ChannelDouble, doge } from './channels.ts';
import type { Party } from './parties.ts';

/** 12.5 DOGE, on a channel on which nothing was paid, without tips; unless changed. */
export function amountDue(changes: Partial<AmountDue> = {}): AmountDue {
  return { paid: doge(0), amount: doge('12.5'), allowsTip: false, ...changes };
}

export type DraftInput = PsbtDraft['inputs'][number];

/** How a payment differs from the one that an honest wallet would send. Everything left out is honest. */
export interface Deviations {
  /** What the settlement output pays. */
  readonly paid?: Koinu;
  /** Instead of the canonical outputs. Values may be what no amount can be. */
  readonly outputs?: readonly { readonly script: Uint8Array; readonly value: bigint }[];
  /** Changes the unsigned transaction before it is signed. */
  readonly transaction?: (transaction: Transaction) => void;
  /** Who signs, under whose key the signature is listed. */
  readonly signer?: Party;
  readonly listedKey?: Uint8Array;
  /** The hash type that is signed and appended. */
  readonly sighash?: number;
  /** Changes each signature (DER and hash byte) after signing; undefined leaves it out. */
  readonly signature?: (signature: Uint8Array, index: number) => Uint8Array | undefined;
  /** Changes each input's map, after signing. */
  readonly input?: (input: DraftInput, index: number) => DraftInput;
  readonly channelFields?: ReadonlyMap<number, Uint8Array>;
}

/** A payment's PSBT, 12.5 DOGE unless changed, signed by the customer as it stands. */
export function aPayment(channel: ChannelDouble, deviations: Deviations = {}): Uint8Array {
  const outputs = deviations.outputs ?? honestOutputs(channel, deviations.paid ?? doge('12.5'));
  const transaction = settlementTransaction(channel.basis, []);
  for (const { script, value } of outputs) transaction.outs.push({ script, value });
  deviations.transaction?.(transaction);
  const { signer = channel.customer, sighash = SIGHASH_ALL } = deviations;
  const key = toHex(deviations.listedKey ?? signer.publicKey);
  const inputs = transaction.ins.map((_, index) => {
    const hash = signatureHash(transaction, { index, scriptCode: channel.redeemScript, hashType: sighash });
    const signed = concat([toDer(signEcdsa(hash, signer.privateKey)), Uint8Array.of(sighash)]);
    const signature = deviations.signature ? deviations.signature(signed, index) : signed;
    const input = { partialSignatures: new Map(signature === undefined ? [] : [[key, signature]]) };
    return deviations.input?.(input, index) ?? input;
  });
  const { channelFields } = deviations;
  return encodePsbt({ transaction, inputs, ...(channelFields && { channelFields }) });
}

/** The settlement output and Alice's change, with exactly the canonical fee. */
export function honestOutputs(channel: ChannelDouble, paid: Koinu): readonly PaymentOutput[] {
  return canonicalOutputs(channel.basis, paid, channel.changeScript ?? channel.customer.script);
}
