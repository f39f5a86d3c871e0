import { useEffect, useRef, useState } from 'react';
import type { InvoiceView, PaymentView } from '../../../core/bridge/views/counter.ts';
import { useBridge, useBridgeEvent } from '../till/use-bridge.tsx';
import type { Route } from '../use-route.ts';
import { playSound } from '../use-sound.ts';

export type PaidInvoice = InvoiceView & { readonly payment: PaymentView };

/** A payment of before is no news, whatever else changes about its invoice. */
const NEWS_MILLISECONDS = 60_000;
const MOST_REMEMBERED = 100;

/** Sales that were paid while another screen was open, the newest first, until somebody has seen them. */
export function usePaidElsewhere(
  { screen, id }: Route,
  sound: boolean,
): { readonly paid: readonly PaidInvoice[]; readonly dismiss: () => void } {
  const bridge = useBridge();
  const [paid, setPaid] = useState<readonly PaidInvoice[]>([]);
  const known = useRef<string[]>([]);
  const shown = screen === 'invoice' ? id : '';
  const latest = useRef({ shown, sound });
  useEffect(() => {
    latest.current = { shown, sound };
    if (shown === '') return;
    // Whoever looks at a sale needs no note about it.
    setPaid((before) =>
      before.some((one) => one.id === shown) ? before.filter((one) => one.id !== shown) : before,
    );
  }, [shown, sound]);

  async function look(changed: string): Promise<void> {
    const answer = await bridge.call('invoice', { id: changed });
    if (!answer.ok || known.current.includes(changed)) return;
    const { payment } = answer.value;
    if (payment === undefined || Date.now() - Date.parse(payment.accepted) > NEWS_MILLISECONDS) return;
    known.current = [changed, ...known.current].slice(0, MOST_REMEMBERED);
    if (latest.current.shown === changed) return;
    setPaid((before) => [{ ...answer.value, payment }, ...before].slice(0, MOST_REMEMBERED));
    if (latest.current.sound) playSound('paid');
  }
  useBridgeEvent((event) => {
    if (event.type === 'invoice_changed') void look(event.id);
  });
  return { paid, dismiss: () => setPaid([]) };
}
