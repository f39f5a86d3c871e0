import { useEffect, useRef } from 'react';
import type { InvoiceView, PaymentView } from '../../core/bridge.ts';
import { type Go, hashOf } from '../hooks/use-route.ts';
import { useSession } from '../hooks/use-session.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { channelName } from '../labels/channel-labels.ts';
import { dogeLabel, worthLabel } from '../labels/money-labels.ts';
import { dateTimeLabel } from '../labels/time-labels.ts';
import { BigAmount } from './BigAmount.tsx';
import { Facts } from './Facts.tsx';
import { Icon } from './Icon.tsx';

/**
 * Paid: over the whole window, green, with a tick and the word, and it stays until the clerk goes on. A sale that was
 * paid before says so, without the celebration.
 */
export function InvoicePaid({
  invoice,
  payment,
  isNew,
  go,
}: {
  invoice: InvoiceView;
  payment: PaymentView;
  isNew: boolean;
  go: Go;
}) {
  const { t, language } = useWords();
  const { settings } = useSession().session;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const worth = worthLabel(language, payment.amount, settings);
  const when = dateTimeLabel(language, payment.accepted);
  const name = channelName({ id: payment.channel, name: payment.customer });
  return (
    <section className={isNew ? 'paid paid-new' : 'paid'}>
      <div className="paid-mark">
        <Icon name="check" size={isNew ? 120 : 64} />
      </div>
      <div role="status">
        <h1>{t(isNew ? 'paid.title' : 'paid.before', { when })}</h1>
      </div>
      <BigAmount text={dogeLabel(language, payment.amount)} isQuiet />
      <p className="paid-worth">{worth === '' ? ' ' : `≈ ${worth}`}</p>
      <Facts
        facts={[
          ...(payment.tip === '0' ? [] : [{ name: t('paid.tip'), value: dogeLabel(language, payment.tip) }]),
          {
            name: t('paid.customer'),
            value: <a href={hashOf('channel', payment.channel)}>{name}</a>,
          },
          { name: t('paid.spendable'), value: dogeLabel(language, payment.spendable) },
          ...(invoice.memo === '' ? [] : [{ name: t('charge.memo'), value: invoice.memo }]),
        ]}
      />
      <button ref={next} type="button" className="paid-next" onClick={() => go('charge')}>
        {t('invoice.newSale')}
      </button>
    </section>
  );
}
