import { decidedOf, openQuestionOf } from '../../invoice/open-question.ts';
import type { Koinu } from '../../money.ts';
import { joinLines } from '../../names.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import type { Decision } from '../../store/questions.ts';
import type { TillContext } from '../context.ts';
import { onChainQuestion } from './invoice-state.ts';

const LONGEST_NOTE = 256;

/** Who decides, and what he says of it. */
export type Said = Pick<Decision, 'role'> & { readonly note: string };

/** Keeps whether the invoice has an open question. Within the transaction of what may have changed it. */
export function reviewQuestion(context: TillContext, invoice: StoredInvoice): void {
  const { arrivals, questions } = context.store;
  // Nothing came, as to most invoices that a channel pays: there is nothing to ask.
  if (!arrivals.hasCome(invoice.number)) return;
  const decided = decidedOf(questions.decisions(invoice.number));
  questions.set(invoice.number, openQuestionOf(onChainQuestion(context, invoice), decided));
}

/**
 * Keeps what somebody did with money at an invoice's address that is no part of a sale: the till cannot send it, and
 * knows only what it is told. Refuses no_question and sum_changed.
 * @param seen koinu that he was shown: he decides on no other sum
 */
export function decideQuestion(
  context: TillContext,
  invoice: StoredInvoice,
  { decision, seen, role, note }: Said & { readonly decision: 'gave_back' | 'kept'; readonly seen: Koinu },
): Result<StoredInvoice> {
  const { store, world, log } = context;
  return store.transaction(() => {
    const question = store.questions.open(invoice.number, world.now());
    if (question === undefined) return refuse('no_question', {});
    if (question.amount !== seen) return refuse('sum_changed', { amount: question.amount });
    recordDecision(context, invoice, { decision, amount: seen, role, note });
    log.info({ invoice: invoice.id, decision, amount: seen, role }, 'decided');
    return ok(invoice);
  });
}

/** What was given back or kept by mistake is in question again. Refuses no_decision. */
export function reopenQuestion(
  context: TillContext,
  invoice: StoredInvoice,
  { role, note }: Said,
): Result<StoredInvoice> {
  const { store, log } = context;
  return store.transaction(() => {
    const decided = decidedOf(store.questions.decisions(invoice.number));
    if (decided === 0n) return refuse('no_decision', {});
    recordDecision(context, invoice, { decision: 'reopened', amount: decided, role, note });
    log.info({ invoice: invoice.id, amount: decided, role }, 'reopened');
    return ok(invoice);
  });
}

/** Within a transaction of the store. */
export function recordDecision(
  context: TillContext,
  invoice: StoredInvoice,
  { note, ...decision }: Omit<Decision, 'decidedAt'>,
): void {
  const { store, world } = context;
  const short = [...joinLines(note.trim())].slice(0, LONGEST_NOTE).join('');
  store.questions.record(invoice.number, { ...decision, note: short, decidedAt: world.now() });
  reviewQuestion(context, invoice);
  context.announce({ type: 'invoice_changed', invoice: invoice.id });
}
