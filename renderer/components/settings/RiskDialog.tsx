import type { PolicyRiskView } from '../../../core/bridge/views/session.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { numberLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';

/** What the policy may cost, before it is kept: the owner bears it, or goes back. */
export function RiskDialog({
  risks,
  onAccept,
  onCancel,
}: {
  risks: readonly PolicyRiskView[];
  onAccept: () => void;
  onCancel: () => void;
}) {
  const { t, language } = useWords();
  const said = (value: string | number) => (typeof value === 'number' ? numberLabel(language, value) : value);
  return (
    <Dialog title={t('risk.title')} onCancel={onCancel}>
      <p className="card-text">{t('risk.text')}</p>
      <ul className="risks">
        {risks.map(({ kind, value }) => (
          <li key={kind}>{t(`risk.${kind}`, { value: said(value) })}</li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button kind="danger" onClick={onAccept}>
          {t('risk.accept')}
        </Button>
      </div>
    </Dialog>
  );
}
