import { KOINU_PER_DOGE, type Koinu, koinu } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { type Announcement, buildAnnouncement, readAnnouncement } from '../../core/protocol/announcement.ts';
import { utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import type { ChannelOffer } from '../../core/protocol/messages.ts';
import type { ChannelBasis } from '../../core/protocol/payment.ts';
import { buildRedeemScript } from '../../core/protocol/redeem-script.ts';
import type { Terms } from '../../core/protocol/terms.ts';
import { FINAL_SEQUENCE, Transaction } from '../../core/protocol/transaction.ts';
import { accepted } from './outcomes.ts';
import { alice, bob, type Party } from './parties.ts';

/** Whole or decimal DOGE, written as text or as a number with at most 8 decimals. */
export function doge(amount: number | string): Koinu {
  const [whole = '', decimals = ''] = String(amount).split('.');
  return koinu(BigInt(whole) * KOINU_PER_DOGE + BigInt(decimals.padEnd(8, '0')));
}

/** Height of the tip in every test that does not say another. */
export const TIP = 100_000;
/** Locktime of a channel whose test does not say another: a number of three bytes, so the script has 115. */
export const LOCKTIME = TIP + 20_160;

/** The terms of docs/PROTOCOL.md's example offer. */
export const TERMS: Terms = {
  minCapacity: doge(10),
  maxCapacity: doge(100_000),
  maxInputs: 10,
  minLocktimeBlocks: 10_080,
  maxLocktimeBlocks: 129_600,
  paymentCutoffBlocks: 1_440,
  confirmations: 6,
  feePerKb: doge('0.01'),
  dust: doge('0.01'),
};

export function anOffer(changes: Partial<ChannelOffer> = {}): ChannelOffer {
  return {
    network: 'regtest',
    merchantKey: bob.publicKey,
    settlementAddress: bob.address,
    height: TIP,
    issued: '2026-03-01T12:00:00.000Z',
    expires: '2026-03-01T12:10:00.000Z',
    terms: TERMS,
    ...changes,
  };
}

/** An ordinary transaction with these outputs, spending an output that no test looks at. */
export function aTransactionPaying(
  outputs: readonly { readonly script: Uint8Array; readonly value: bigint }[],
  salt = '',
): Transaction {
  const transaction = new Transaction();
  transaction.version = 1;
  transaction.addInput(sha256(utf8(`spent ${salt}`)), 0, FINAL_SEQUENCE, Uint8Array.of(0x51));
  for (const { script, value } of outputs) transaction.addOutput(script, value);
  return transaction;
}

export interface Funding {
  readonly transaction: Transaction;
  readonly vout: number;
}

export interface ChannelSpec {
  readonly customer: Party;
  readonly merchant: Party;
  readonly locktime: number;
  /** The funding outputs' values, a list for each funding transaction. */
  readonly fundings: readonly (readonly Koinu[])[];
  readonly terms: Terms;
  readonly changeScript: Uint8Array | undefined;
}

/** A channel as both sides hold it, with everything that led to it. */
export interface ChannelDouble extends ChannelSpec {
  readonly redeemScript: Uint8Array;
  readonly fundingTransactions: readonly Transaction[];
  /** Every funding output, in the announced order. */
  readonly fundingOutputs: readonly Funding[];
  /** [C] */
  readonly announcementPsbt: Uint8Array;
  readonly announcement: Announcement;
  /** What the till checks payments against. */
  readonly basis: ChannelBasis & { readonly changeScript: Uint8Array | undefined };
}

/** Alice's channel with Bob: 100 DOGE in one funding output, unless changed. */
export function aChannel(changes: Partial<ChannelSpec> = {}): ChannelDouble {
  const spec: ChannelSpec = {
    customer: alice,
    merchant: bob,
    locktime: LOCKTIME,
    fundings: [[doge(100)]],
    terms: TERMS,
    changeScript: alice.script,
    ...changes,
  };
  const redeemScript = buildRedeemScript({
    locktime: spec.locktime,
    customerKey: spec.customer.publicKey,
    merchantKey: spec.merchant.publicKey,
  });
  const fundingTransactions = spec.fundings.map((values, at) => fund(redeemScript, values, `${at}`));
  const fundingOutputs = spec.fundings.flatMap((values, at) =>
    values.map((_, vout) => ({ transaction: fundingTransactions[at] as Transaction, vout })),
  );
  const announcementPsbt = buildAnnouncement({
    redeemScript,
    fundings: fundingOutputs,
    ...(spec.changeScript && { changeScript: spec.changeScript }),
  });
  const announcement = accepted(readAnnouncement(announcementPsbt));
  const { feePerKb, dust } = spec.terms;
  const basis = { ...announcement, feePerKb, dust, settlementScript: spec.merchant.script };
  return {
    ...spec,
    redeemScript,
    fundingTransactions,
    fundingOutputs,
    announcementPsbt,
    announcement,
    basis,
  };
}

/** A funding transaction: the funding outputs first, then the funder's own change. */
export function fund(redeemScript: Uint8Array, values: readonly bigint[], salt = ''): Transaction {
  const script = scriptHashScript(redeemScript);
  const outputs = values.map((value) => ({ script, value }));
  return aTransactionPaying([...outputs, { script: alice.script, value: doge(7) }], salt);
}
