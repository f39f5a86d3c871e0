import { isPartOffered } from '../invoice/on-chain.ts';
import type { Koinu } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { StoredInvoice } from '../store/invoices.ts';
import type { TillContext } from './context.ts';
import { onChainOf, onChainQuestion } from './invoice-state.ts';

/** A clerk takes what came to an invoice after its end, and the till keeps when. Refuses not_late. */
export function acceptLate(context: TillContext, invoice: StoredInvoice): Result<StoredInvoice> {
  const { store, world, log } = context;
  return store.transaction(() => {
    const { state } = onChainOf(context, invoice);
    if (state !== 'late') return refuse('not_late', { state });
    store.arrivals.acceptLate(invoice.number, world.now());
    settleIfPaid(context, invoice);
    log.info({ invoice: invoice.id }, 'late payment taken');
    return ok(invoice);
  });
}

/**
 * A clerk takes what came for the whole: the invoice is over, and less than its amount is there. The till keeps the sum
 * and when. The same sum twice is taken once. Refuses not_short and sum_changed.
 * @param seen what the clerk was shown: he decides on no other sum
 */
export function acceptPart(context: TillContext, invoice: StoredInvoice, seen: Koinu): Result<StoredInvoice> {
  const { store, world, log } = context;
  return store.transaction(() => {
    const question = onChainQuestion(context, invoice);
    const { state, received } = onChainOf(context, invoice);
    if (!isPartOffered(question, world.now())) {
      const wasTaken = question.acceptedPart === seen && state !== 'double_spent';
      return wasTaken ? ok(invoice) : refuse('not_short', { state });
    }
    if (received !== seen) return refuse('sum_changed', { received });
    store.arrivals.acceptPart(invoice.number, received, world.now());
    settleIfPaid(context, invoice);
    log.info({ invoice: invoice.id, received, due: invoice.amount }, 'part taken for the whole');
    return ok(invoice);
  });
}

/** Within a transaction of the store. */
function settleIfPaid(context: TillContext, invoice: StoredInvoice): void {
  const { store, world } = context;
  if (onChainOf(context, invoice).state === 'paid') store.arrivals.settle(invoice.number, world.now());
  context.announce({ type: 'invoice_changed', invoice: invoice.id });
}
