import type { ChannelDetailView } from '../../core/bridge/views/channels.ts';
import { closeProgress, isRunning } from './channel-labels.ts';

export interface Moment {
  readonly text:
    | 'timeline.announced'
    | 'timeline.opened'
    | 'timeline.payments'
    | 'timeline.closing'
    | 'timeline.sent'
    | 'timeline.spread'
    | 'timeline.mined'
    | 'timeline.burying'
    | 'timeline.taken'
    | 'timeline.closed'
    | 'timeline.refunded'
    | 'timeline.ended'
    | 'timeline.cutoff'
    | 'timeline.cutoffLocked'
    | 'timeline.locktime';
  readonly isPast: boolean;
  readonly at?: string;
  readonly height?: number;
  /** Confirmations. */
  readonly done?: number;
  readonly wanted?: number;
}

function endOf(state: ChannelDetailView['state']): Moment['text'] {
  if (state === 'closed') return 'timeline.closed';
  return state === 'refunded' ? 'timeline.refunded' : 'timeline.ended';
}

function first(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}

/** How far the settlement came, or that another transaction came in its place. */
function settling(channel: ChannelDetailView, height: number | undefined): readonly Moment[] {
  const { settlement, spend } = channel;
  const moments: Moment[] = [];
  const sent = first(settlement?.nodes.map(({ given }) => given) ?? []);
  if (sent !== undefined) moments.push({ text: 'timeline.sent', isPast: true, at: sent });
  const spread = first(settlement?.nodes.map(({ heard }) => heard) ?? []);
  if (spread !== undefined) moments.push({ text: 'timeline.spread', isPast: true, at: spread });
  if (spend === undefined || channel.state === 'refunded') return moments;
  const mined = {
    isPast: spend.height !== undefined,
    ...(spend.height !== undefined && { height: spend.height }),
  };
  if (spend.kind !== 'settlement') return [...moments, { text: 'timeline.taken', ...mined }];
  if (spend.height === undefined) return moments;
  moments.push({ text: 'timeline.mined', ...mined });
  const progress = closeProgress(channel, height);
  if (channel.state !== 'closing' || progress.step !== 'confirming') return moments;
  const { done, wanted } = progress;
  return [...moments, { text: 'timeline.burying', isPast: false, done, wanted }];
}

/** What happened, in order; then, for a channel that lives, what will at the latest. */
export function timelineOf(
  channel: ChannelDetailView,
  height?: number,
  /** The till closes nothing by itself. */
  isLocked = false,
): readonly Moment[] {
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
  moments.push(...settling(channel, height));
  if (channel.ended !== undefined) {
    return [...moments, { text: endOf(channel.state), isPast: true, at: channel.ended }];
  }
  if (!isRunning(channel)) return moments;
  if (channel.closing === undefined) {
    moments.push({
      text: isLocked ? 'timeline.cutoffLocked' : 'timeline.cutoff',
      isPast: false,
      height: channel.cutoff,
    });
  }
  return [...moments, { text: 'timeline.locktime', isPast: false, height: channel.locktime }];
}
