import { isPartOffered } from '../../invoice/on-chain.ts';
import type { Koinu } from '../../money.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import type { TillContext } from '../context.ts';
import { onChainOf, onChainQuestion } from '../invoices/invoice-state.ts';
import { recordDecision, type Said } from '../invoices/questions.ts';

/**
 * A clerk takes what came to an invoice after its end, and the till keeps when. Refuses not_late, also of what was given
 * back or kept.
 */
export function acceptLate(context: TillContext, invoice: StoredInvoice, said: Said): Result<StoredInvoice> {
  const { store, world, log } = context;
  return store.transaction(() => {
    const { state } = onChainOf(context, invoice);
    const question = store.questions.of(invoice.number);
    if (state !== 'late' || question === undefined) return refuse('not_late', { state });
    store.arrivals.acceptLate(invoice.number, world.now());
    settleIfPaid(context, invoice);
    recordDecision(context, invoice, { decision: 'took', amount: question.amount, ...said });
    log.info({ invoice: invoice.id }, 'late payment taken');
    return ok(invoice);
  });
}

/**
 * A clerk takes what came for the whole: the invoice is over, and less than its amount is there. The till keeps the sum
 * and when. The same sum twice is taken once. Refuses not_short, also of what was given back or kept, and sum_changed.
 * @param seen what the clerk was shown: he decides on no other sum
 */
export function acceptPart(
  context: TillContext,
  invoice: StoredInvoice,
  { seen, ...said }: Said & { readonly seen: Koinu },
): Result<StoredInvoice> {
  const { store, world, log } = context;
  return store.transaction(() => {
    const question = onChainQuestion(context, invoice);
    const { state, received } = onChainOf(context, invoice);
    const isAsked = store.questions.of(invoice.number) !== undefined;
    if (!isAsked || !isPartOffered(question, world.now())) {
      const wasTaken = question.acceptedPart === seen && state !== 'double_spent';
      return wasTaken ? ok(invoice) : refuse('not_short', { state });
    }
    if (received !== seen) return refuse('sum_changed', { amount: received });
    store.arrivals.acceptPart(invoice.number, received, world.now());
    settleIfPaid(context, invoice);
    recordDecision(context, invoice, { decision: 'took', amount: received, ...said });
    log.info({ invoice: invoice.id, received, due: invoice.amount }, 'part taken for the whole');
    return ok(invoice);
  });
}

/** Within a transaction of the store. */
function settleIfPaid(context: TillContext, invoice: StoredInvoice): void {
  const { store, world } = context;
  if (onChainOf(context, invoice).state === 'paid') store.arrivals.settle(invoice.number, world.now());
}
