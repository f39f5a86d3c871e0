import { type FormEvent, useState } from 'react';
import { useAction } from '../hooks/use-action.ts';
import { useBridge } from '../hooks/use-bridge.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Problem } from './Problem.tsx';

/** For a customer without a network: a hand scanner types her payment here, as a keyboard would. */
export function ScanDialog({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const { t } = useWords();
  const bridge = useBridge();
  const scan = useAction<'scan'>();
  const [text, setText] = useState('');
  function submit(event?: FormEvent): void {
    event?.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    // What did not fit is gone before the next thing is scanned.
    setText('');
    void scan.run(
      () => bridge.call('scan', { texts: wanted.split(/\s+/) }),
      () => {
        onDone();
        onClose();
      },
    );
  }
  return (
    <Dialog title={t('scan.title')} onCancel={onClose}>
      <form onSubmit={submit}>
        <label className="field">
          <span>{t('scan.text')}</span>
          <textarea
            rows={4}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') submit(event);
            }}
          />
        </label>
        <Problem problem={scan.problem} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" isSubmit disabled={text.trim() === '' || scan.isRunning}>
            {t('scan.take')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
