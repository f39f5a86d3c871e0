import { useState } from 'react';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import type { RefusedPayment } from '../../hooks/counter/use-refused.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useEscape } from '../../hooks/use-keyboard.ts';
import type { Go } from '../../hooks/use-route.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { countdownSeconds } from '../../labels/invoice-labels.ts';
import { dogeLabel, worthThenLabel } from '../../labels/money-labels.ts';
import { countdownLabel } from '../../labels/time-labels.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { CopyButton } from '../kit/CopyButton.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';
import { QrCode } from '../kit/QrCode.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { OnChainNotice } from './InvoiceOnChain.tsx';
import { RefusedNotice } from './RefusedNotice.tsx';
import { ScanDialog } from './ScanDialog.tsx';

/** The customer's side of a sale: the code to scan, and what it asks for. */
export function InvoiceOpen({
  invoice,
  now,
  refused,
  go,
  onScanned,
}: {
  invoice: InvoiceView;
  now: number;
  refused: RefusedPayment | undefined;
  go: Go;
  /** The payment was scanned: the customer gets her receipt from this screen or not at all. */
  onScanned: () => void;
}) {
  const { t, language } = useWords();
  const bridge = useBridge();
  const cancel = useAction<'cancelInvoice'>();
  const [isScanning, setIsScanning] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  useTitle(t('invoice.scan'));
  // Escape alone ends no sale: the code may be on the way to a customer who is paying.
  useEscape(() => setIsAsking(true));
  const amount = dogeLabel(language, invoice.amount);
  const worth = worthThenLabel(language, invoice.amount, invoice);
  function end(): void {
    setIsAsking(false);
    void cancel.run(
      () => bridge.call('cancelInvoice', { id: invoice.id }),
      () => go('charge'),
    );
  }
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
        {invoice.obstacles?.map((obstacle) => (
          <p key={obstacle} className="invoice-obstacle">
            <Icon name="warning" size={20} /> <span>{t(`invoice.obstacle.${obstacle}`)}</span>
          </p>
        ))}
        <RefusedNotice refused={refused} state="open" />
        <Waiting invoice={invoice} now={now} />
        <OnChainNotice invoice={invoice} state="open" />
        <Problem problem={cancel.problem} />
        <div className="invoice-actions">
          <CopyButton text={invoice.uri} label={t('invoice.copy')} />
          <Button icon="scan" onClick={() => setIsScanning(true)}>
            {t('scan.open')}
          </Button>
          <Button icon="cross" isBusy={cancel.isRunning} onClick={end}>
            {t('invoice.cancel')}
          </Button>
        </div>
      </div>
      {isAsking && <CancelDialog amount={amount} onCancel={end} onKeep={() => setIsAsking(false)} />}
      {isScanning && (
        <ScanDialog
          onPaid={(paid) => {
            setIsScanning(false);
            if (paid === invoice.id) onScanned();
            else go('invoice', paid);
          }}
          onClose={() => setIsScanning(false)}
        />
      )}
    </section>
  );
}

function Waiting({ invoice, now }: { invoice: InvoiceView; now: number }) {
  const { t } = useWords();
  const seconds = countdownSeconds(invoice, now);
  return (
    <p className="invoice-waiting">
      <Icon name="clock" />
      <span>{t('invoice.waiting')}</span>
      <span role="timer" className="invoice-timer">
        {seconds !== undefined && t('invoice.timeLeft', { time: countdownLabel(seconds) })}
      </span>
    </p>
  );
}
