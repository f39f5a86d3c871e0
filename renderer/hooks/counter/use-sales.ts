import { useEffect, useState } from 'react';
import type { CallInput } from '../../../core/bridge/bridge.ts';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useView } from '../till/use-view.ts';
import type { SalesView } from './use-sales-view.tsx';

const PAGE = 50;
/** Somebody is still typing. */
const TYPING_MS = 200;

export interface SalesPage {
  readonly value?: readonly InvoiceView[];
  readonly problem?: ProblemView;
  readonly isFirst: boolean;
  /** undefined where there is nothing older. */
  readonly older?: () => void;
  readonly newer: () => void;
}

/** Sales that fit a search, a page at a time and kept up to date. */
export function useSales(view: SalesView): SalesPage {
  const wanted = useSettled(JSON.stringify(wantedOf(view)));
  const [place, setPlace] = useState<{ readonly wanted: string; readonly pages: readonly string[] }>();
  // Another search begins at its newest.
  const pages = place?.wanted === wanted ? place.pages : [];
  const before = pages.at(-1);
  const input = { ...(JSON.parse(wanted) as CallInput<'invoices'>), ...(before !== undefined && { before }) };
  const { value, problem } = useView('invoices', input, { on: ['invoice_changed'] });
  const next = value?.next;
  const isEmpty = value?.invoices.length === 0;
  useEffect(() => {
    // The till looks at so many sales at one go: where none of them fits, it goes on instead of the person.
    if (isEmpty && next !== undefined) setPlace({ wanted, pages: [...pages.slice(0, -1), next] });
  });
  const isLooking = isEmpty && next !== undefined;
  return {
    ...(value !== undefined && !isLooking && { value: value.invoices }),
    ...(problem !== undefined && { problem }),
    isFirst: pages.length === 0,
    ...(next !== undefined && { older: () => setPlace({ wanted, pages: [...pages, next] }) }),
    newer: () => setPlace({ wanted, pages: pages.slice(0, -1) }),
  };
}

function wantedOf({ find, state, day }: SalesView): CallInput<'invoices'> {
  return {
    limit: PAGE,
    find: find.trim(),
    ...(state !== '' && { state }),
    ...(day !== '' && daysTimes(day)),
  };
}

/** The day by the clock on this wall: 23 or 25 hours of it where the hour is changed. */
function daysTimes(day: string): { readonly from: string; readonly to: string } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const from = new Date(year, month - 1, date);
  const to = new Date(year, month - 1, date + 1);
  return { from: from.toISOString(), to: to.toISOString() };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
