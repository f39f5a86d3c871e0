import { formatDoge } from '../money.ts';
import { type Refusal, type RefusalCode, type RefusalFacts, refusalStatus } from '../refusal.ts';

/** RFC 9457, with the machine-readable code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode;
}

export function problemOf(refusal: Refusal): Problem {
  const { code } = refusal;
  return {
    type: `urn:dogecoin-channel:${code}`,
    title: titleOf(code),
    status: refusalStatus(code),
    detail: detailOf(refusal),
    code,
  };
}

/** `fee_too_low` is "Fee too low". */
function titleOf(code: RefusalCode): string {
  const words = code.replaceAll('_', ' ').replace('psbt', 'PSBT');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One sentence with the facts, in English, for the wallet's developer, its log and the command line. */
export function detailOf(refusal: Refusal): string {
  const write = DETAILS[refusal.code] as (facts: Refusal['facts']) => string;
  // A sentence that ends in an empty name says nothing.
  const named = Object.entries(refusal.facts).map(([name, fact]) => [name, isBlank(fact) ? '(none)' : fact]);
  return write(Object.fromEntries(named) as Refusal['facts']);
}

/** Nothing of it would be seen: blanks, controls, marks without width. */
function isBlank(fact: unknown): boolean {
  return typeof fact === 'string' && /^[\p{C}\p{Z}]*$/u.test(fact);
}

const SEEN: Readonly<Record<RefusalFacts['nothing_scanned']['reason'], string>> = {
  empty: 'Nothing was read.',
  too_long: 'This is longer than any payment.',
  web_link: 'This is a web link.',
  payment_link: 'This is a request for a payment, not a payment.',
  address: 'This is an address.',
  barcode: 'This is a barcode.',
  transaction: 'This is a transaction of the chain: give it to the relay, or have it broadcast.',
  statement: 'This is a statement of a till, such as a receipt.',
  secret: 'This is a private key or a seed, which nobody may see: count it as known from now on.',
  amount: 'This is a number.',
  wrong_keyboard: 'The scanner types for a keyboard of another country: set its keyboard layout.',
  other_shop: 'This is a payment for another shop, or over a channel that this till does not know.',
  other_coin: 'This is of another coin; the till takes Dogecoin.',
  lightning: 'This is of the Lightning network of Bitcoin; the till takes Dogecoin.',
  bank_transfer: 'This is a code for a bank transfer.',
  wifi: 'This is the code of a wireless network.',
  contact: 'This is a contact, a message, a date or a place.',
  app_link: 'This is a link for another app.',
  gs1: 'This is the code of an article or a parcel (GS1).',
  other_form: 'This is in a form of QR codes that the till does not read: have the wallet show BBQr.',
  case_changed:
    'This is a payment whose letters the scanner made all capital or all small: switch off Caps Lock and "convert case".',
  cut_off: 'This is only the beginning of a payment: the code was not read whole, or the scanner cut it off.',
  damaged: 'This is a payment with wrong characters in it: have the scanner send exactly what it reads.',
  text: 'This is no code of a wallet.',
};

const SECRETS = {
  private_key: 'a private key',
  extended_key: 'an extended private key',
  seed_words: 'the words of a seed',
} as const;

const PROOF_WANTED: Readonly<Record<RefusalFacts['proof_wanted']['reason'], string>> = {
  pin: "This wants the owner's PIN again.",
  passphrase: 'This wants the passphrase.',
  either: "This wants the owner's PIN again, or the passphrase.",
};

const BAD_ADDRESS: Record<RefusalFacts['bad_address']['reason'], string> = {
  none: 'Say to which address; without one it would be the next of your account, and none is set.',
  not_an_address: 'This is no address of this network.',
  own_invoice: 'This is the address of an invoice of this till: what came there would come there again.',
};

const DETAILS: { [C in RefusalCode]: (facts: RefusalFacts[C]) => string } = {
  malformed_request: ({ problem }) => `The request cannot be read: ${problem}.`,
  request_too_large: ({ limit }) => `A request has at most ${limit} bytes.`,
  not_found: ({ what }) => `There is no ${what} here.`,
  method_not_allowed: ({ allowed }) => `Only ${allowed} is understood here.`,
  too_many_requests: ({ retryAfterSeconds }) =>
    `Too many requests from this address; try again in ${retryAfterSeconds} s.`,
  too_many_offers: ({ limit }) => `${limit} offers are open already; announce one, or wait until they lapse.`,
  store_unavailable: () =>
    'The till cannot store anything now, so nothing was accepted; send the same again later.',
  node_unavailable: ({ problem }) => `The till cannot ask the Dogecoin network now (${problem}); try again.`,

  malformed_psbt: ({ problem }) => `The PSBT cannot be read: ${problem}.`,
  psbt_too_large: ({ bytes, limit }) => `The PSBT has ${bytes} bytes; at most ${limit} are read.`,

  psbt_has_outputs: ({ outputs }) => `An announcement has no outputs; this one has ${outputs}.`,
  psbt_has_signatures: ({ input }) => `An announcement has no signatures; input ${input} has one.`,
  no_inputs: () => 'An announcement has at least one input.',
  too_many_inputs: ({ inputs, limit }) => `${inputs} inputs; the terms allow ${limit}.`,
  duplicate_input: ({ input }) => `Input ${input} is there twice.`,
  transaction_not_final: ({ field, value }) =>
    `The ${field} is ${value}; ${field === 'locktime' ? '0' : '4294967295'} is wanted, so that nothing delays the close.`,
  unsupported_version: ({ version }) => `Transaction version ${version}; nodes relay 1 and 2.`,
  missing_funding_transaction: ({ input }) => `Input ${input} lacks its funding transaction.`,
  funding_transaction_mismatch: ({ input, problem }) =>
    `The funding transaction of input ${input} is not what the input spends (${problem.replaceAll('_', ' ')}).`,
  missing_redeem_script: ({ input }) => `Input ${input} lacks its redeem script.`,
  redeem_script_mismatch: ({ input }) =>
    `The output that input ${input} spends does not pay the redeem script's hash.`,
  redeem_scripts_differ: ({ input }) => `Input ${input} has another redeem script than the first.`,
  unknown_script: ({ problem }) => `The redeem script is refused: ${problem}.`,
  locktime_not_a_height: ({ locktime }) =>
    `The locktime ${locktime} is not a block height from 1 to 499999999.`,
  invalid_customer_key: ({ problem }) =>
    problem === 'not_a_point'
      ? "The customer's key is not a point of the curve."
      : "The customer's key is the merchant's.",
  unknown_key: ({ key }) => `The till never offered the key ${key}.`,
  key_expired: ({ key, expired }) => `The offer of the key ${key} lapsed at ${expired}; ask for another.`,
  key_already_used: ({ key }) => `The key ${key} has a channel already.`,
  locktime_too_soon: ({ locktime, earliest }) =>
    `The locktime is ${locktime}; the terms want ${earliest} or later.`,
  locktime_too_far: ({ locktime, latest }) =>
    `The locktime is ${locktime}; the terms want ${latest} or earlier.`,
  capacity_too_small: ({ capacity, least }) =>
    `The capacity is ${formatDoge(capacity)} DOGE; the terms want at least ${formatDoge(least)}.`,
  capacity_too_large: ({ capacity, most }) =>
    `The capacity is ${formatDoge(capacity)} DOGE; the terms allow at most ${formatDoge(most)}.`,
  funding_not_found: ({ txid, problem }) =>
    `The network neither knows the funding transaction ${txid} nor takes it: ${problem}.`,
  funding_spent: ({ outpoint }) => `The funding output ${outpoint} is spent.`,
  funding_in_use: ({ outpoint }) => `The funding output ${outpoint} belongs to another channel.`,

  unknown_invoice: ({ invoice }) => `There is no invoice ${invoice}.`,
  invoice_expired: ({ expired, wasCancelled }) =>
    wasCancelled ? `The shop took the invoice back at ${expired}.` : `The invoice expired at ${expired}.`,
  invoice_already_paid: ({ paidAt }) => `The invoice was paid at ${paidAt}, by another transaction.`,
  invoice_mismatch: ({ named }) => `The PSBT names the invoice ${named}, the request another.`,
  unknown_channel: ({ channel }) => `There is no channel ${channel}.`,
  channel_not_open: ({ state }) => `The channel takes no payments: it is ${state}.`,
  channel_expiring: ({ cutoff, height }) =>
    `The channel takes no payments from height ${cutoff} on; the chain is at ${height}.`,
  inputs_changed: ({ field, input }) =>
    `The payment is not over the announced inputs: ${field.replaceAll('_', ' ')} of input ${input} differs.`,
  missing_signature: ({ input }) => `Input ${input} lacks the customer's signature.`,
  unexpected_sighash: ({ input, sighash }) =>
    `The signature of input ${input} has the hash type ${sighash}; SIGHASH_ALL is wanted.`,
  bad_signature: ({ input, problem }) =>
    problem === 'encoding'
      ? `The signature of input ${input} is not strict DER with a low S.`
      : `The signature of input ${input} is not the customer's over this transaction.`,
  underpaid: ({ expected, offered }) =>
    `The settlement output pays ${formatDoge(offered)} DOGE; ${formatDoge(expected)} are due in all.`,
  overpaid: ({ expected, offered }) =>
    `The settlement output pays ${formatDoge(offered)} DOGE; ${formatDoge(expected)} are due in all and the invoice takes no tip.`,
  unexpected_output: ({ output }) =>
    `Output ${output} is neither the settlement output nor the one change output (P2PKH or P2SH).`,
  dust_output: ({ output, value, dust }) =>
    `Output ${output} is worth ${formatDoge(value)} DOGE; none may be below ${formatDoge(dust)}.`,
  fee_too_low: ({ fee, least }) =>
    `The fee is ${formatDoge(fee)} DOGE; at least ${formatDoge(least)} is wanted.`,
  fee_too_high: ({ fee, most }) =>
    `The fee is ${formatDoge(fee)} DOGE; at most ${formatDoge(most)} is allowed.`,
  exceeds_capacity: ({ outputs, capacity }) =>
    `The outputs are worth ${outputs} koinu; the channel holds ${capacity}.`,
  transaction_too_large: ({ bytes, limit }) =>
    `The settlement would have ${bytes} bytes; nodes relay ${limit}.`,

  nothing_paid: () =>
    'Nothing was paid on this channel: send a release PSBT that returns everything instead.',
  bad_release: ({ problem }) => `The release is refused: ${problem}.`,

  bad_envelope: ({ problem }) => `The statement is not the till's: ${problem}.`,

  malformed_frame: ({ problem }) => `The QR code cannot be read: ${problem}.`,
  nothing_scanned: ({ reason }) => `${SEEN[reason]} No payment was taken.`,
  frames_differ: () => 'The QR codes do not belong together; scan the newest ones from the beginning.',

  till_locked: () => 'The till is locked; closing needs the passphrase.',
  wrong_passphrase: () => 'The passphrase is wrong.',
  no_keychain: () => 'There is no keychain here that would really keep the passphrase.',
  bad_amount: ({ problem }) => `The amount is refused: ${problem}.`,
  not_late: ({ state }) =>
    `Nothing came too late to this invoice; on the chain it is ${state.replaceAll('_', ' ')}.`,
  not_short: ({ state }) =>
    `A part is taken for the whole only once the invoice is over and less than its amount came; on the chain it is ${state.replaceAll('_', ' ')}.`,
  sum_changed: ({ amount }) =>
    `By now ${formatDoge(amount)} DOGE are in question on this invoice: look again.`,
  no_question: () => 'Nothing that came to this invoice is in question.',
  bad_time: ({ text }) => `"${text}" is no time like 2026-12-24T18:00:00Z.`,
  no_decision: () => 'Nothing that came to this invoice was given back or kept.',
  not_allowed: ({ role }) => (role === 'owner' ? 'Only the owner may do this.' : 'A PIN is wanted first.'),
  wrong_pin: ({ retryAfterSeconds }) =>
    retryAfterSeconds === 0 ? 'The PIN is wrong.' : `The PIN is wrong; try again in ${retryAfterSeconds} s.`,
  proof_wanted: ({ reason }) => PROOF_WANTED[reason],
  pin_in_use: () => 'Clerk and owner need PINs that differ.',
  owner_pin_wanted: () => 'Without a PIN for the owner there is none for clerks.',
  bad_settings: ({ problem }) => `The settings are refused: ${problem}.`,
  risky_policy: ({ risks }) => `The policy may cost money, and that was not confirmed. ${risks}`,
  bad_policy: ({ problem }) => `The policy is refused: ${problem}.`,
  backup_unusable: ({ problem }) => problem,
  shop_not_started: ({ problem }) => `The shop was put back, and does not start yet: ${problem}`,
  backup_failed: ({ problem }) => `The backup could not be made: ${problem}.`,
  bad_payout_key: () => 'This is no extended public key of an account on this network.',
  secret_given: ({ kind }) =>
    `This is ${SECRETS[kind]}, which nobody may see: the till did not keep it. It counts as known from now on (screens, histories of shells and clipboards keep it): move what it opens to a new one.`,
  private_payout_key: () =>
    'This is a private key: it must never leave your wallet. Give the extended public key of the account.',
  payout_not_confirmed: ({ address }) =>
    `The first address of this key is ${address}: confirm it by what your wallet shows.`,
  bad_address: ({ reason }) => BAD_ADDRESS[reason],
  nothing_to_collect: () => 'There is nothing to collect on the addresses of invoices.',
  bad_absence: ({ problem }) => `The time away is refused: ${problem}.`,
  alert_failed: ({ problem }) => `The trial message did not get there: ${problem}.`,
  nothing_to_export: () => 'No channel has anything to settle.',

  practice_only: () => 'This is for practice only.',
  app_only: () => 'Only the app can do this; this till was started from the command line.',
  bad_words: () => 'These are not the 12 to 24 words of a seed (BIP39, English, with their checksum).',
  weak_passphrase: ({ least }) => `A passphrase has at least ${least} characters.`,
  node_unusable: ({ problem }) => `The node cannot be used: ${problem}`,
  shop_exists: () => 'There is a shop on this machine already; its keys are never replaced.',
  no_shop: () => 'No shop was set up on this machine yet.',
};
