import { type PaidInvoice, usePaidElsewhere } from '../hooks/use-paid-elsewhere.ts';
import { hashOf, type Route } from '../hooks/use-route.ts';
import { useSession } from '../hooks/use-session.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { channelName } from '../labels/channel-labels.ts';
import { addedAmounts, dogeLabel } from '../labels/money-labels.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

/** Paid while the clerk was elsewhere: on every screen, and one tap from the sale. */
export function PaidNotice({ route }: { route: Route }) {
  const { session } = useSession();
  const { paid, dismiss } = usePaidElsewhere(route, session.settings.sound);
  const [newest] = paid;
  return (
    <div role="status" className="paid-notice-place">
      {newest && <Notice newest={newest} more={paid.length - 1} onDismiss={dismiss} />}
    </div>
  );
}

function Notice({
  newest: { id, payment, memo },
  more,
  onDismiss,
}: {
  newest: PaidInvoice;
  more: number;
  onDismiss: () => void;
}) {
  const { t, plural, language } = useWords();
  const amount = dogeLabel(language, addedAmounts([payment.amount, payment.tip]));
  const name = channelName({ id: payment.channel, name: payment.customer });
  return (
    <div className="banner paid-notice">
      <Icon name="check" />
      <p>
        <strong>{t('paid.notice', { amount, name })}</strong>
        {memo !== '' && <span className="paid-notice-memo"> {memo}</span>}
        {more > 0 && <span> {plural('paid.noticeMore', more)}</span>}
      </p>
      <a
        className="button button-plain button-normal"
        href={more > 0 ? hashOf('sales') : hashOf('invoice', id)}
        onClick={more > 0 ? onDismiss : undefined}
      >
        {t(more > 0 ? 'paid.noticeAll' : 'paid.noticeShow')}
      </a>
      <Button icon="check" onClick={onDismiss}>
        {t('paid.noticeDone')}
      </Button>
    </div>
  );
}
