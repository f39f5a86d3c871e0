import { ok, type Result, refuse } from '../result.ts';
import type { StoredInvoice } from '../store/invoices.ts';
import type { TillContext } from './context.ts';
import { onChainOf } from './invoice-state.ts';

/** A clerk takes what came to an invoice after its end, and the till keeps when. Refuses not_late. */
export function acceptLate(context: TillContext, invoice: StoredInvoice): Result<StoredInvoice> {
  const { store, world, log } = context;
  return store.transaction(() => {
    const { state } = onChainOf(context, invoice);
    if (state !== 'late') return refuse('not_late', { state });
    store.arrivals.acceptLate(invoice.number, world.now());
    if (onChainOf(context, invoice).state === 'paid') store.arrivals.settle(invoice.number, world.now());
    log.info({ invoice: invoice.id }, 'late payment taken');
    context.announce({ type: 'invoice_changed', invoice: invoice.id });
    return ok(invoice);
  });
}
