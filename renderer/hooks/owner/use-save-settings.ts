import { useEffect, useState } from 'react';
import type { CallInput } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useAction } from '../till/use-action.ts';
import { useBridge } from '../till/use-bridge.tsx';

interface Saving {
  readonly isSaved: boolean;
  readonly isRunning: boolean;
  readonly problem?: ProblemView;
  readonly save: (settings: CallInput<'saveSettings'>) => void;
}

/** Saves some of the settings; says for a moment that they are saved. */
export function useSaveSettings(): Saving {
  const bridge = useBridge();
  const { run, isRunning, problem } = useAction<'saveSettings'>();
  const [saved, setSaved] = useState(0);
  useEffect(() => {
    if (saved === 0) return;
    const timer = setTimeout(() => setSaved(0), 2500);
    return () => clearTimeout(timer);
  }, [saved]);
  return {
    isSaved: saved > 0,
    isRunning,
    ...(problem && { problem }),
    save: (settings) =>
      void run(
        () => bridge.call('saveSettings', settings),
        () => setSaved((count) => count + 1),
      ),
  };
}
