import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { CallInput, CallName } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import type { SessionView } from '../../../core/bridge/views/session.ts';
import { useBridge } from './use-bridge.tsx';
import { useView } from './use-view.ts';

type SessionCall =
  | 'unlock'
  | 'lock'
  | 'setPin'
  | 'createShop'
  | 'restoreShop'
  | 'setNode'
  | 'addOtherNode'
  | 'removeOtherNode'
  | 'switchMode';

interface SessionState {
  readonly session: SessionView;
  /** Makes a call that answers with who sits here now. Returns what went wrong. */
  readonly change: <N extends CallName & SessionCall>(
    name: N,
    input: CallInput<N>,
  ) => Promise<ProblemView | undefined>;
}

const SessionContext = createContext<SessionState | undefined>(undefined);

/** Who sits at the screen, the mode and the settings; `fallback` is shown until the till has said it once. */
export function SessionProvider({
  children,
  fallback,
}: {
  children: ReactNode;
  fallback: (problem: ProblemView | undefined, retry: () => void) => ReactNode;
}) {
  const bridge = useBridge();
  const loaded = useView('session', {}, { on: ['session_changed', 'settings_changed'], everySeconds: 60 });
  // A call's own answer is newer than what was asked for before it, until that is asked for again.
  const [changed, setChanged] = useState<{ readonly over?: SessionView; readonly session: SessionView }>();
  const session = changed !== undefined && changed.over === loaded.value ? changed.session : loaded.value;
  const latest = loaded.value;
  const state = useMemo<SessionState | undefined>(
    () =>
      session && {
        session,
        change: async (name, input) => {
          const answer = await bridge.call(name, input);
          if (!answer.ok) return answer.problem;
          setChanged({ ...(latest && { over: latest }), session: answer.value as SessionView });
          return undefined;
        },
      },
    [bridge, session, latest],
  );
  if (state === undefined) return fallback(loaded.problem, loaded.reload);
  return <SessionContext value={state}>{children}</SessionContext>;
}

export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === undefined) throw new Error('a screen is outside of SessionProvider');
  return state;
}
