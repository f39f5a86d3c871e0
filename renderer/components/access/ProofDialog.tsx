import { type FormEvent, useState } from 'react';
import type { Proof } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { PinPad } from './PinPad.tsx';
import { PinWait, useRetryWait } from './PinWait.tsx';

/** What changes who owns the till or where its money goes wants the owner anew, though the screen is open. */
export function ProofDialog({
  reason,
  problem,
  onProof,
}: {
  /** What the till takes: the PIN, the passphrase, or either. */
  reason: string | undefined;
  problem: ProblemView | undefined;
  onProof: (proof: Proof | undefined) => void;
}) {
  const { t } = useWords();
  const secondsLeft = useRetryWait(problem);
  const [isByPassphrase, setIsByPassphrase] = useState(
    reason === 'passphrase' || problem?.code === 'wrong_passphrase',
  );
  const isWaiting = secondsLeft > 0;
  return (
    <Dialog title={t('proof.title')} onCancel={() => onProof(undefined)}>
      <p>{t(isByPassphrase ? 'proof.passphraseText' : 'proof.pinText')}</p>
      <PinWait problem={problem} secondsLeft={secondsLeft} />
      {isByPassphrase ? (
        <PassphraseForm isWaiting={isWaiting} onProof={onProof} />
      ) : (
        <PinPad
          submitLabel={t('proof.go')}
          isWaiting={isWaiting}
          onPin={(pin) => onProof({ pin })}
          isInDialog
        />
      )}
      <div className="dialog-actions">
        {reason === 'either' && (
          <Button onClick={() => setIsByPassphrase(!isByPassphrase)}>
            {t(isByPassphrase ? 'proof.byPin' : 'proof.byPassphrase')}
          </Button>
        )}
        <Button onClick={() => onProof(undefined)}>{t('cancel')}</Button>
      </div>
    </Dialog>
  );
}

function PassphraseForm({ isWaiting, onProof }: { isWaiting: boolean; onProof: (proof: Proof) => void }) {
  const { t } = useWords();
  const [passphrase, setPassphrase] = useState('');
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (passphrase !== '' && !isWaiting) onProof({ passphrase });
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('proof.passphrase')}
        type="password"
        maxLength={1024}
        value={passphrase}
        onText={setPassphrase}
      />
      <Button
        kind="primary"
        size="large"
        isSubmit
        why={isWaiting ? t('why.wait') : passphrase === '' ? t('why.passphrase') : undefined}
      >
        {t('proof.go')}
      </Button>
    </form>
  );
}
