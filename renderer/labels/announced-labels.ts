import type { InvoiceView, PaymentView } from '../../core/bridge/views/counter.ts';
import type { Words } from '../messages/translate.ts';
import { channelName } from './channel-labels.ts';
import { addedAmounts, dogeLabel } from './money-labels.ts';
import { onChainLabel } from './on-chain-labels.ts';

/** What was paid, by whom. */
export function paidText({ t, language }: Words, payment: PaymentView): string {
  const amount = dogeLabel(language, addedAmounts([payment.amount, payment.tip]));
  return t('paid.notice', { amount, name: channelName({ id: payment.channel, name: payment.customer }) });
}

/** What an invoice has become, in the words that are read out. Nothing is said of one that goes on waiting. */
export function becomeText(words: Words, invoice: InvoiceView, state: InvoiceView['state']): string {
  const { t } = words;
  if (state === 'paid' && invoice.payment) return paidText(words, invoice.payment);
  if (invoice.onChain) {
    const { title, text } = onChainLabel(words, invoice.onChain, state);
    return `${title} ${text}`.trim();
  }
  if (state === 'expired') return `${t('ended.expired')}. ${t('ended.expiredText')}`;
  if (state === 'cancelled') return t('ended.cancelledText');
  return '';
}
