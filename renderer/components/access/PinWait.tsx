import { useEffect, useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { countdownLabel } from '../../labels/time-labels.ts';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';

/** Seconds until the till listens to a PIN again, counted down from when `problem` was told. */
export function useRetryWait(problem: ProblemView | undefined): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = problem?.retryAfterSeconds ?? 0;
    setLeft(seconds);
    if (seconds === 0) return;
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const remaining = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(remaining);
      if (remaining === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}

/** What was wrong with the PIN, or how long to wait. Has its room from the start: nothing jumps. */
export function PinWait({ problem, secondsLeft }: { problem: ProblemView | undefined; secondsLeft: number }) {
  const { t } = useWords();
  if (problem !== undefined && secondsLeft > 0) {
    return (
      <div className="pin-wait">
        <p className="problem tone-warning">
          <Icon name="hourglass" />
          <span role="timer">{t('pin.wait', { span: countdownLabel(secondsLeft) })}</span>
        </p>
      </div>
    );
  }
  const { retryAfterSeconds: _, ...plain } = problem ?? {};
  return (
    <div className="pin-wait">
      <Problem problem={problem && (plain as ProblemView)} />
    </div>
  );
}
