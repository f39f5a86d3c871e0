import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { useClock } from '../../hooks/use-clock.ts';
import { hashOf } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { saleLabel } from '../../labels/invoice-labels.ts';
import { dogeLabel, worthThenLabel } from '../../labels/money-labels.ts';
import { partOf } from '../../labels/on-chain-labels.ts';
import { saleTimeLabel } from '../../labels/time-labels.ts';
import { StatePill } from '../kit/StatePill.tsx';

/** Sales, the newest first: state, amount, time. Each leads to its invoice. */
export function SalesList({
  invoices,
  none = 'sales.none',
}: {
  invoices: readonly InvoiceView[] | undefined;
  none?: 'sales.none' | 'sales.noneFound';
}) {
  const { t, language } = useWords();
  const now = useClock(5);
  if (invoices === undefined) return <p className="empty">{t('loading')}</p>;
  if (invoices.length === 0) return <p className="empty">{t(none)}</p>;
  return (
    <ul className="sales">
      {invoices.map((invoice) => {
        const tip = invoice.payment?.tip ?? '0';
        const part = invoice.onChain && partOf(invoice.onChain);
        const worth = worthThenLabel(language, invoice.amount, invoice);
        return (
          <li key={invoice.id}>
            <a className="sale" href={hashOf('invoice', invoice.id)}>
              <span className="sale-amount">
                <strong>{dogeLabel(language, invoice.amount)}</strong>
                {tip !== '0' && <small>{t('sales.tip', { tip: dogeLabel(language, tip) })}</small>}
                {part !== undefined && <small>{t('sales.part', { part: dogeLabel(language, part) })}</small>}
                {worth !== '' && <small>≈ {worth}</small>}
              </span>
              <span className="sale-what">
                <span>{saleTimeLabel(language, invoice.payment?.accepted ?? invoice.issued, now)}</span>
                {invoice.memo !== '' && <small>{invoice.memo}</small>}
              </span>
              <StatePill label={saleLabel(invoice, now)} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
