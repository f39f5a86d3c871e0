import type { Koinu } from './money.ts';
import type { SecretKind } from './secrets.ts';

/** What a scanned text is, when it is no payment. */
export type SeenKind =
  | 'empty'
  | 'too_long'
  | 'web_link'
  | 'payment_link'
  | 'address'
  | 'barcode'
  | 'transaction'
  | 'statement'
  | 'secret'
  | 'amount'
  | 'wrong_keyboard'
  /** A payment of another shop, or over a channel that this till does not know. */
  | 'other_shop'
  | 'other_coin'
  | 'lightning'
  | 'bank_transfer'
  | 'wifi'
  /** A contact, a message, a date or a place. */
  | 'contact'
  | 'app_link'
  /** Numbers of goods with their application identifiers. */
  | 'gs1'
  /** A payment in a form of QR codes that the till does not read. */
  | 'other_form'
  /** A payment all in upper or all in lower case, which nobody can turn back. */
  | 'case_changed'
  | 'cut_off'
  | 'damaged'
  | 'text';

/** What is wrong with a policy; `value …` names the member whose value is none. */
export type PolicyReason =
  | 'capacities'
  | 'max_capacity'
  | 'locktimes'
  | 'cutoff'
  | 'fee_low'
  | 'fee_high'
  | 'dust_low'
  | 'dust_capacity'
  | 'fee_absurd'
  | 'cutoff_late'
  | 'close_late'
  | 'close_early'
  | 'escalation_late'
  | 'budget'
  | 'file_wins'
  | 'unknown_name'
  | `value ${string}`;

/** What is wrong with a node: a fault of asking it, or what it answered. */
export type NodeReason =
  | 'address'
  | 'unreachable'
  | 'timeout'
  | 'unauthorised'
  | 'wrong_network'
  | 'warming_up'
  | 'loading'
  /** It lacks blocks that the till has seen. */
  | 'behind'
  /** The till asks it already. */
  | 'known'
  | 'too_many'
  | 'busy'
  | 'old'
  | 'unsupported'
  | 'bad_answer'
  | 'call_failed';

/** Why a backup cannot be put back. */
export type BackupReason =
  | 'not_whole_path'
  | 'not_a_folder'
  | 'link'
  | 'incomplete'
  | 'damaged'
  | 'unreadable'
  | 'newer'
  | 'clock_behind'
  | 'disk'
  | 'other';

/**
 * Every reason for which something from outside (a customer, the chain, a clerk) is refused, with its facts.
 * The codes are the wire's (docs/PROTOCOL.md); heights in blocks, sizes in bytes, amounts in koinu.
 */
export interface RefusalFacts {
  // The request as such
  malformed_request: { readonly problem: string };
  request_too_large: { readonly limit: number };
  not_found: { readonly what: string };
  method_not_allowed: { readonly allowed: string };
  too_many_requests: { readonly retryAfterSeconds: number };
  too_many_offers: { readonly limit: number; readonly retryAfterSeconds: number };
  node_unavailable: { readonly problem: string };
  store_unavailable: Record<string, never>;

  // A PSBT as such
  malformed_psbt: { readonly problem: string };
  psbt_too_large: { readonly bytes: number; readonly limit: number };

  // An announcement
  psbt_has_outputs: { readonly outputs: number };
  psbt_has_signatures: { readonly input: number };
  no_inputs: Record<string, never>;
  too_many_inputs: { readonly inputs: number; readonly limit: number };
  duplicate_input: { readonly input: number };
  transaction_not_final: { readonly field: 'locktime' | 'sequence'; readonly value: number };
  unsupported_version: { readonly version: number };
  missing_funding_transaction: { readonly input: number };
  funding_transaction_mismatch: {
    readonly input: number;
    readonly problem: 'undecodable' | 'txid' | 'no_such_output' | 'value';
  };
  missing_redeem_script: { readonly input: number };
  redeem_script_mismatch: { readonly input: number };
  redeem_scripts_differ: { readonly input: number };
  unknown_script: { readonly problem: string };
  locktime_not_a_height: { readonly locktime: bigint };
  invalid_customer_key: { readonly problem: 'not_a_point' | 'same_as_merchant' };
  unknown_key: { readonly key: string };
  key_expired: { readonly key: string; readonly expired: string };
  key_already_used: { readonly key: string };
  locktime_too_soon: { readonly locktime: number; readonly earliest: number };
  locktime_too_far: { readonly locktime: number; readonly latest: number };
  capacity_too_small: { readonly capacity: Koinu; readonly least: Koinu };
  capacity_too_large: { readonly capacity: Koinu; readonly most: Koinu };
  funding_not_found: { readonly txid: string; readonly problem: string };
  funding_spent: { readonly outpoint: string };
  funding_in_use: { readonly outpoint: string };

  // A payment
  unknown_invoice: { readonly invoice: string };
  invoice_expired: { readonly expired: string; readonly wasCancelled: boolean };
  invoice_already_paid: { readonly paidAt: string };
  invoice_mismatch: { readonly named: string };
  unknown_channel: { readonly channel: string };
  channel_not_open: { readonly state: string };
  channel_expiring: { readonly cutoff: number; readonly height: number };
  inputs_changed: {
    readonly field: 'count' | 'outpoint' | 'version' | 'redeem_script' | 'funding_transaction';
    readonly input: number;
  };
  missing_signature: { readonly input: number };
  unexpected_sighash: { readonly input: number; readonly sighash: number };
  bad_signature: { readonly input: number; readonly problem: 'encoding' | 'invalid' };
  underpaid: { readonly expected: Koinu; readonly offered: Koinu };
  overpaid: { readonly expected: Koinu; readonly offered: Koinu };
  unexpected_output: { readonly output: number };
  dust_output: { readonly output: number; readonly value: Koinu; readonly dust: Koinu };
  fee_too_low: { readonly fee: Koinu; readonly least: Koinu };
  fee_too_high: { readonly fee: Koinu; readonly most: Koinu };
  exceeds_capacity: { readonly outputs: bigint; readonly capacity: Koinu };
  transaction_too_large: { readonly bytes: number; readonly limit: number };

  // A close
  nothing_paid: Record<string, never>;
  bad_release: { readonly problem: string };

  // A statement of the till, as the customer's wallet reads it
  bad_envelope: { readonly problem: 'signature' | 'another key' };

  // What a scanner reads off a customer's screen
  malformed_frame: { readonly problem: string };
  nothing_scanned: { readonly reason: SeenKind };
  frames_differ: Record<string, never>;

  // The owner, at the till itself
  till_locked: Record<string, never>;
  wrong_passphrase: Record<string, never>;
  no_keychain: Record<string, never>;
  bad_amount: {
    readonly reason: 'not_an_amount' | 'nothing_due' | 'too_small' | 'too_much';
    readonly problem: string;
  };
  not_late: { readonly state: string };
  not_short: { readonly state: string };
  sum_changed: { readonly amount: Koinu };
  no_question: Record<string, never>;
  no_decision: Record<string, never>;
  bad_time: { readonly text: string };
  not_allowed: { readonly role: 'clerk' | 'owner' };
  wrong_pin: { readonly retryAfterSeconds: number };
  /** The owner's PIN or passphrase is asked for anew, whoever sits at the screen. */
  proof_wanted: { readonly reason: 'pin' | 'passphrase' | 'either' };
  pin_in_use: Record<string, never>;
  owner_pin_wanted: Record<string, never>;
  bad_settings: {
    readonly reason: 'no_currency' | 'rate_in_doge' | 'rate_zero' | 'folder_not_whole';
    readonly problem: string;
  };
  /** What may cost the owner money, in sentences: he did not say that he bears it. */
  risky_policy: { readonly risks: string };
  bad_policy: { readonly reason: PolicyReason; readonly problem: string };
  backup_failed: {
    readonly reason: 'no_folder' | 'not_writable' | 'disk_full' | 'other';
    readonly problem: string;
  };
  backup_unusable: { readonly reason: BackupReason; readonly problem: string };
  /** The shop was put back, and does not start yet. */
  shop_not_started: { readonly problem: string };
  /** A secret where none is asked for: it was neither kept nor logged. */
  secret_given: { readonly kind: SecretKind };
  bad_payout_key: Record<string, never>;
  private_payout_key: Record<string, never>;
  payout_not_confirmed: { readonly address: string };
  bad_address: { readonly reason: 'none' | 'not_an_address' | 'own_invoice' };
  nothing_to_collect: Record<string, never>;
  bad_absence: { readonly problem: string };
  nothing_to_export: Record<string, never>;
  alert_failed: { readonly problem: string };

  // The app around the till
  practice_only: Record<string, never>;
  app_only: Record<string, never>;
  bad_words: Record<string, never>;
  weak_passphrase: { readonly least: number };
  node_unusable: { readonly reason: NodeReason; readonly problem: string };
  shop_exists: Record<string, never>;
  no_shop: Record<string, never>;
}

export type RefusalCode = keyof RefusalFacts;

/** A refusal of one code; with no argument, of any. A value, never thrown. */
export type Refusal<C extends RefusalCode = RefusalCode> = {
  [K in C]: { readonly code: K; readonly facts: RefusalFacts[K] };
}[C];

/** HTTP status of the codes whose meaning is not the general 422. RFC 9110. */
const STATUS: Partial<Record<RefusalCode, number>> = {
  malformed_request: 400,
  malformed_psbt: 400,
  bad_amount: 400,
  not_found: 404,
  unknown_key: 404,
  unknown_invoice: 404,
  unknown_channel: 404,
  method_not_allowed: 405,
  key_already_used: 409,
  funding_spent: 409,
  funding_in_use: 409,
  invoice_already_paid: 409,
  channel_not_open: 409,
  key_expired: 410,
  invoice_expired: 410,
  channel_expiring: 410,
  request_too_large: 413,
  psbt_too_large: 413,
  transaction_too_large: 413,
  too_many_requests: 429,
  too_many_offers: 429,
  node_unavailable: 503,
  store_unavailable: 503,
};

export function refusalStatus(code: RefusalCode): number {
  return STATUS[code] ?? 422;
}
