import { useState } from 'react';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { usePermit } from '../../hooks/till/use-permit.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { decisionLabel, standingDecision } from '../../labels/decision-labels.ts';
import { dogeLabel } from '../../labels/money-labels.ts';
import { Button } from '../kit/Button.tsx';
import { DecisionDialog, type WantedDecision } from './DecisionDialog.tsx';

/** What is to be decided of money that came to a sale's address, and what was decided. Nothing where nothing came. */
export function QuestionPart({ invoice, reload }: { invoice: InvoiceView; reload: () => void }) {
  const words = useWords();
  const { t, language } = words;
  const permit = usePermit();
  const decide = useAction<'decide' | 'reopen'>();
  const [wanted, setWanted] = useState<WantedDecision>();
  const { id, onChain } = invoice;
  if (onChain === undefined) return null;
  const { question, decisions = [] } = onChain;
  const standing = standingDecision(onChain);
  const amount = question?.amount ?? standing?.amount ?? '0';
  function run(note: string): void {
    const asked = async () => {
      const answer =
        wanted === 'reopened' || wanted === undefined
          ? await permit.call('reopen', { id, note })
          : await permit.call('decide', { id, decision: wanted, amount, note });
      return answer;
    };
    void decide.run(asked, () => {
      setWanted(undefined);
      reload();
    });
  }
  return (
    <div className="question">
      {question?.kind === 'excess' && (
        <p>{t('question.excess', { amount: dogeLabel(language, question.amount) })}</p>
      )}
      {decisions.length > 0 && (
        <ul className="decisions" aria-label={t('decision.list')}>
          {decisions.map((decision) => (
            <li key={decision.decided}>{decisionLabel(words, decision)}</li>
          ))}
        </ul>
      )}
      {question !== undefined && (
        <div className="question-actions">
          <Button size="large" onClick={() => setWanted('gave_back')}>
            {t('decide.gave_backOpen')}
          </Button>
          <Button size="large" onClick={() => setWanted('kept')}>
            {t('decide.keptOpen')}
          </Button>
        </div>
      )}
      {standing !== undefined && (
        <div className="question-actions">
          <Button onClick={() => setWanted('reopened')}>{t('decide.reopenedOpen')}</Button>
        </div>
      )}
      {wanted !== undefined && (
        <DecisionDialog
          decision={wanted}
          amount={dogeLabel(language, amount)}
          isBusy={decide.isRunning}
          problem={decide.problem}
          onDecide={run}
          onCancel={() => setWanted(undefined)}
        />
      )}
    </div>
  );
}
