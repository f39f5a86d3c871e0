import type { PracticeView } from '../../core/bridge/views/setup.ts';

/** What a newcomer does next, in the order of a channel's life. */
export type PracticeStep = 'open' | 'mine-funding' | 'charge' | 'pay' | 'close' | 'mine-settlement' | 'again';

/** However it ended: by a settlement, by the customer's refund, unused, or spent by somebody else's transaction. */
const ENDED: readonly string[] = ['closed', 'refunding', 'refunded', 'lapsed', 'conflicted'];

/** Ended channels do not count: a newcomer who has closed one may begin again. */
export function practiceStep(
  practice: Pick<PracticeView, 'channels'>,
  seen: { readonly hasOpenInvoice: boolean },
): PracticeStep {
  const inState = (...states: readonly string[]) =>
    practice.channels.filter((channel) => states.includes(channel.state));
  const open = inState('open');
  if (seen.hasOpenInvoice && open.length > 0) return 'pay';
  if (inState('closing').length > 0) return 'mine-settlement';
  if (open.some(({ paid }) => paid !== '0')) return 'close';
  if (open.length > 0) return 'charge';
  // An announcement that did not arrive is given again with the blocks.
  if (inState('confirming', 'announcing').length > 0) return 'mine-funding';
  return inState(...ENDED).length > 0 ? 'again' : 'open';
}
