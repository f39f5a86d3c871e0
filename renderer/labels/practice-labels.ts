import type { PracticeView } from '../../core/app-views.ts';

/** What a newcomer does next, in the order of a channel's life. */
export type PracticeStep = 'open' | 'mine-funding' | 'charge' | 'pay' | 'close' | 'mine-settlement' | 'again';

/** Ended channels do not count: a newcomer who has closed one may begin again. */
export function practiceStep(
  practice: Pick<PracticeView, 'channels'>,
  seen: { readonly hasOpenInvoice: boolean },
): PracticeStep {
  const inState = (state: string) => practice.channels.filter((channel) => channel.state === state);
  const open = inState('open');
  if (seen.hasOpenInvoice && open.length > 0) return 'pay';
  if (inState('closing').length > 0) return 'mine-settlement';
  if (inState('confirming').length > 0 && open.length === 0) return 'mine-funding';
  if (open.some(({ paid }) => paid !== '0')) return 'close';
  if (open.length > 0) return 'charge';
  return inState('closed').length > 0 ? 'again' : 'open';
}
