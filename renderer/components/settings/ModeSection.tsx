import { useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import type { Go } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** Between practice and the shop; the shop's data stay where they are. */
export function ModeSection({ go }: { go: Go }) {
  const { t } = useWords();
  const { session, change } = useSession();
  const [problem, setProblem] = useState<ProblemView>();
  const isPractice = session.mode === 'practice';
  async function switchTo(mode: 'practice' | 'shop'): Promise<void> {
    const refused = await change('switchMode', { mode });
    setProblem(refused);
    if (refused === undefined) go('charge');
  }
  return (
    <SettingsCard
      title={t('mode.title')}
      text={t(isPractice ? 'mode.inPractice' : 'mode.inShop')}
      problem={problem}
    >
      <div className="exports">
        {!isPractice && <Button onClick={() => void switchTo('practice')}>{t('mode.toPractice')}</Button>}
        {isPractice && session.hasShop && (
          <Button kind="primary" onClick={() => void switchTo('shop')}>
            {t('mode.toShop')}
          </Button>
        )}
        {isPractice && !session.hasShop && (
          <Button kind="primary" onClick={() => go('setup')}>
            {t('practice.setup')}
          </Button>
        )}
      </div>
    </SettingsCard>
  );
}
