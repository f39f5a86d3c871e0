import { useEffect, useRef, useState } from 'react';
import type { InvoiceView, PaymentView } from '../../../core/bridge/views/counter.ts';
import type { RefusedPayment } from '../../hooks/counter/use-refused.ts';
import { useCover } from '../../hooks/use-cover.ts';
import { useEscape } from '../../hooks/use-keyboard.ts';
import { type Go, hashOf } from '../../hooks/use-route.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { channelName } from '../../labels/channel-labels.ts';
import { addedAmounts, dogeLabel, worthThenLabel } from '../../labels/money-labels.ts';
import { dateTimeLabel } from '../../labels/time-labels.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { type Fact, Facts } from '../kit/Facts.tsx';
import { Icon } from '../kit/Icon.tsx';
import { OnChainNotice } from './InvoiceOnChain.tsx';
import { QuestionPart } from './QuestionPart.tsx';
import { RefusedNotice } from './RefusedNotice.tsx';
import { StatementCode } from './StatementCode.tsx';

/**
 * Paid: over the whole window, green, with a tick and the word, and it stays until the clerk goes on. A sale that was
 * paid before says so, without the celebration.
 */
export function InvoicePaid({
  invoice,
  payment,
  isNew,
  wasScanned,
  refused,
  go,
  reload,
}: {
  invoice: InvoiceView;
  payment: PaymentView;
  isNew: boolean;
  /** The customer has no network: her receipt is shown at once. */
  wasScanned: boolean;
  refused: RefusedPayment | undefined;
  go: Go;
  reload: () => void;
}) {
  const { t, language } = useWords();
  const next = useRef<HTMLButtonElement>(null);
  const [hasReceipt, setHasReceipt] = useState(wasScanned);
  useEffect(() => next.current?.focus(), []);
  const worth = worthThenLabel(language, payment.amount, invoice);
  const when = dateTimeLabel(language, payment.accepted);
  const title = t(isNew ? 'paid.title' : 'paid.before', { when });
  useTitle(title);
  useCover(isNew);
  useEscape(() => go('charge'));
  return (
    <section className={`paid ${isNew ? 'paid-new' : ''} ${hasReceipt ? 'paid-with-receipt' : ''}`}>
      <div className="paid-said">
        <div className="paid-mark">
          <Icon name="check" size={isNew ? 120 : 64} />
        </div>
        <h1>{title}</h1>
        <BigAmount text={dogeLabel(language, payment.amount)} isQuiet />
        <p className="paid-worth">{worth === '' ? ' ' : `≈ ${worth}`}</p>
        <Facts facts={usePaidFacts(invoice, payment)} />
        <RefusedNotice refused={refused} state="paid" />
        <OnChainNotice invoice={invoice} state="paid" />
        <QuestionPart invoice={invoice} reload={reload} />
        <div className="paid-actions">
          <Button
            size="large"
            icon="scan"
            aria-expanded={hasReceipt}
            onClick={() => setHasReceipt((was) => !was)}
          >
            {t(hasReceipt ? 'receipt.hide' : 'receipt.show')}
          </Button>
          <button ref={next} type="button" className="paid-next" onClick={() => go('charge')}>
            {t('invoice.newSale')}
          </button>
        </div>
      </div>
      {hasReceipt && (
        <div className="paid-receipt" ref={(place) => place?.scrollIntoView({ block: 'nearest' })}>
          <p>{t('receipt.text')}</p>
          <StatementCode wanted={{ of: 'receipt', id: invoice.id }} name={t('receipt.qr')} />
        </div>
      )}
    </section>
  );
}

function usePaidFacts(invoice: InvoiceView, payment: PaymentView): readonly Fact[] {
  const { t, language } = useWords();
  const { amount, tip, channel, customer, spendable } = payment;
  const total = addedAmounts([amount, tip]);
  const name = channelName({ id: channel, name: customer });
  return [
    ...(tip === '0'
      ? []
      : [
          { name: t('paid.tip'), value: dogeLabel(language, tip) },
          { name: t('paid.total'), value: dogeLabel(language, total) },
        ]),
    { name: t('paid.customer'), value: <a href={hashOf('channel', channel)}>{name}</a> },
    { name: t('paid.spendable'), value: dogeLabel(language, spendable) },
    ...(invoice.memo === '' ? [] : [{ name: t('charge.memo'), value: invoice.memo }]),
  ];
}
