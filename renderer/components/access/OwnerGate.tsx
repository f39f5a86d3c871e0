import { type ReactNode, useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { PageTitle } from '../kit/PageTitle.tsx';
import { PinPad } from './PinPad.tsx';
import { PinWait, useRetryWait } from './PinWait.tsx';

/** A screen for owners: a clerk sees why not, and an owner may go on as such with the PIN. */
export function OwnerGate({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useWords();
  const { session, change } = useSession();
  const [problem, setProblem] = useState<ProblemView>();
  const secondsLeft = useRetryWait(problem);
  if (session.role === 'owner') return children;

  async function unlock(pin: string): Promise<void> {
    setProblem(await change('unlock', { pin }));
  }
  return (
    <section className="page">
      <PageTitle title={title} />
      <div className="gate">
        <p>{t('gate.text')}</p>
        <PinWait problem={problem} secondsLeft={secondsLeft} />
        <PinPad submitLabel={t('gate.open')} isWaiting={secondsLeft > 0} onPin={(pin) => void unlock(pin)} />
      </div>
    </section>
  );
}
