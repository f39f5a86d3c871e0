import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallAnswer, CallName, CallOutput } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';

export interface Action<N extends CallName> {
  readonly isRunning: boolean;
  readonly problem?: ProblemView;
  /** Runs the call once: a second tap while the first is under way does nothing. */
  readonly run: (
    ask: () => Promise<CallAnswer<N> | undefined>,
    onDone?: (value: CallOutput[N]) => void,
  ) => Promise<void>;
  readonly reset: () => void;
}

/** One thing that a button does: whether it is under way, and why it was refused. */
export function useAction<N extends CallName>(): Action<N> {
  const [state, setState] = useState<{ readonly isRunning: boolean; readonly problem?: ProblemView }>({
    isRunning: false,
  });
  const isBusy = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const run = useCallback<Action<N>['run']>(async (ask, onDone) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setState({ isRunning: true });
    const answer = await ask();
    isBusy.current = false;
    if (isGone.current) return;
    setState({ isRunning: false, ...(answer && !answer.ok && { problem: answer.problem }) });
    if (answer?.ok === true) onDone?.(answer.value);
  }, []);
  const reset = useCallback(() => setState({ isRunning: false }), []);
  return { ...state, run, reset };
}
