import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { noteIssued } from '../../hooks/counter/use-invoices.ts';
import type { RefusedPayment } from '../../hooks/counter/use-refused.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useEscape } from '../../hooks/use-keyboard.ts';
import type { Go } from '../../hooks/use-route.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeLabel } from '../../labels/money-labels.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';
import { RefusedNotice } from './RefusedNotice.tsx';

/** Expired or cancelled: nothing was paid, and what can be done now. */
export function InvoiceEnded({
  invoice,
  isExpired,
  refused,
  go,
}: {
  invoice: InvoiceView;
  isExpired: boolean;
  refused: RefusedPayment | undefined;
  go: Go;
}) {
  const { t, language } = useWords();
  const bridge = useBridge();
  const again = useAction<'issueInvoice'>();
  const { amount, memo, tips } = invoice;
  const title = t(isExpired ? 'ended.expired' : 'ended.cancelled');
  useTitle(title);
  useEscape(() => go('charge'));
  return (
    <section className="ended">
      <div className={`ended-mark tone-${isExpired ? 'warning' : 'bad'}`}>
        <Icon name={isExpired ? 'hourglass' : 'cross'} size={64} />
      </div>
      <h1>{title}</h1>
      <BigAmount text={dogeLabel(language, amount)} isQuiet />
      {memo !== '' && <p>{memo}</p>}
      <p className="ended-text">{t(isExpired ? 'ended.expiredText' : 'ended.cancelledText')}</p>
      <RefusedNotice refused={refused} state={isExpired ? 'expired' : 'cancelled'} />
      <Problem problem={again.problem} />
      <div className="ended-actions">
        <Button
          size="large"
          isBusy={again.isRunning}
          onClick={() =>
            void again.run(
              () => bridge.call('issueInvoice', { amount, memo, tips }),
              (issued) => {
                noteIssued(issued);
                go('invoice', issued.id);
              },
            )
          }
        >
          {t('ended.again')}
        </Button>
        <Button kind="primary" size="large" onClick={() => go('charge')}>
          {t('invoice.newSale')}
        </Button>
      </div>
    </section>
  );
}
