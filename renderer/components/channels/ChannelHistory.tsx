import { useState } from 'react';
import type { PaymentView } from '../../../core/bridge/views/counter.ts';
import { hashOf } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeNumberLabel } from '../../labels/money-labels.ts';
import { dateTimeLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Fitted } from '../kit/Fitted.tsx';

const PAGE = 50;

/** Every payment of a channel, the newest first. */
export function ChannelHistory({ history }: { history: readonly PaymentView[] }) {
  const { t, language, plural } = useWords();
  const [shown, setShown] = useState(PAGE);
  if (history.length === 0) return <p className="empty">{t('channel.noPayments')}</p>;
  const newest = [...history].sort((a, b) => b.accepted.localeCompare(a.accepted));
  const doge = (amount: string) => dogeNumberLabel(language, amount);
  return (
    <>
      <table className="history">
        <thead>
          <tr>
            <th scope="col">{t('history.when')}</th>
            <th scope="col" className="column-amount">
              {t('history.amount')}
            </th>
            <th scope="col" className="column-amount">
              {t('paid.tip')}
            </th>
            <th scope="col" className="column-amount">
              {t('channel.paid')}
            </th>
          </tr>
        </thead>
        <tbody>
          {newest.slice(0, shown).map((payment) => (
            <tr key={payment.invoice}>
              <th scope="row">
                <a href={hashOf('invoice', payment.invoice)}>{dateTimeLabel(language, payment.accepted)}</a>
              </th>
              <td className="column-amount">
                <Fitted text={doge(payment.amount)} />
              </td>
              <td className="column-amount">
                <Fitted text={payment.tip === '0' ? '–' : doge(payment.tip)} />
              </td>
              <td className="column-amount">
                <Fitted text={doge(payment.paid)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {newest.length > shown && (
        <Button onClick={() => setShown((before) => before + 10 * PAGE)}>
          {plural('history.more', newest.length - shown)}
        </Button>
      )}
    </>
  );
}
