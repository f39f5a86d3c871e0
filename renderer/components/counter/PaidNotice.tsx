import { type PaidInvoice, usePaidElsewhere } from '../../hooks/counter/use-paid-elsewhere.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useAnnouncement } from '../../hooks/use-announcement.tsx';
import { hashOf, type Route } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { paidText } from '../../labels/announced-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';

/** Paid while the clerk was elsewhere: on every screen, and one tap from the sale. */
export function PaidNotice({ route }: { route: Route }) {
  const { session } = useSession();
  const { paid, dismiss } = usePaidElsewhere(route, session.settings.sound);
  const [newest] = paid;
  const text = usePaidText(newest);
  useAnnouncement(text, { isUrgent: false, count: paid.length });
  return newest && <Notice newest={newest} text={text} more={paid.length - 1} onDismiss={dismiss} />;
}

function usePaidText(invoice: PaidInvoice | undefined): string {
  const words = useWords();
  return invoice === undefined ? '' : paidText(words, invoice.payment);
}

function Notice({
  newest: { id, memo },
  text,
  more,
  onDismiss,
}: {
  newest: PaidInvoice;
  text: string;
  more: number;
  onDismiss: () => void;
}) {
  const { t, plural } = useWords();
  return (
    <div className="banner paid-notice">
      <Icon name="check" />
      <p>
        <strong>{text}</strong>
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
