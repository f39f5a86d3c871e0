import { readPaymentRequest } from '../../protocol/messages.ts';
import { payloadOf, readPayload } from '../state/client.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import { channelNow, saveChannel, type WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord, PaymentRecord } from '../state/wallet-state.ts';
import { chooseChannel, type FoundPayment, findPayment } from './choose-channel.ts';
import { expectedPayUrl, type InvoiceLink, readInvoiceLink, requestUrl } from './invoice-link.ts';
import { isPaidOnChain } from './on-chain-payments.ts';
import { addPayment, checkRequest, limitsOf, type PayOptions, signNextPayment } from './payment-draft.ts';
import { sendPayment, settleDoubts } from './send-payment.ts';

export interface Paid {
  readonly channel: ChannelRecord;
  readonly payment: PaymentRecord;
  /** The receipt was here already: nothing was signed or sent now. */
  readonly wasPaidBefore: boolean;
}

/**
 * [5] [E] [F] [6]: fetches the invoice, checks who asks for what and where it goes, signs, stores, sends, and checks the
 * receipt. Paying the same invoice again sends the same payment again, or shows its receipt; it never pays twice.
 */
export async function pay(wallet: WalletContext, text: string, options: PayOptions): Promise<Outcome<Paid>> {
  const link = readInvoiceLink(text);
  if (!link.ok) return link;
  const earlier = findPayment(wallet, link.value);
  if (earlier === undefined && isPaidOnChain(wallet, link.value)) {
    return decline('invoice_already_paid', { invoice: link.value.invoice });
  }
  if (earlier?.payment.state === 'accepted') return done({ ...earlier, wasPaidBefore: true });
  if (earlier?.payment.state === 'sent') {
    // By the link's URL: the till may have got another address on the shop's network since.
    return send(wallet, earlier.channel.id, withPayUrl(wallet, earlier, expectedPayUrl(link.value)));
  }
  if (link.value.amount === undefined && options.maxAmount === undefined) {
    return decline('not_a_channel_invoice', { missing: 'amount' });
  }
  const chosen = await chooseChannel(wallet, link.value, options);
  if (!chosen.ok) return chosen;
  const settled = await settleDoubts(wallet, chosen.value.id);
  if (!settled.ok) return settled;
  // What seemed refused may have turned out to be paid.
  const found = findPayment(wallet, link.value);
  if (found?.payment.state === 'accepted') return done({ ...found, wasPaidBefore: true });
  return payOn(wallet, settled.value, link.value, options);
}

async function payOn(
  wallet: WalletContext,
  record: ChannelRecord,
  link: InvoiceLink,
  options: PayOptions,
): Promise<Outcome<Paid>> {
  const answer = await wallet.client.get(requestUrl(link, record.id));
  if (!answer.ok) return answer;
  const payload = payloadOf(answer.value, record.identity);
  if (!payload.ok) return payload;
  const request = readPayload(payload.value, readPaymentRequest);
  if (!request.ok) return request;
  const limits = limitsOf(options);
  const checked = checkRequest(request.value, { link, record, now: wallet.now() }, limits);
  if (!checked.ok) return checked;
  const { total: amount, id: invoice, channel } = request.value;
  const signed = signNextPayment(wallet, record, { ...limits, amount, invoice, payUrl: channel.pay });
  if (!signed.ok) return signed;
  const payment = signed.value.record;
  saveChannel(wallet, addPayment(record, payment));
  return send(wallet, record.id, payment);
}

async function send(wallet: WalletContext, id: string, payment: PaymentRecord): Promise<Outcome<Paid>> {
  const sent = await sendPayment(wallet, id, payment);
  return sent.ok
    ? done({ channel: channelNow(wallet, id), payment: sent.value, wasPaidBefore: false })
    : sent;
}

function withPayUrl(
  wallet: WalletContext,
  { channel, payment }: FoundPayment,
  payUrl: string,
): PaymentRecord {
  if (payment.payUrl === payUrl) return payment;
  const moved = { ...payment, payUrl };
  saveChannel(wallet, {
    ...channel,
    payments: channel.payments.map((other) => (other === payment ? moved : other)),
  });
  return moved;
}
