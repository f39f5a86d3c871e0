import type { CallArguments, CallOutput } from '../../../core/bridge/bridge.ts';
import type { DecisionView, InvoiceView } from '../../../core/bridge/views/counter.ts';
import { Refused } from './fake-refusal.ts';
import type { FakeState } from './fake-state.ts';

/** The fake finds by the memo alone. */
export function fakeSales(
  state: FakeState,
  { limit, find, state: wanted, before }: CallArguments<'invoices'>,
): CallOutput['invoices'] {
  const all = [...state.invoices.values()].filter(
    (invoice) =>
      invoice.memo.includes(find) &&
      (wanted === undefined ||
        (wanted === 'question' ? invoice.onChain?.question !== undefined : invoice.state === wanted)),
  );
  const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
  const invoices = all.slice(from, from + limit);
  const next = all.length > from + limit ? invoices.at(-1)?.id : undefined;
  return { invoices, ...(next !== undefined && { next }) };
}

export function decideOn(
  state: FakeState,
  id: string,
  said: Pick<DecisionView, 'decision' | 'amount' | 'note'>,
): InvoiceView | Refused {
  const invoice = state.invoices.get(id);
  if (invoice?.onChain === undefined) return new Refused('no_question');
  const { question, decisions = [], ...rest } = invoice.onChain;
  const isOpen = said.decision === 'reopened';
  const onChain = {
    ...rest,
    ...(isOpen && { question: { kind: 'late' as const, amount: decisions.at(-1)?.amount ?? '1' } }),
    decisions: [...decisions, { ...said, role: 'clerk' as const, decided: new Date().toISOString() }],
  };
  const decided = { ...invoice, onChain };
  state.invoices.set(id, decided);
  state.tell({ type: 'invoice_changed', id });
  return decided;
}
