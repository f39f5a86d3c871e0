import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import type { ProblemView } from '../../core/bridge/views/problem.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Words } from '../messages/translate.ts';
import { problemLabel } from './problem-label.ts';

type Code = ProblemView['code'];

/** What the clerk says to the customer, where a code means something at the counter. */
const KINDS: Partial<
  Readonly<Record<Code, 'late' | 'little' | 'much' | 'twice' | 'channel' | 'empty' | 'wait'>>
> = {
  invoice_expired: 'late',
  underpaid: 'little',
  overpaid: 'much',
  invoice_already_paid: 'twice',
  channel_expiring: 'channel',
  channel_not_open: 'channel',
  unknown_channel: 'channel',
  exceeds_capacity: 'empty',
  node_unavailable: 'wait',
};

interface RefusedLabel {
  readonly title: string;
  readonly text: string;
}

/** A refused payment in the clerk's words: what happened, that nothing was taken, what to do. */
export function refusedLabel(words: Words, code: Code, state: InvoiceView['state']): RefusedLabel {
  const kind = KINDS[code];
  if (kind === undefined) {
    const reason = problemLabel(words, { code, detail: '' });
    return { title: words.t('refused.other'), text: words.t('refused.other.text', { reason }) };
  }
  const isCancelled = kind === 'late' && state === 'cancelled';
  const key = isCancelled ? 'refused.cancelled' : (`refused.${kind}` as const);
  const text: MessageKey = `${key}.text`;
  return { title: words.t(key), text: words.t(text) };
}
