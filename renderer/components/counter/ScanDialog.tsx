import { type FormEvent, useState } from 'react';
import { useScanning } from '../../hooks/counter/use-scanning.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useSecretGuard } from '../../hooks/use-secret-guard.ts';
import { playSound } from '../../hooks/use-sound.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { codesIn } from '../../labels/scanned-texts.ts';
import { Button } from '../kit/Button.tsx';
import { CameraView } from '../kit/CameraView.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Problem } from '../kit/Problem.tsx';
import { StatementCode } from './StatementCode.tsx';

type Step = { readonly is: 'scan' | 'offer' } | { readonly is: 'channel'; readonly id: string };

/** For a customer without a network: she shows codes and reads codes, by camera or by hand scanner. */
export function ScanDialog({ onPaid, onClose }: { onPaid: (invoice: string) => void; onClose: () => void }) {
  const { t } = useWords();
  const [step, setStep] = useState<Step>({ is: 'scan' });
  if (step.is === 'scan') {
    return (
      <Dialog title={t('scan.title')} onCancel={onClose} isWide>
        <Scan
          onPaid={onPaid}
          onChannel={(id) => setStep({ is: 'channel', id })}
          onOffer={() => setStep({ is: 'offer' })}
          onClose={onClose}
        />
      </Dialog>
    );
  }
  const isOffer = step.is === 'offer';
  return (
    <Dialog title={t(isOffer ? 'scan.offer.title' : 'scan.channel.title')} onCancel={onClose} isWide>
      <p>{t(isOffer ? 'scan.offer.text' : 'scan.channel.text')}</p>
      <div className="dialog-code">
        <StatementCode
          wanted={step.is === 'channel' ? { of: 'channel', id: step.id } : { of: 'offer' }}
          name={t(isOffer ? 'scan.offer.qr' : 'scan.channel.qr')}
        />
      </div>
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button kind="primary" onClick={() => setStep({ is: 'scan' })}>
          {t(isOffer ? 'scan.offer.next' : 'scan.channel.next')}
        </Button>
      </div>
    </Dialog>
  );
}

function Scan({
  onPaid,
  onChannel,
  onOffer,
  onClose,
}: {
  onPaid: (invoice: string) => void;
  onChannel: (id: string) => void;
  onOffer: () => void;
  onClose: () => void;
}) {
  const { t } = useWords();
  const { sound } = useSession().session.settings;
  const [text, setText] = useState('');
  const guard = useSecretGuard(setText, 'hash');
  const scanning = useScanning(
    (scanned) => (scanned.kind === 'payment' ? onPaid(scanned.invoice) : onChannel(scanned.channel)),
    () => sound && playSound('failed'),
  );
  function submit(event: FormEvent): void {
    event.preventDefault();
    // What did not fit is gone before the next thing is scanned.
    setText('');
    for (const code of codesIn(text)) scanning.take(code, true);
  }
  return (
    <form className="scan" onSubmit={submit}>
      <CameraView onText={scanning.take} />
      <div className="scan-side">
        <ScanProgress progress={scanning.progress} />
        <Problem problem={scanning.problem} />
        <label className="field">
          <span>{t('scan.text')}</span>
          <textarea
            rows={3}
            value={text}
            spellCheck={false}
            onChange={(event) => guard.onText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') submit(event);
            }}
          />
        </label>
        {guard.problem && (
          <p className="field-problem" role="alert">
            {guard.problem}
          </p>
        )}
        <Button kind="quiet" icon="channels" onClick={onOffer}>
          {t('scan.offer.open')}
        </Button>
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            kind="primary"
            isSubmit
            isBusy={scanning.isRunning}
            why={text.trim() === '' ? t('why.scan') : undefined}
          >
            {t('scan.take')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function ScanProgress({ progress }: { progress: { have: number; total: number } | undefined }) {
  const { t } = useWords();
  const text =
    progress === undefined ? '' : t('scan.progress', { have: progress.have, total: progress.total });
  return (
    <div role="status" className="scan-progress">
      {progress && <progress value={progress.have} max={progress.total} aria-hidden="true" />}
      <span>{text}</span>
    </div>
  );
}
