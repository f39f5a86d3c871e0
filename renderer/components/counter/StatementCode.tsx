import { useEffect, useState } from 'react';
import type { CallInput } from '../../../core/bridge/bridge.ts';
import { useView } from '../../hooks/till/use-view.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Problem } from '../kit/Problem.tsx';
import { QrCodes } from '../kit/QrCode.tsx';

/** Slow enough for any phone to read each of them. */
const FRAME_MILLISECONDS = 250;

/** A signed statement of the till as a code for the customer's wallet, or as several that are shown in turn. */
export function StatementCode({ wanted, name }: { wanted: CallInput<'statement'>; name: string }) {
  const { t } = useWords();
  const { value, problem } = useView('statement', wanted);
  const [at, setAt] = useState(0);
  const [isPaused, setIsPaused] = useState(false);
  const count = value?.frames.length ?? 0;
  const isMoving = count > 1 && !isPaused;
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setAt((before) => before + 1), FRAME_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isMoving]);
  if (value === undefined) {
    return problem === undefined ? <p className="empty">{t('loading')}</p> : <Problem problem={problem} />;
  }
  return (
    <div className="statement">
      <div className="statement-code">
        <QrCodes texts={value.frames} at={at} name={name} />
      </div>
      {count > 1 && (
        <div className="statement-turn">
          <span>{t('statement.part', { number: (at % count) + 1, total: count })}</span>
          <Button aria-pressed={isPaused} onClick={() => setIsPaused((was) => !was)}>
            {t(isPaused ? 'statement.go' : 'statement.pause')}
          </Button>
        </div>
      )}
    </div>
  );
}
