import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dateTimeLabel, numberLabel } from '../../labels/time-labels.ts';
import { timelineOf } from '../../labels/timeline-labels.ts';
import { Icon } from '../kit/Icon.tsx';

/** A channel's life so far, and where it ends at the latest. */
export function ChannelTimeline({
  channel,
  height,
  isLocked,
}: {
  channel: ChannelDetailView;
  height: number | undefined;
  isLocked: boolean;
}) {
  const { t, plural, language } = useWords();
  return (
    <ol className="timeline">
      {timelineOf(channel, height, isLocked).map((moment) => (
        <li key={moment.text} className={moment.isPast ? 'moment moment-past' : 'moment'}>
          <Icon name={moment.isPast ? 'check' : 'clock'} size={18} />
          <span>
            {moment.text === 'timeline.payments'
              ? plural('timeline.payments', channel.payments)
              : t(moment.text, {
                  done: numberLabel(language, moment.done ?? 0),
                  wanted: numberLabel(language, moment.wanted ?? 0),
                })}
          </span>
          <small>
            {moment.at !== undefined && dateTimeLabel(language, moment.at)}
            {moment.height !== undefined &&
              t('close.block', { height: numberLabel(language, moment.height) })}
          </small>
        </li>
      ))}
    </ol>
  );
}
