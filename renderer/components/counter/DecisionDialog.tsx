import { useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { Problem } from '../kit/Problem.tsx';

export type WantedDecision = 'gave_back' | 'kept' | 'reopened';

/** What becomes of money that is no part of a sale: the till sends nothing, it keeps what it is told. */
export function DecisionDialog({
  decision,
  amount,
  isBusy,
  problem,
  onDecide,
  onCancel,
}: {
  decision: WantedDecision;
  amount: string;
  isBusy: boolean;
  problem: ProblemView | undefined;
  onDecide: (note: string) => void;
  onCancel: () => void;
}) {
  const { t } = useWords();
  const [note, setNote] = useState('');
  return (
    <Dialog title={t(`decide.${decision}`, { amount })} onCancel={onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onDecide(note);
        }}
      >
        <p className="card-text">{t(`decide.${decision}Text`)}</p>
        <Field
          label={t('decide.note')}
          hint={t(`decide.${decision}Note`)}
          holds="hash"
          value={note}
          maxLength={256}
          onText={setNote}
        />
        <Problem problem={problem} />
        <div className="dialog-actions">
          <Button onClick={onCancel}>{t('cancel')}</Button>
          <Button kind="primary" isSubmit isBusy={isBusy}>
            {t(`decide.${decision}Button`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
