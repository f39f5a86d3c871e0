import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';

/** Whether a sale that waits for its payment is to end. Escape again keeps it. */
export function CancelDialog({
  amount,
  onCancel,
  onKeep,
}: {
  amount: string;
  onCancel: () => void;
  onKeep: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('invoice.cancelAsk', { amount })} onCancel={onKeep}>
      <p>{t('invoice.cancelText')}</p>
      <div className="dialog-actions">
        <Button onClick={onKeep}>{t('invoice.keep')}</Button>
        <Button kind="primary" icon="cross" onClick={onCancel}>
          {t('invoice.cancel')}
        </Button>
      </div>
    </Dialog>
  );
}
