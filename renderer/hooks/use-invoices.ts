import type { InvoiceView } from '../../core/bridge.ts';
import { type Loaded, useView } from './use-view.ts';

/** The last invoices, the newest first. */
export function useInvoices(limit: number): Loaded<readonly InvoiceView[]> {
  return useView('invoices', { limit }, { on: ['invoice_changed'] });
}

/** One invoice. Asked for now and then as well: a sale must not wait for an event that got lost. */
export function useInvoice(id: string): Loaded<InvoiceView> {
  return useView('invoice', { id }, { on: ['invoice_changed'], everySeconds: 5 });
}
