import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

export type SaleState = 'open' | 'paid' | 'expired' | 'cancelled' | 'question';

/** Which sales are looked for. It stays through a look at one of them, and through other screens. */
export interface SalesView {
  readonly find: string;
  readonly state: SaleState | '';
  /** As a date field has it: 2026-12-01; '' for any. */
  readonly day: string;
}

export const ALL_SALES: SalesView = { find: '', state: '', day: '' };

interface SalesViewState {
  readonly view: SalesView;
  readonly isAll: boolean;
  readonly change: (part: Partial<SalesView>) => void;
}

const SalesViewContext = createContext<SalesViewState | undefined>(undefined);

export function SalesViewProvider({ children }: { children: ReactNode }) {
  const [view, setView] = useState(ALL_SALES);
  const state = useMemo<SalesViewState>(
    () => ({
      view,
      isAll: view.find === '' && view.state === '' && view.day === '',
      change: (part) => setView((before) => ({ ...before, ...part })),
    }),
    [view],
  );
  return <SalesViewContext value={state}>{children}</SalesViewContext>;
}

export function useSalesView(): SalesViewState {
  const state = useContext(SalesViewContext);
  if (state === undefined) throw new Error('a screen is outside of SalesViewProvider');
  return state;
}
