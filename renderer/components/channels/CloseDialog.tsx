import { useEffect, useState } from 'react';
import type { ClosePreviewView, CloseView } from '../../../core/bridge/views/channels.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { usePermit } from '../../hooks/till/use-permit.tsx';
import { useStatus } from '../../hooks/till/use-status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Field } from '../kit/Field.tsx';
import { Problem } from '../kit/Problem.tsx';
import { CloseOutcome } from './CloseOutcome.tsx';
import { ClosePreview } from './ClosePreview.tsx';

/** The one question before a close: what it brings, what it costs, until when it is safe, and that it is final. */
export function CloseDialog({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const { t, plural } = useWords();
  const permit = usePermit();
  const status = useStatus().value;
  const close = useAction<'close'>();
  const [preview, setPreview] = useState<readonly ClosePreviewView[]>();
  const [problem, setProblem] = useState<ProblemView>();
  const [passphrase, setPassphrase] = useState('');
  const [outcome, setOutcome] = useState<readonly CloseView[]>();
  const [wanted] = useState(() => [...ids]);
  const [whenCalledOff] = useState(() => onDone);

  useEffect(() => {
    let isGone = false;
    async function ask(): Promise<void> {
      const answer = await permit.call('previewClose', { ids: wanted });
      if (isGone) return;
      if (answer === undefined) whenCalledOff();
      else if (answer.ok) setPreview(answer.value);
      else setProblem(answer.problem);
    }
    void ask();
    return () => {
      isGone = true;
    };
  }, [permit, wanted, whenCalledOff]);

  if (outcome !== undefined) {
    return (
      <CloseOutcome outcome={outcome} names={namesOf(preview)} height={status?.height} onDone={onDone} />
    );
  }
  const possible = preview?.filter((one) => one.problem === undefined) ?? [];
  const needsPassphrase = status?.isLocked === true;
  const isPreviewing = preview === undefined && problem === undefined;
  const lacksPassphrase = needsPassphrase && passphrase === '';
  const why = possible.length === 0 ? t('why.noneCloses') : lacksPassphrase ? t('why.passphrase') : undefined;

  function submit(): void {
    if (why !== undefined || close.isRunning) return;
    const words = needsPassphrase ? { passphrase } : {};
    setPassphrase('');
    void close.run(() => permit.call('close', { ids: possible.map(({ id }) => id), ...words }), setOutcome);
  }
  return (
    <Dialog title={plural('close.title', ids.length)} onCancel={onDone}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {isPreviewing && <p className="empty">{t('loading')}</p>}
        {preview && <ClosePreview previews={preview} status={status} />}
        {needsPassphrase && possible.length > 0 && (
          <Field
            label={t('close.passphrase')}
            hint={t('close.passphraseHint')}
            type="password"
            value={passphrase}
            onText={setPassphrase}
          />
        )}
        <Problem problem={close.problem ?? problem} />
        <div className="dialog-actions">
          <Button onClick={onDone}>{t('cancel')}</Button>
          <Button kind="primary" icon="lock" isSubmit isBusy={isPreviewing || close.isRunning} why={why}>
            {close.isRunning ? t('close.running') : plural('close.confirm', Math.max(1, possible.length))}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function namesOf(previews: readonly ClosePreviewView[] | undefined): ReadonlyMap<string, string> {
  return new Map((previews ?? []).map(({ id, name }) => [id, name]));
}
