import { fromHex } from '../../protocol/bytes.ts';
import { encodeCompactPayment, invoiceDigest } from '../../protocol/compact-payment.ts';
import { pendingOf } from '../state/channel-record.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import { channelNow, saveChannel, type WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord, PaymentRecord } from '../state/wallet-state.ts';
import { findPayment, firstUsable } from './choose-channel.ts';
import { expectedPayUrl, readInvoiceLink } from './invoice-link.ts';
import { isPaidOnChain } from './on-chain-payments.ts';
import { addPayment, limitsOf, type PayOptions, signNextPayment } from './payment-draft.ts';

export interface CompactPaid {
  readonly text: string;
  readonly channel: ChannelRecord;
  readonly payment: PaymentRecord;
}

/**
 * A payment as text for a QR code, for a till that cannot be reached: everything is taken from the URI and from what the
 * wallet knows of the channel. It is stored as sent before the text is returned; the receipt comes from the till's
 * screen (recordReceipt), or from paying the same URI once the till can be reached.
 */
export async function payCompactly(
  wallet: WalletContext,
  text: string,
  options: PayOptions,
): Promise<Outcome<CompactPaid>> {
  const link = readInvoiceLink(text);
  if (!link.ok) return link;
  const { amount, identityHash: hash, invoice } = link.value;
  if (amount === undefined || hash === undefined) {
    return decline('not_a_channel_invoice', { missing: hash === undefined ? 'ph' : 'amount' });
  }
  const earlier = findPayment(wallet, link.value);
  const isPaid = earlier?.payment.state === 'accepted' || isPaidOnChain(wallet, link.value);
  if (isPaid) return decline('invoice_already_paid', { invoice });
  const pending = earlier?.payment.state === 'sent' ? earlier : undefined;
  const chosen = pending
    ? done(pending.channel)
    : await firstUsable(wallet, { ...options, hash, amount, isOffline: true });
  if (!chosen.ok) return chosen;
  const record = chosen.value;
  const other = pendingOf(record);
  if (other !== undefined && other.invoice !== invoice) {
    return decline('payment_unanswered', { channel: record.id, invoice: other.invoice });
  }
  const signed = signNextPayment(wallet, record, {
    ...limitsOf(options),
    ...(pending && { tip: pending.payment.tip }),
    amount,
    invoice,
    payUrl: expectedPayUrl(link.value),
  });
  if (!signed.ok) return signed;
  const payment = pending?.payment ?? signed.value.record;
  if (pending === undefined) saveChannel(wallet, addPayment(record, payment));
  const compact = encodeCompactPayment({
    channelPrefix: fromHex(record.id).subarray(0, 8),
    invoiceDigest: invoiceDigest(invoice),
    paid: payment.paid,
    signatures: signed.value.signatures,
  });
  return done({ text: compact, channel: channelNow(wallet, record.id), payment });
}
