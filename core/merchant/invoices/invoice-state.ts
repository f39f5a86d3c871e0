import { type OnChainOutcome, type OnChainQuestion, onChainOutcome } from '../../invoice/on-chain.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import type { StoredPayment } from '../../store/payments.ts';
import type { TillContext } from '../context.ts';

type InvoiceState = 'open' | 'paid' | 'expired' | 'cancelled';

/** What has come to the invoice's own address, as of now. */
export function onChainOf(context: TillContext, invoice: StoredInvoice): OnChainOutcome {
  return onChainOutcome(onChainQuestion(context, invoice));
}

export function onChainQuestion(context: TillContext, invoice: StoredInvoice): OnChainQuestion {
  const { store, policy, chain } = context;
  const { number } = invoice;
  const { acceptedLateAt, acceptedPart } = store.arrivals.verdict(number);
  return {
    due: invoice.amount,
    allowsTip: invoice.allowsTip,
    end: Math.min(invoice.expiresAt, invoice.cancelledAt ?? invoice.expiresAt),
    arrivals: store.arrivals.ofInvoice(number),
    tipHeight: chain.tip?.height,
    rule: { confirmations: policy.invoiceConfirmations, zeroConfUpTo: policy.zeroConfUpTo },
    isPaidByChannel: store.payments.byInvoice(number) !== undefined,
    wasAcceptedLate: acceptedLateAt !== undefined,
    acceptedPart,
  };
}

/** Open as long as it waits for a payment or for the confirmations of one. */
export function invoiceState(
  invoice: StoredInvoice,
  payment: StoredPayment | undefined,
  onChain: Pick<OnChainOutcome, 'state'>,
  now: number,
): InvoiceState {
  if (payment !== undefined || onChain.state === 'paid') return 'paid';
  if (onChain.state === 'waiting' || onChain.state === 'reorged') return 'open';
  if (invoice.cancelledAt !== undefined) return 'cancelled';
  return now >= invoice.expiresAt ? 'expired' : 'open';
}

/** When the first that came to the invoice's address was seen. */
export function firstArrivalTime({ store }: TillContext, invoice: StoredInvoice): number {
  return Math.min(...store.arrivals.ofInvoice(invoice.number).map(({ firstSeen }) => firstSeen));
}
