import { useCallback, useEffect, useRef, useState } from 'react';
import type { ScanView } from '../../../core/bridge/views/counter.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { ScannedTexts } from '../../labels/scanned-texts.ts';
import { useBridge } from '../till/use-bridge.tsx';

interface Scanning {
  readonly isRunning: boolean;
  /** Codes of an animated one that were read, of all of them. */
  readonly progress?: { readonly have: number; readonly total: number };
  readonly problem?: ProblemView;
  /** What a camera saw, as often as it sees it, or what was typed. */
  readonly take: (text: string, isTyped?: boolean) => void;
}

type Done = Exclude<ScanView, { kind: 'part' }>;

/** Gives the till what is scanned, until it was taken. One call at a time: the next holds what came meanwhile. */
export function useScanning(onDone: (scanned: Done) => void, onProblem: () => void): Scanning {
  const bridge = useBridge();
  const [state, setState] = useState<Omit<Scanning, 'take'>>({ isRunning: false });
  const texts = useRef(new ScannedTexts());
  const isBusy = useRef(false);
  const isOver = useRef(false);
  const latest = useRef({ onDone, onProblem });
  useEffect(() => {
    latest.current = { onDone, onProblem };
  });
  useEffect(() => {
    isOver.current = false;
    return () => {
      isOver.current = true;
    };
  }, []);

  const send = useCallback(async (): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    for (let wanted = texts.current.next(); wanted.length > 0; wanted = texts.current.next()) {
      setState(({ progress }) => ({ isRunning: true, ...(progress && { progress }) }));
      const answer = await bridge.call('scan', { texts: [...wanted] });
      if (isOver.current) return;
      if (answer.ok) {
        const scanned = answer.value;
        if (scanned.kind !== 'part') {
          isOver.current = true;
          latest.current.onDone(scanned);
          return;
        }
        setState({ isRunning: false, progress: scanned });
      } else if (answer.problem.code === 'frames_differ' && texts.current.restart()) {
        setState({ isRunning: false });
      } else {
        texts.current.dismiss(wanted, Date.now());
        setState({ isRunning: false, problem: answer.problem });
        latest.current.onProblem();
      }
    }
    isBusy.current = false;
  }, [bridge]);

  const take = useCallback(
    (text: string, isTyped = false) => {
      if (isOver.current) return;
      if (texts.current.add(text, Date.now(), isTyped)) void send();
    },
    [send],
  );
  return { ...state, take };
}
