import type { ChannelView } from '../../../core/bridge/views/channels.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { closeProgress } from '../../labels/channel-labels.ts';
import { numberLabel } from '../../labels/time-labels.ts';
import { Meter } from '../kit/Meter.tsx';

/** How far a close has come, in words and as a bar. */
export function CloseProgressText({
  channel,
  height,
}: {
  channel: Pick<ChannelView, 'spend' | 'settling' | 'required'>;
  height: number | undefined;
}) {
  const { t, language } = useWords();
  const progress = closeProgress(channel, height);
  const share = progress.step === 'confirming' ? progress.done / Math.max(1, progress.wanted) : 0;
  return (
    <span className="channel-time" role="status">
      <span className="channel-blocks">
        {progress.step === 'confirming'
          ? t('closing.confirming', {
              done: numberLabel(language, progress.done),
              wanted: numberLabel(language, progress.wanted),
            })
          : t(`closing.${progress.step}`)}
      </span>
      <Meter share={share} tone={progress.step === 'taken' ? 'bad' : 'good'} />
    </span>
  );
}
