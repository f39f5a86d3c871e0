import { useState } from 'react';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { type Loaded, useView } from '../till/use-view.ts';

/** The last invoices, the newest first. */
export function useInvoices(limit: number): Loaded<readonly InvoiceView[]> {
  const { value, ...rest } = useView('invoices', { limit }, { on: ['invoice_changed'] });
  return { ...rest, ...(value && { value: value.invoices }) };
}

/** Issued at this screen a moment ago, and not shown yet. */
let issued: InvoiceView | undefined;

/** The code of a new invoice is drawn at once, without asking the till for what it has just answered. */
export function noteIssued(invoice: InvoiceView): void {
  issued = invoice;
}

/** Once: later it may be paid, and only the till knows. */
function takeIssued(id: string): InvoiceView | undefined {
  const taken = issued?.id === id ? issued : undefined;
  issued = undefined;
  return taken;
}

/** One invoice. Asked for now and then as well: a sale must not wait for an event that got lost. */
export function useInvoice(id: string): Loaded<InvoiceView> {
  const [first] = useState(() => takeIssued(id));
  const loaded = useView('invoice', { id }, { on: ['invoice_changed'], everySeconds: 5 });
  return first?.id === id && loaded.value === undefined ? { ...loaded, value: first } : loaded;
}
