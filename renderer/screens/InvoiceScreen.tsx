import { useEffect, useRef, useState } from 'react';
import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import { InvoiceEnded } from '../components/counter/InvoiceEnded.tsx';
import { InvoiceOnChain } from '../components/counter/InvoiceOnChain.tsx';
import { InvoiceOpen } from '../components/counter/InvoiceOpen.tsx';
import { InvoicePaid } from '../components/counter/InvoicePaid.tsx';
import { Button } from '../components/kit/Button.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { useInvoice } from '../hooks/counter/use-invoices.ts';
import { type RefusedPayment, useRefused } from '../hooks/counter/use-refused.ts';
import { useSession } from '../hooks/till/use-session.tsx';
import { useAnnounce } from '../hooks/use-announcement.tsx';
import { useClock } from '../hooks/use-clock.ts';
import type { Go } from '../hooks/use-route.ts';
import { playSound } from '../hooks/use-sound.ts';
import { useWords } from '../hooks/use-words.tsx';
import { becomeText } from '../labels/announced-labels.ts';
import { shownState } from '../labels/invoice-labels.ts';
import { isOnItsWay } from '../labels/on-chain-labels.ts';
import { refusedLabel } from '../labels/refused-labels.ts';

/** One invoice from the moment it is asked for: waiting, then paid, expired or cancelled. */
export function InvoiceScreen({ id, go }: { id: string; go: Go }) {
  const { t } = useWords();
  const { value: invoice, problem, reload } = useInvoice(id);
  const now = useClock(1);
  if (invoice === undefined) {
    return (
      <section className="page">
        {problem === undefined ? <p className="empty">{t('loading')}</p> : <Problem problem={problem} />}
        {problem && <Button onClick={() => go('charge')}>{t('invoice.newSale')}</Button>}
      </section>
    );
  }
  return <Invoice invoice={invoice} now={now} go={go} reload={reload} />;
}

function Invoice({
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
  const { sound } = useSession().session.settings;
  const state = shownState(invoice, now);
  // An invoice opened from the list of sales was ended before: it is told, not celebrated.
  const wasOpen = useRef(state === 'open');
  const heard = useRef(state);
  useEffect(() => {
    if (heard.current === state) return;
    heard.current = state;
    if (sound && state !== 'open') playSound(state === 'paid' ? 'paid' : 'failed');
  }, [state, sound]);

  const refused = useRefused(invoice.id, sound);
  useInvoiceAnnounced(invoice, state, refused);
  const [wasScanned, setWasScanned] = useState(false);

  const { onChain } = invoice;
  if (onChain && !invoice.payment && (state !== 'open' || isOnItsWay(invoice))) {
    return <InvoiceOnChain invoice={invoice} onChain={onChain} state={state} go={go} reload={reload} />;
  }
  if (state === 'open') {
    return (
      <InvoiceOpen
        invoice={invoice}
        now={now}
        refused={refused}
        go={go}
        onScanned={() => {
          setWasScanned(true);
          reload();
        }}
      />
    );
  }
  // What was refused before it was paid is over.
  const late = refused?.code === 'invoice_already_paid' ? refused : undefined;
  if (state === 'paid' && invoice.payment) {
    const isNew = wasOpen.current;
    const about = { invoice, payment: invoice.payment, isNew, wasScanned, refused: late };
    return <InvoicePaid {...about} go={go} reload={reload} />;
  }
  return <InvoiceEnded invoice={invoice} isExpired={state === 'expired'} refused={refused} go={go} />;
}

/** What becomes of the invoice on the screen, and every payment for it that was refused, is read out. */
function useInvoiceAnnounced(
  invoice: InvoiceView,
  state: InvoiceView['state'],
  refused: RefusedPayment | undefined,
): void {
  const words = useWords();
  const announce = useAnnounce();
  const now = `${state} ${invoice.onChain?.state ?? ''}`;
  const said = useRef({ now, refusals: 0 });
  useEffect(() => {
    if (said.current.now !== now) {
      said.current.now = now;
      const text = becomeText(words, invoice, state);
      if (text !== '') announce(text);
    }
    if (refused !== undefined && said.current.refusals !== refused.count) {
      said.current.refusals = refused.count;
      const { title, text } = refusedLabel(words, refused.code, state);
      announce(`${title} ${text}`, { isUrgent: true });
    }
  }, [now, refused, invoice, state, words, announce]);
}
