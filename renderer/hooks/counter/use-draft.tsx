import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { AmountEntry } from '../../labels/amount-entry.ts';

/** A sale that is being typed: it stays until it is charged or cleared, whatever screen is looked at meanwhile. */
export interface Draft {
  /** undefined: nothing was typed yet, in whatever unit the shop prices. */
  readonly entry?: AmountEntry | undefined;
  /** The shop's currency when the entry was last changed. */
  readonly pricedIn?: string;
  readonly memo: string;
  /** undefined: as the shop's settings have it. */
  readonly takesTip?: boolean | undefined;
}

export const NO_DRAFT: Draft = { memo: '' };

interface DraftState {
  readonly draft: Draft;
  readonly change: (next: (before: Draft) => Draft) => void;
  /** The draft as of the last change, for those who have to put it back. */
  readonly latest: () => Draft;
}

const DraftContext = createContext<DraftState | undefined>(undefined);

/** Around the lock as well as the screens, so that neither takes a half-typed price away. */
export function DraftProvider({ children }: { children: ReactNode }) {
  const [draft, setDraft] = useState<Draft>(NO_DRAFT);
  // Keys come faster than React draws: the next one starts from what the last one made.
  const latest = useRef(draft);
  const state = useMemo<Omit<DraftState, 'draft'>>(
    () => ({
      change: (next) => {
        latest.current = next(latest.current);
        setDraft(latest.current);
      },
      latest: () => latest.current,
    }),
    [],
  );
  const value = useMemo(() => ({ ...state, draft }), [state, draft]);
  return <DraftContext value={value}>{children}</DraftContext>;
}

export function useDraft(): DraftState {
  const state = useContext(DraftContext);
  if (state === undefined) throw new Error('a screen is outside of DraftProvider');
  return state;
}
