import { type FormEvent, useState } from 'react';
import type { CallOutput } from '../../../core/bridge/bridge.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useStatus } from '../../hooks/till/use-status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeLabel } from '../../labels/money-labels.ts';
import { Button } from '../kit/Button.tsx';
import { DownloadButton } from '../kit/DownloadButton.tsx';
import { Field } from '../kit/Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** The settlements as a file that somebody else can broadcast. */
export function PaperSection() {
  const { t, plural, language } = useWords();
  const bridge = useBridge();
  const { value: status } = useStatus();
  const { run, isRunning, problem } = useAction<'exportSettlements'>();
  const [passphrase, setPassphrase] = useState('');
  const [written, setWritten] = useState<CallOutput['exportSettlements']>();
  const isLocked = status?.isLocked ?? false;

  function write(event: FormEvent): void {
    event.preventDefault();
    setPassphrase('');
    setWritten(undefined);
    void run(() => bridge.call('exportSettlements', isLocked ? { passphrase } : {}), setWritten);
  }
  return (
    <SettingsCard title={t('away.paper')} text={t('away.paperText')} problem={problem}>
      <form onSubmit={write}>
        {isLocked && (
          <Field
            label={t('away.passphrase')}
            type="password"
            maxLength={1024}
            value={passphrase}
            onText={setPassphrase}
          />
        )}
        <div className="exports">
          <Button
            isSubmit
            isBusy={isRunning}
            why={isLocked && passphrase === '' ? t('why.passphrase') : undefined}
          >
            {t('away.write')}
          </Button>
          {written !== undefined && (
            <DownloadButton name="settlements.txt" label={t('away.download')} content={() => written.text} />
          )}
        </div>
        <div role="status" className="card-outcome">
          {written !== undefined && (
            <p className="card-text">
              {plural('away.written', written.count, { amount: dogeLabel(language, written.amount) })}
            </p>
          )}
        </div>
      </form>
    </SettingsCard>
  );
}
