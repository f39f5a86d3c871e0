import type { ChannelView } from '../../../core/bridge/views/channels.ts';
import type { StatusView } from '../../../core/bridge/views/status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { isRunning, locktimeLabel } from '../../labels/channel-labels.ts';
import { dateLabel, spanLabel } from '../../labels/time-labels.ts';
import { Meter } from '../kit/Meter.tsx';

/** How long a channel still takes payments: blocks, about when, and a bar. */
export function ChannelTime({
  channel,
  status,
  warnBlocks,
  now,
}: {
  channel: ChannelView;
  status: StatusView | undefined;
  warnBlocks: number;
  now: number;
}) {
  const { t, plural, language } = useWords();
  if (!isRunning(channel) || status?.height === undefined) return null;
  const { height, blockSeconds } = status;
  const time = locktimeLabel(channel, { height, blockSeconds, warnBlocks }, now);
  const span = spanLabel(language, time.blocksToCutoff * blockSeconds);
  return (
    <span className="channel-time">
      <span className="channel-blocks">
        {time.blocksToCutoff === 0
          ? t('channel.cutoffReached')
          : plural('channel.blocks', time.blocksToCutoff)}
      </span>
      <Meter share={time.share} tone={time.tone} />
      <small>
        {time.blocksToCutoff === 0
          ? t('channel.lockedUntil', { date: dateLabel(language, time.locktimeAt) })
          : t('channel.about', { span, date: dateLabel(language, time.cutoffAt) })}
      </small>
    </span>
  );
}
