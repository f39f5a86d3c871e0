import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { SettingsView } from '../../../core/bridge/views/session.ts';
import { emptyDraft, type SetupDraft } from '../../labels/setup-labels.ts';

type Kept = Partial<SetupDraft>;

interface KeptState {
  readonly kept: Kept;
  readonly keep: (next: (before: Kept) => Kept) => void;
}

const KeptContext = createContext<KeptState | undefined>(undefined);

/** Keeps what was typed in set-up for somebody who looks at another screen and comes back. */
export function SetupDraftProvider({ children }: { children: ReactNode }) {
  const [kept, keep] = useState<Kept>({});
  const value = useMemo(() => ({ kept, keep }), [kept]);
  return <KeptContext value={value}>{children}</KeptContext>;
}

/** The draft of a new shop. Its secrets are gone with the screen; the rest is there when somebody comes back. */
export function useSetupDraft(
  settings: SettingsView,
): readonly [SetupDraft, (part: Partial<SetupDraft>) => void] {
  const context = useContext(KeptContext);
  if (context === undefined) throw new Error('a screen is outside of SetupDraftProvider');
  const { kept, keep } = context;
  const [draft, setDraft] = useState<SetupDraft>(() => ({ ...emptyDraft(settings), ...kept }));
  const change = useCallback(
    (part: Partial<SetupDraft>) => {
      setDraft((before) => ({ ...before, ...part }));
      keep((before) => keptAfter(before, part));
    },
    [keep],
  );
  return [draft, change];
}

/** Words are the till's to keep, and PINs and passphrases nobody's. */
const KEPT: readonly (keyof SetupDraft)[] = [
  'language',
  'shopName',
  'currency',
  'rate',
  'network',
  'begins',
  'seedFrom',
  'backupFolder',
];

/** A node's address may hold a password, also while it is being typed: only one that was tested is kept, without one. */
export function keptAfter(before: Kept, part: Kept): Kept {
  const kept = Object.fromEntries(Object.entries(part).filter(([name]) => KEPT.some((one) => one === name)));
  const { node, testedNode } = part;
  if (node === undefined) return { ...before, ...kept };
  const { node: _, testedNode: __, ...rest } = before;
  const isOpen = node !== '' && node === testedNode && !node.includes('@');
  return { ...rest, ...kept, ...(isOpen && { node, testedNode }) };
}
