import { assert } from '../../assert.ts';
import { formatDoge } from '../../money.ts';
import { fromHex, toHex } from '../../protocol/bytes.ts';
import { sha256 } from '../../protocol/hash.ts';
import { type Receipt, readReceipt } from '../../protocol/messages.ts';
import { isDefiniteRefusal, pollStatus } from '../channels/announce.ts';
import { paidOf, pendingOf, replacePayment } from '../state/channel-record.ts';
import { payloadOf, psbtText, readPayload, type SignedStatement } from '../state/client.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import { channelNow, saveChannel, type WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord, PaymentRecord } from '../state/wallet-state.ts';

/*
 * What an unanswered payment means. A signed payment is bearer money: from the moment it left, the till can settle
 * the channel with it, whatever it answered, and there is no revoking. Settlements exclude one another, so the till can
 * take the highest cumulative amount ever signed and no more. Hence:
 *
 * 1. While a payment has no answer, nothing else is signed on its channel. It is sent again, the very same bytes: a
 *    till that has it gives the same receipt, one that never got it takes it now. Signing another invoice in its place
 *    would be refused by a till that took the first, and signing on top of it would give away money for an invoice
 *    that may never have been paid.
 * 2. After the till's refusal the next payment starts from the last acknowledged amount, not from the refused one. A till
 *    that lies (refuses, keeps the signature and settles with it) wins at most the refused payment's excess over what was
 *    paid later; excesses do not add up. `signed` in the channel's listing says how much that is.
 * 3. A refusal is not signed, so that anybody in between may have written it. Before the next payment the wallet
 *    therefore asks for the channel's status, which is signed: if it counts the refused payment as paid, that payment is
 *    sent again for its receipt.
 */

/** Sends a stored payment, for the first time or again, and stores the answer. @returns the accepted payment */
export async function sendPayment(
  wallet: WalletContext,
  channelId: string,
  payment: PaymentRecord,
): Promise<Outcome<PaymentRecord>> {
  assert(payment.psbt !== undefined, 'a payment that may be sent again has its PSBT');
  const body = { psbt: psbtText(payment.psbt), channel: channelId };
  const answer = await wallet.client.post(payment.payUrl, body);
  if (answer.ok) return acceptReceipt(wallet, channelId, answer.value);
  if (isDefiniteRefusal(answer.refusal) && answer.refusal.code === 'till_refused') {
    const refused: PaymentRecord = { ...payment, state: 'refused', refusal: answer.refusal.facts.code };
    saveChannel(wallet, replacePayment(channelNow(wallet, channelId), payment, refused));
  }
  return answer;
}

/** [G] Checks a receipt against what she signed, and stores it. */
export function acceptReceipt(
  wallet: WalletContext,
  channelId: string,
  statement: SignedStatement,
): Outcome<PaymentRecord> {
  const record = channelNow(wallet, channelId);
  const payload = payloadOf(statement, record.identity);
  if (!payload.ok) return payload;
  const receipt = readPayload(payload.value, readReceipt);
  if (!receipt.ok) return receipt;
  const { invoice, psbtHash } = receipt.value;
  const payment = record.payments.find((sent) => sent.invoice === invoice && hashOf(sent) === psbtHash);
  if (payment === undefined) {
    const [newest] = record.payments.slice(-1);
    const isAnother = newest?.invoice !== invoice;
    return decline('bad_receipt', {
      field: isAnother ? 'invoice' : 'PSBT hash',
      expected: (isAnother ? newest?.invoice : hashOf(newest)) ?? 'none',
      stated: (isAnother ? invoice : psbtHash).slice(0, 100),
    });
  }
  const checked = checkReceipt(receipt.value, record, payment);
  if (!checked.ok) return checked;
  const { refusal: _, ...rest } = payment;
  const accepted: PaymentRecord = {
    ...rest,
    state: 'accepted',
    acceptedAt: receipt.value.accepted,
    receipt: statement.text,
  };
  saveChannel(wallet, withoutSuperseded(replacePayment(record, payment, accepted)));
  return done(accepted);
}

function hashOf(payment: PaymentRecord): string | undefined {
  return payment.psbt === undefined ? undefined : toHex(sha256(fromHex(payment.psbt)));
}

function checkReceipt(receipt: Receipt, record: ChannelRecord, payment: PaymentRecord): Outcome<void> {
  if (receipt.channel !== record.id) {
    return decline('bad_receipt', { field: 'channel', expected: record.id, stated: receipt.channel });
  }
  for (const field of ['amount', 'tip', 'paid'] as const) {
    if (receipt[field] !== payment[field]) {
      return decline('bad_receipt', {
        field,
        expected: formatDoge(payment[field]),
        stated: formatDoge(receipt[field]),
      });
    }
  }
  return done(undefined);
}

/** The PSBTs below the highest accepted payment are of no use any more, and the file is written whole each time. */
function withoutSuperseded(record: ChannelRecord): ChannelRecord {
  const paid = paidOf(record);
  return {
    ...record,
    payments: record.payments.map((payment) => {
      if (payment.state !== 'accepted' || payment.paid >= paid) return payment;
      const { psbt: _, ...rest } = payment;
      return rest;
    }),
  };
}

/**
 * Clears up what is open on a channel before anything new is signed on it: rules 1 and 3 above.
 * @returns the channel with no payment unanswered; else what stands in the way
 */
export async function settleDoubts(
  wallet: WalletContext,
  channelId: string,
): Promise<Outcome<ChannelRecord>> {
  const pending = pendingOf(channelNow(wallet, channelId));
  if (pending !== undefined) {
    const sent = await sendPayment(wallet, channelId, pending);
    if (!sent.ok && !isDefiniteRefusal(sent.refusal)) return sent;
  }
  const record = channelNow(wallet, channelId);
  const doubtful = record.payments.filter(({ state, paid }) => state === 'refused' && paid > paidOf(record));
  if (doubtful.length === 0) return done(record);
  return settleRefused(wallet, record, doubtful);
}

async function settleRefused(
  wallet: WalletContext,
  { id }: ChannelRecord,
  doubtful: readonly PaymentRecord[],
): Promise<Outcome<ChannelRecord>> {
  const status = await pollStatus(wallet, id);
  if (!status.ok) return status;
  const { paid } = status.value;
  for (const payment of doubtful.filter((refused) => refused.paid === paid)) {
    const sent = await sendPayment(wallet, id, payment);
    if (sent.ok) break;
  }
  const record = channelNow(wallet, id);
  const expected = paidOf(record);
  return paid === expected
    ? done(record)
    : decline('wrong_status', { field: 'paid', expected: formatDoge(expected), stated: formatDoge(paid) });
}
