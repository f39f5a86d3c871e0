import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { PinPad } from './PinPad.tsx';
import { PinWait, useRetryWait } from './PinWait.tsx';

/** An owner allows one action at a clerk's screen; the screen stays the clerk's. */
export function OverrideDialog({
  problem,
  onPin,
}: {
  problem: ProblemView | undefined;
  onPin: (pin: string | undefined) => void;
}) {
  const { t } = useWords();
  const secondsLeft = useRetryWait(problem);
  return (
    <Dialog title={t('override.title')} onCancel={() => onPin(undefined)}>
      <p>{t('override.text')}</p>
      <PinWait problem={problem} secondsLeft={secondsLeft} />
      <PinPad submitLabel={t('override.allow')} isWaiting={secondsLeft > 0} onPin={onPin} isInDialog />
      <div className="dialog-actions">
        <Button onClick={() => onPin(undefined)}>{t('cancel')}</Button>
      </div>
    </Dialog>
  );
}
