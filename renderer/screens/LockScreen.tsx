import { useState } from 'react';
import type { ProblemView } from '../../core/bridge/views/problem.ts';
import { PinPad } from '../components/access/PinPad.tsx';
import { PinWait, useRetryWait } from '../components/access/PinWait.tsx';
import { useSession } from '../hooks/till/use-session.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { useWords } from '../hooks/use-words.tsx';

/** Whose PIN it is decides the role: nobody has to say first who they are. */
export function LockScreen() {
  const { t } = useWords();
  const { session, change } = useSession();
  const [problem, setProblem] = useState<ProblemView>();
  const [isAsking, setIsAsking] = useState(false);
  const secondsLeft = useRetryWait(problem);
  useTitle(t('lock.title'));

  async function unlock(pin: string): Promise<void> {
    setIsAsking(true);
    setProblem(await change('unlock', { pin }));
    setIsAsking(false);
  }
  return (
    <main className="lock">
      <div className="lock-card">
        <h1>{session.settings.shopName}</h1>
        <p>{t('lock.text')}</p>
        <PinWait problem={problem} secondsLeft={secondsLeft} />
        <PinPad
          hearsScanner
          submitLabel={t('lock.unlock')}
          isWaiting={secondsLeft > 0}
          isBusy={isAsking}
          onPin={(pin) => void unlock(pin)}
        />
        <details className="lock-forgotten">
          <summary>{t('lock.forgotten')}</summary>
          <p>{t('lock.forgottenText')}</p>
        </details>
      </div>
    </main>
  );
}
