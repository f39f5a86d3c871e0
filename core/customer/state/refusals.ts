import type { Koinu } from '../../money.ts';
import type { NetworkName } from '../../networks.ts';

/**
 * Everything for which the customer's wallet says no, with the facts. The first part is what would cheat her: no
 * signature of hers leaves the wallet then. Heights and spans in blocks, amounts in koinu, keys and ids in hex.
 */
export interface WalletRefusalFacts {
  // What a till states that cannot be right
  wrong_signer: { readonly expected: string; readonly signer: string };
  bad_envelope: { readonly problem: string };
  bad_message: { readonly problem: string };
  wrong_network: { readonly wallet: NetworkName; readonly till: NetworkName };
  terms_unreasonable: { readonly term: string; readonly stated: string; readonly limit: string };
  locktime_too_far: { readonly blocks: number; readonly limit: number };
  height_implausible: { readonly stated: number; readonly latest: number };
  offer_expired: { readonly expired: string };
  /** apartMinutes: by how much the till's clock is ahead of this one, where they differ. */
  invoice_expired: { readonly expired: string; readonly apartMinutes?: number };
  changed_address: { readonly expected: string; readonly stated: string };
  another_address: { readonly expected: string; readonly stated: string };
  amount_above_invoice: { readonly invoice: Koinu; readonly asked: Koinu };
  amount_below_invoice: { readonly invoice: Koinu; readonly asked: Koinu };
  another_invoice: { readonly expected: string; readonly stated: string };
  wrong_status: { readonly field: string; readonly expected: string; readonly stated: string };
  bad_receipt: { readonly field: string; readonly expected: string; readonly stated: string };
  paid_more_than_signed: { readonly signed: Koinu; readonly stated: Koinu };

  // What the till answers, or does not
  till_refused: { readonly code: string; readonly status: number; readonly detail: string };
  till_unreachable: { readonly url: string; readonly problem: string };
  bad_answer: { readonly url: string; readonly problem: string };
  node_failed: { readonly problem: string };

  // What she asks for and cannot have
  bad_uri: { readonly problem: string };
  bad_url: { readonly url: string };
  bad_transaction: { readonly problem: string };
  not_a_channel_invoice: { readonly missing: 'pc' | 'ph' | 'amount' };
  above_limit: { readonly total: Koinu; readonly limit: Koinu };
  tips_not_taken: { readonly tip: Koinu };
  amount_outside_terms: { readonly amount: Koinu; readonly least: Koinu; readonly most: Koinu };
  bad_inputs: { readonly problem: string };
  amount_below_dust: { readonly amount: Koinu; readonly dust: Koinu };
  insufficient_funds: { readonly needed: Koinu; readonly available: Koinu };
  insufficient_capacity: { readonly needed: Koinu; readonly spendable: Koinu };
  no_channel: { readonly till: string };
  no_such_channel: { readonly channel: string };
  channel_not_open: { readonly channel: string; readonly state: string };
  announcement_unanswered: { readonly channel: string; readonly capacity: Koinu };
  payment_unanswered: { readonly channel: string; readonly invoice: string };
  invoice_already_paid: { readonly invoice: string };
  channel_has_payments: { readonly channel: string; readonly signed: Koinu };
  nothing_to_refund: { readonly channel: string };
  refund_too_early: { readonly locktime: number; readonly height: number };
  refund_rejected: { readonly why: string; readonly message: string };

  // Her own file
  wallet_missing: { readonly path: string };
  wallet_exists: { readonly path: string };
  wallet_locked: { readonly path: string; readonly pid: number };
  wallet_damaged: { readonly path: string; readonly problem: string };
  wallet_from_the_future: { readonly path: string; readonly version: number; readonly newest: number };
  bad_mnemonic: Record<string, never>;
}

export type WalletRefusalCode = keyof WalletRefusalFacts;

/** A refusal of one code; with no argument, of any. A value, never thrown. */
export type WalletRefusal<C extends WalletRefusalCode = WalletRefusalCode> = {
  [K in C]: { readonly code: K; readonly facts: WalletRefusalFacts[K] };
}[C];

/** As core/result.ts, with the wallet's own refusals. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: WalletRefusal };

export function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function decline<C extends WalletRefusalCode>(code: C, facts: WalletRefusalFacts[C]): Outcome<never> {
  return { ok: false, refusal: { code, facts } as WalletRefusal };
}
