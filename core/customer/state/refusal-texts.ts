import { formatDoge, type Koinu } from '../../money.ts';
import type { WalletRefusal, WalletRefusalCode, WalletRefusalFacts } from './refusals.ts';

function doge(amount: Koinu): string {
  return `${formatDoge(amount)} DOGE`;
}

/** One sentence for the customer: what is wrong, and what to do where she can do something. */
export function sentenceOf(refusal: WalletRefusal): string {
  const write = SENTENCES[refusal.code] as (facts: WalletRefusal['facts']) => string;
  return write(refusal.facts);
}

const SENTENCES: { [C in WalletRefusalCode]: (facts: WalletRefusalFacts[C]) => string } = {
  wrong_signer: ({ expected, signer }) =>
    `Not signed by the till that was expected (${expected}, but ${signer} signed): nothing was signed or paid.`,
  bad_envelope: ({ problem }) => `What the till says is not signed as it must be (${problem}).`,
  bad_message: ({ problem }) => `What the till says cannot be right: ${problem}`,
  wrong_network: ({ wallet, till }) => `The till is on ${till}, this wallet on ${wallet}.`,
  terms_unreasonable: ({ term, stated, limit }) =>
    `The till's terms are unreasonable: ${term} is ${stated}; this wallet accepts ${limit}.`,
  locktime_too_far: ({ blocks, limit }) =>
    `The refund would be possible after ${blocks} blocks only; this wallet waits at most ${limit}.`,
  height_implausible: ({ stated, latest }) =>
    `The till says the chain is at block ${stated}; by this computer's clock it is at ${latest} at most, and the refund would come too late. See that the clock is right.`,
  offer_expired: ({ expired }) => `The till's offer expired at ${expired}; ask again.`,
  invoice_expired: ({ expired, apartMinutes }) =>
    `The invoice expired at ${expired} by the till's clock; ask for a new one.${clocksApart(apartMinutes)}`,
  changed_address: ({ expected, stated }) =>
    `The invoice pays ${stated}, but this channel was opened to pay ${expected}: not paid.`,
  another_address: ({ expected, stated }) =>
    `The till says that the invoice pays ${stated}, but its code says ${expected}: not paid.`,
  amount_above_invoice: ({ invoice, asked }) =>
    `The till asks for ${doge(asked)}, the invoice said ${doge(invoice)}: not paid.`,
  amount_below_invoice: ({ invoice, asked }) =>
    `The till asks for ${doge(asked)}, the invoice said ${doge(invoice)}: this is another invoice, not paid.`,
  another_invoice: ({ expected, stated }) =>
    `Invoice ${expected} was asked for, the till answered with ${stated}: not paid.`,
  wrong_status: ({ field, expected, stated }) =>
    `The till states the channel's ${field} as ${stated}; it is ${expected}.`,
  bad_receipt: ({ field, expected, stated }) =>
    `The receipt is wrong: its ${field} is ${stated} instead of ${expected}. The payment counts as unanswered.`,
  paid_more_than_signed: ({ signed, stated }) =>
    `The till says that ${doge(stated)} is paid on the channel; this wallet signed for ${doge(signed)} at most.`,

  till_refused: ({ code, detail }) => `The till refused: ${detail} (${code})`,
  till_unreachable: ({ url, problem }) =>
    `The till does not answer at ${new URL(url).origin} (${problem}); try again.`,
  bad_answer: ({ url, problem }) => `What answers at ${new URL(url).origin} is no till (${problem}).`,
  node_failed: ({ problem }) => `The Dogecoin node cannot be asked: ${problem}`,

  bad_uri: ({ problem }) => `The invoice cannot be read: ${problem}`,
  bad_url: ({ url }) => `"${url}" is not the URL of a till: http:// or https:// and a host is wanted.`,
  bad_transaction: ({ problem }) => `The transaction cannot be used: ${problem}.`,
  not_a_channel_invoice: ({ missing }) =>
    `The URI lacks "${missing}": it can be paid on-chain, but not through a channel.`,
  above_limit: ({ total, limit }) => `${doge(total)} is above the limit of ${doge(limit)}: not paid.`,
  tips_not_taken: ({ tip }) => `This invoice takes no tip (${doge(tip)} was given): not paid.`,
  amount_outside_terms: ({ amount, least, most }) =>
    `The till opens channels from ${doge(least)} to ${doge(most)}, not of ${doge(amount)}.`,
  bad_inputs: ({ problem }) => `The channel cannot be funded so: ${problem}.`,
  amount_below_dust: ({ amount, dust }) =>
    `${doge(amount)} is too little to be settled on the chain; the first payment is at least ${doge(dust)}.`,
  insufficient_funds: ({ needed, available }) =>
    `${doge(needed)} is needed with the fee; the wallet has ${doge(available)}. Fund it first.`,
  insufficient_capacity: ({ needed, spendable }) =>
    `${doge(needed)} is needed; the channel has ${doge(spendable)} to spend. Open another.`,
  no_channel: ({ till }) => `There is no open channel with this till (${till}); open one first.`,
  no_such_channel: ({ channel }) => `No channel, or more than one, has the id "${channel}".`,
  channel_not_open: ({ channel, state }) => `Channel ${channel.slice(0, 12)} is ${state}, not open.`,
  announcement_unanswered: ({ channel, capacity }) =>
    `The announcement of channel ${channel.slice(0, 12)} (${doge(capacity)}) has no answer yet: run "recover" first.`,
  payment_unanswered: ({ channel, invoice }) =>
    `The payment of invoice ${invoice} on channel ${channel.slice(0, 12)} has no answer yet: run "recover" first.`,
  invoice_already_paid: ({ invoice }) => `Invoice ${invoice} is paid already; its receipt is here.`,
  channel_has_payments: ({ channel, signed }) =>
    `${doge(signed)} was signed on channel ${channel.slice(0, 12)}: ask for its close instead of a release.`,
  nothing_to_refund: ({ channel }) =>
    `Channel ${channel.slice(0, 12)} has too little money to pay for a refund transaction.`,
  refund_too_early: ({ locktime, height }) =>
    `The refund is possible from block ${locktime} on; the chain is at ${height}.`,
  refund_rejected: ({ why, message }) =>
    why === 'missing_inputs' || why === 'inputs_spent' || why === 'mempool_conflict'
      ? `The channel's money is not there: the till has settled it, or the refund is on its way; or it never arrived (${message}).`
      : `The node did not take the refund: ${message}.`,

  wallet_missing: ({ path }) => `There is no wallet at ${path}; make one with "init".`,
  wallet_exists: ({ path }) => `There is a wallet at ${path} already; it is left as it is.`,
  wallet_locked: ({ path, pid }) =>
    `Another process (${pid}) is using the wallet at ${path}: wait until it ends, or stop it. If no such process runs, remove the lock ${path}.lock.`,
  wallet_damaged: ({ path, problem }) => `The wallet file ${path} is damaged: ${problem}.`,
  wallet_from_the_future: ({ path, version, newest }) =>
    `The wallet file ${path} has version ${version}; this program reads up to ${newest}. Use a newer program.`,
  bad_mnemonic: () => 'These are not the words of a seed (BIP39, English, with their checksum).',
};

/** One of the two clocks is wrong, and nobody here knows which. */
function clocksApart(minutes = 0): string {
  if (minutes === 0) return '';
  const direction = minutes > 0 ? 'ahead of' : 'behind';
  return ` Its clock is ${Math.abs(minutes)} minutes ${direction} this computer's: one of them is wrong.`;
}
