import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import { isOnItsWay, onChainStateLabel } from './on-chain-labels.ts';
import type { StateLabel } from './state-label.ts';

/** The countdown is shown for these last seconds only: before them it would hurry the customer for nothing. */
const LAST_SECONDS = 300;

const STATES: Readonly<Record<InvoiceView['state'], StateLabel>> = {
  open: { text: 'invoice.state.open', icon: 'clock', tone: 'neutral' },
  paid: { text: 'invoice.state.paid', icon: 'check', tone: 'good' },
  expired: { text: 'invoice.state.expired', icon: 'hourglass', tone: 'warning' },
  cancelled: { text: 'invoice.state.cancelled', icon: 'cross', tone: 'bad' },
};

/** Where a sale stands: what came on-chain and is not all well says more than that it is open or over. */
export function saleLabel(invoice: InvoiceView, now: number): StateLabel {
  return onChainStateLabel(invoice) ?? STATES[shownState(invoice, now)];
}

export function secondsLeft(invoice: Pick<InvoiceView, 'expires'>, now: number): number {
  return Math.max(0, (Date.parse(invoice.expires) - now) / 1000);
}

/** Seconds to count down, or undefined while there is time enough. */
export function countdownSeconds(invoice: Pick<InvoiceView, 'expires'>, now: number): number | undefined {
  const left = secondsLeft(invoice, now);
  return left > LAST_SECONDS ? undefined : left;
}

/** An open invoice whose time is over is expired, whether or not the till has said so yet. */
export function shownState(invoice: InvoiceView, now: number): InvoiceView['state'] {
  const isOver = secondsLeft(invoice, now) === 0 && !isOnItsWay(invoice);
  return invoice.state === 'open' && isOver ? 'expired' : invoice.state;
}
