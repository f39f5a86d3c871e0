import { useState } from 'react';
import type { InvoiceView } from '../../core/bridge.ts';
import { useAction } from '../hooks/use-action.ts';
import { useBridge } from '../hooks/use-bridge.tsx';
import type { Go } from '../hooks/use-route.ts';
import { useSession } from '../hooks/use-session.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { countdownSeconds } from '../labels/invoice-labels.ts';
import { dogeLabel, worthLabel } from '../labels/money-labels.ts';
import { countdownLabel } from '../labels/time-labels.ts';
import { BigAmount } from './BigAmount.tsx';
import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Icon } from './Icon.tsx';
import { Problem } from './Problem.tsx';
import { QrCode } from './QrCode.tsx';
import { ScanDialog } from './ScanDialog.tsx';

/** The customer's side of a sale: the code to scan, and what it asks for. */
export function InvoiceOpen({
  invoice,
  now,
  go,
  reload,
}: {
  invoice: InvoiceView;
  now: number;
  go: Go;
  reload: () => void;
}) {
  const { t, language } = useWords();
  const { settings } = useSession().session;
  const bridge = useBridge();
  const cancel = useAction<'cancelInvoice'>();
  const [isScanning, setIsScanning] = useState(false);
  const amount = dogeLabel(language, invoice.amount);
  const worth = worthLabel(language, invoice.amount, settings);
  return (
    <section className="invoice" aria-label={t('invoice.title')}>
      <div className="invoice-code">
        <QrCode text={invoice.uri} name={t('invoice.qr', { amount })} />
      </div>
      <div className="invoice-facts">
        <h1 className="invoice-asks">{t('invoice.scan')}</h1>
        <BigAmount text={amount} isQuiet />
        <p className="invoice-worth">{worth === '' ? ' ' : `≈ ${worth}`}</p>
        {invoice.memo !== '' && <p className="invoice-memo">{invoice.memo}</p>}
        {invoice.tips && <p className="invoice-tips">{t('invoice.tips')}</p>}
        <Waiting invoice={invoice} now={now} />
        <Problem problem={cancel.problem} />
        <div className="invoice-actions">
          <CopyButton text={invoice.uri} label={t('invoice.copy')} />
          <Button icon="scan" onClick={() => setIsScanning(true)}>
            {t('scan.open')}
          </Button>
          <Button
            icon="cross"
            disabled={cancel.isRunning}
            onClick={() =>
              void cancel.run(
                () => bridge.call('cancelInvoice', { id: invoice.id }),
                () => go('charge'),
              )
            }
          >
            {t('invoice.cancel')}
          </Button>
        </div>
      </div>
      {isScanning && <ScanDialog onDone={reload} onClose={() => setIsScanning(false)} />}
    </section>
  );
}

function Waiting({ invoice, now }: { invoice: InvoiceView; now: number }) {
  const { t } = useWords();
  const seconds = countdownSeconds(invoice, now);
  return (
    <p className="invoice-waiting">
      <Icon name="clock" />
      <span role="status">{t('invoice.waiting')}</span>
      <span role="timer" className="invoice-timer">
        {seconds !== undefined && t('invoice.timeLeft', { time: countdownLabel(seconds) })}
      </span>
    </p>
  );
}
