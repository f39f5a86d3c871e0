import { transition } from '../../channel/machine.ts';
import { isCovered } from '../../invoice/on-chain.ts';
import { type Koinu, sum } from '../../money.ts';
import { equal, readUtf8, reverseHex, toHex } from '../../protocol/bytes.ts';
import { type CompactPayment, checkCompactPayment } from '../../protocol/compact-payment.ts';
import { sha256 } from '../../protocol/hash.ts';
import type { Receipt } from '../../protocol/messages.ts';
import { checkPayment, encodePayment, type Payment } from '../../protocol/payment.ts';
import { INVOICE_FIELD, type Psbt } from '../../protocol/psbt.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import type { StoredPayment } from '../../store/payments.ts';
import { rfc3339 } from '../../system/times.ts';
import { spendableOf } from '../channels/channel-status.ts';
import { named } from '../channels/each-channel.ts';
import type { TillContext } from '../context.ts';
import { firstArrivalTime, onChainOf } from '../invoices/invoice-state.ts';
import { reviewQuestion } from '../invoices/questions.ts';

/** A payment as it comes in: already decoded, not yet believed. */
export type OfferedPayment =
  | {
      readonly kind: 'psbt';
      readonly psbt: Psbt;
      /** From the URL; undefined where only the PSBT's own field names the invoice (QR). */
      readonly invoice: string | undefined;
      /** The channel's id, where the customer gave it. */
      readonly channel: string | undefined;
    }
  | { readonly kind: 'compact'; readonly compact: CompactPayment };

/**
 * [G] Checks and stores one payment. Runs inside a transaction of the store, with nothing between its reads and its
 * writes, so that no two payments see the same state; the receipt may leave only after the commit. A payment that
 * was accepted before gets the same receipt, whatever happened in between.
 */
export function takePayment(context: TillContext, offered: OfferedPayment): Result<Receipt> {
  const invoice = findInvoice(context, offered);
  if (!invoice.ok) return invoice;
  const channel = findChannel(context, offered);
  if (!channel.ok) return channel;
  const earlier = context.store.payments.byInvoice(invoice.value.number);
  if (earlier !== undefined) {
    return isSame(offered, channel.value, earlier)
      ? ok(receiptOf(channel.value, invoice.value, earlier))
      : refuse('invoice_already_paid', { paidAt: rfc3339(earlier.acceptedAt) });
  }
  const payment = check(context, offered, channel.value, invoice.value);
  return payment.ok ? ok(accept(context, channel.value, invoice.value, payment.value)) : payment;
}

function findInvoice({ store }: TillContext, offered: OfferedPayment): Result<StoredInvoice> {
  if (offered.kind === 'compact') {
    const digest = offered.compact.invoiceDigest;
    const invoice = store.invoices.byDigest(digest);
    return invoice === undefined ? refuse('unknown_invoice', { invoice: `${toHex(digest)}…` }) : ok(invoice);
  }
  const field = offered.psbt.channelFields.get(INVOICE_FIELD);
  const named = field === undefined ? undefined : readUtf8(field).slice(0, 64);
  const id = offered.invoice ?? named ?? '';
  const invoice = store.invoices.byId(id);
  if (invoice === undefined) return refuse('unknown_invoice', { invoice: id.slice(0, 64) });
  return named !== undefined && named !== id ? refuse('invoice_mismatch', { named }) : ok(invoice);
}

/** The channel that a payment is for, by its id or by its inputs. */
export function findChannel(context: TillContext, offered: OfferedPayment): Result<StoredChannel> {
  const { channels } = context.store;
  if (offered.kind === 'compact') {
    const prefix = offered.compact.channelPrefix;
    return named(context, `${toHex(prefix)}…`, () => channels.byPrefix(prefix));
  }
  const { channel: id, psbt } = offered;
  if (id !== undefined) return named(context, id, () => channels.byId(id));
  return named(context, 'of these inputs', () => {
    // A customer with one changed input still names her channel by the others. More inputs than a channel may have are not looked at.
    for (const input of psbt.transaction.ins.slice(0, 300)) {
      const channel = channels.byOutpoint({ txid: reverseHex(input.hash), vout: input.index });
      if (channel !== undefined) return channel;
    }
    return undefined;
  });
}

/** The same invoice and the same transaction, whatever its signatures. */
function isSame(offered: OfferedPayment, channel: StoredChannel, earlier: StoredPayment): boolean {
  if (channel.constants.row !== earlier.channel) return false;
  return offered.kind === 'compact'
    ? offered.compact.paid === earlier.paid
    : equal(offered.psbt.transaction.getHash(), earlier.transactionHash);
}

function check(
  context: TillContext,
  offered: OfferedPayment,
  channel: StoredChannel,
  invoice: StoredInvoice,
): Result<Payment> {
  const end = invoice.cancelledAt ?? invoice.expiresAt;
  if (context.world.now() >= end) {
    const wasCancelled = invoice.cancelledAt !== undefined;
    // What was refused once for its time is refused after a crash as well, whatever the clock says then.
    if (!context.chain.clock.hasKept(end)) context.chain.clock.write();
    return refuse('invoice_expired', { expired: rfc3339(end), wasCancelled });
  }
  // The same transaction of the store decides: what is on its way on the chain is not to be paid once more.
  if (isCovered(onChainOf(context, invoice))) {
    return refuse('invoice_already_paid', { paidAt: rfc3339(firstArrivalTime(context, invoice)) });
  }
  const due = { paid: channel.paid, amount: invoice.amount, allowsTip: invoice.allowsTip };
  // Whether the channel takes any payment is cheap to know; signatures are not.
  const gate = passGate(context, channel, sum([due.paid, due.amount]));
  if (!gate.ok) return gate;
  const { basis } = channel.constants;
  return offered.kind === 'compact'
    ? checkCompactPayment({ ...basis, changeScript: channel.changeScript }, due, offered.compact)
    : checkPayment(basis, due, offered.psbt);
}

function passGate(context: TillContext, channel: StoredChannel, paid: Koinu): Result<unknown> {
  if (channel.frozenReason !== undefined) return refuse('channel_not_open', { state: 'frozen' });
  const height = context.chain.worstCaseHeight;
  if (height === undefined) return refuse('node_unavailable', { problem: 'no height is known' });
  return transition(channel, { type: 'payment_accepted', paid, height });
}

function accept(
  context: TillContext,
  channel: StoredChannel,
  invoice: StoredInvoice,
  payment: Payment,
): Receipt {
  const { store, world } = context;
  const { row, basis } = channel.constants;
  const psbt = encodePayment(basis, payment);
  const stored: StoredPayment = {
    invoice: invoice.number,
    channel: row,
    number: channel.payments + 1,
    amount: invoice.amount,
    tip: payment.tip,
    paid: payment.paid,
    acceptedAt: world.now(),
    psbtHash: sha256(psbt),
    transactionHash: payment.transactionHash,
  };
  store.channels.raisePaid(row, {
    paid: payment.paid,
    changeScript: payment.changeScript ?? channel.changeScript,
  });
  store.channels.setPsbt(row, psbt);
  store.payments.insert(stored);
  reviewQuestion(context, invoice);
  context.announce({ type: 'invoice_changed', invoice: invoice.id });
  context.announce({ type: 'channel_changed', channel: basis.channelId });
  return receiptOf(channel, invoice, stored);
}

export function receiptOf(channel: StoredChannel, invoice: StoredInvoice, payment: StoredPayment): Receipt {
  return {
    invoice: invoice.id,
    channel: channel.constants.basis.channelId,
    amount: payment.amount,
    tip: payment.tip,
    paid: payment.paid,
    spendable: spendableOf(channel, payment.paid),
    accepted: rfc3339(payment.acceptedAt),
    psbtHash: toHex(payment.psbtHash),
  };
}
