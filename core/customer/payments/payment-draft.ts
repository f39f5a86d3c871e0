import { assert } from '../../assert.ts';
import { isKoinu, type Koinu, koinu, ZERO } from '../../money.ts';
import { addressOf } from '../../protocol/address.ts';
import { toHex } from '../../protocol/bytes.ts';
import { canonicalOutputs } from '../../protocol/compact-payment.ts';
import type { PaymentRequest } from '../../protocol/messages.ts';
import { checkFee, encodePayment, signPayment } from '../../protocol/payment.ts';
import { changeScriptOf, openRecord, paidOf, spendableOf } from '../state/channel-record.ts';
import { KEY_CHAIN } from '../state/keys.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import type { WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord, PaymentRecord } from '../state/wallet-state.ts';
import type { InvoiceLink } from './invoice-link.ts';

export interface PayOptions {
  /** On top of the invoice, where the till takes tips. */
  readonly tip?: Koinu;
  /** The most that may leave, tip included: the only bound where a bare URL names no amount. */
  readonly maxAmount?: Koinu;
  /** The id of the channel to pay from; the first that has enough when not given. */
  readonly channel?: string;
}

interface PaymentLimits {
  readonly tip: Koinu;
  /** The most that may leave with this payment, tip included. */
  readonly maxAmount: Koinu | undefined;
}

/**
 * [5] Whether the till's signed request is the invoice that she was shown, and pays where the channel always pays.
 * The request's id must be the link's: else an older invoice of the same amount could be put in its place.
 */
export function checkRequest(
  request: PaymentRequest,
  expected: { readonly link: InvoiceLink; readonly record: ChannelRecord; readonly now: number },
  { tip }: PaymentLimits,
): Outcome<void> {
  const { record } = expected;
  const invoice = checkInvoice(request, expected);
  if (!invoice.ok) return invoice;
  if (request.payTo !== record.settlementAddress) {
    const stated = request.payTo.slice(0, 100);
    return decline('changed_address', { expected: record.settlementAddress, stated });
  }
  return tip > 0n && !request.channel.tips ? decline('tips_not_taken', { tip }) : done(undefined);
}

/** Whether it is the invoice that she was shown, for what she was shown, and not over. */
export function checkInvoice(
  request: PaymentRequest,
  { link, now }: { readonly link: InvoiceLink; readonly now: number },
): Outcome<void> {
  if (request.id !== link.invoice) {
    return decline('another_invoice', { expected: link.invoice, stated: request.id.slice(0, 100) });
  }
  if (link.amount !== undefined && request.total !== link.amount) {
    const facts = { invoice: link.amount, asked: request.total };
    return request.total > link.amount
      ? decline('amount_above_invoice', facts)
      : decline('amount_below_invoice', facts);
  }
  const expires = Date.parse(request.issued) + request.timeoutSeconds * 1000;
  const stated = Date.parse(request.channel.time ?? '');
  // [INV-9] The till's clock says when its invoices end, whatever this one says; it says so under its signature.
  const time = Number.isFinite(stated) ? stated : now;
  // A date that cannot be read is NaN, which is not later than anything.
  if (!(expires > time)) {
    const expired = Number.isFinite(expires) ? new Date(expires).toISOString() : request.issued;
    const apartMinutes = Math.round((time - now) / 60_000);
    return decline('invoice_expired', { expired, ...(apartMinutes !== 0 && { apartMinutes }) });
  }
  return done(undefined);
}

export function limitsOf(options: PayOptions): PaymentLimits {
  return { tip: options.tip ?? ZERO, maxAmount: options.maxAmount };
}

export interface SignedPayment {
  readonly record: PaymentRecord;
  /** r ‖ s, 64 bytes for every input. */
  readonly signatures: readonly Uint8Array[];
}

/**
 * [E] [F] Signs the cumulative payment for one more invoice, starting from what the till acknowledged. The fee is the
 * canonical one and the change goes to the channel's own change script, so that every payment has its compact form.
 */
export function signNextPayment(
  wallet: WalletContext,
  record: ChannelRecord,
  due: PaymentLimits & { readonly amount: Koinu; readonly invoice: string; readonly payUrl: string },
): Outcome<SignedPayment> {
  const { amount, tip, maxAmount, invoice, payUrl } = due;
  const total = amount + tip;
  if (maxAmount !== undefined && total > maxAmount) {
    return decline('above_limit', { total: koinu(total), limit: maxAmount });
  }
  const channel = openRecord(record, wallet.network.name);
  const paid = paidOf(record) + total;
  const tooMuch = () =>
    decline('insufficient_capacity', {
      needed: koinu(total),
      spendable: spendableOf(record, channel),
    });
  if (!isKoinu(paid) || paid > channel.capacity) return tooMuch();
  const outputs = canonicalOutputs(channel, paid, changeScriptOf(record, wallet.keys));
  const fee = checkFee(channel, outputs);
  if (!fee.ok) {
    return fee.refusal.code === 'dust_output'
      ? decline('amount_below_dust', { amount: paid, dust: channel.dust })
      : tooMuch();
  }
  const [settlement] = outputs;
  assert(
    settlement?.value === paid &&
      addressOf(settlement.script, wallet.network) === record.settlementAddress &&
      outputs.length <= 2,
    'a payment pays the settlement address what is paid, and nobody else but the customer',
  );
  const privateKey = wallet.keys.privateKey(KEY_CHAIN.channel, record.keyIndex);
  const signatures = signPayment(channel, outputs, privateKey);
  const psbt = toHex(encodePayment(channel, { outputs, signatures }));
  return done({ record: { invoice, payUrl, amount, tip, paid, state: 'sent', psbt }, signatures });
}

/** A refused payment that is tried again is the same payment, not a second one. */
export function addPayment(record: ChannelRecord, payment: PaymentRecord): ChannelRecord {
  const isSame = ({ invoice, psbt }: PaymentRecord) => invoice === payment.invoice && psbt === payment.psbt;
  return { ...record, payments: [...record.payments.filter((other) => !isSame(other)), payment] };
}
