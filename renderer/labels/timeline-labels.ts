import type { ChannelDetailView } from '../../core/bridge.ts';
import { isRunning } from './channel-labels.ts';

export interface Moment {
  readonly text:
    | 'timeline.announced'
    | 'timeline.opened'
    | 'timeline.payments'
    | 'timeline.closing'
    | 'timeline.closed'
    | 'timeline.refunded'
    | 'timeline.ended'
    | 'timeline.cutoff'
    | 'timeline.locktime';
  readonly isPast: boolean;
  readonly at?: string;
  readonly height?: number;
}

function endOf(state: ChannelDetailView['state']): Moment['text'] {
  if (state === 'closed') return 'timeline.closed';
  return state === 'refunded' ? 'timeline.refunded' : 'timeline.ended';
}

/** What happened, in order; then, for a channel that lives, what will at the latest. */
export function timelineOf(channel: ChannelDetailView): readonly Moment[] {
  const moments: Moment[] = [{ text: 'timeline.announced', isPast: true, at: channel.announced }];
  if (channel.opened !== undefined) {
    moments.push({ text: 'timeline.opened', isPast: true, at: channel.opened });
  }
  const last = channel.history.reduce((latest, { accepted }) => (accepted > latest ? accepted : latest), '');
  if (channel.payments > 0) {
    moments.push({ text: 'timeline.payments', isPast: true, ...(last !== '' && { at: last }) });
  }
  if (channel.closing !== undefined) {
    moments.push({ text: 'timeline.closing', isPast: true, at: channel.closing });
  }
  if (channel.ended !== undefined) {
    return [...moments, { text: endOf(channel.state), isPast: true, at: channel.ended }];
  }
  if (!isRunning(channel)) return moments;
  if (channel.closing === undefined) {
    moments.push({ text: 'timeline.cutoff', isPast: false, height: channel.cutoff });
  }
  return [...moments, { text: 'timeline.locktime', isPast: false, height: channel.locktime }];
}
