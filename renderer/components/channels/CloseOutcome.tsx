import type { ChannelView, CloseView } from '../../../core/bridge/views/channels.ts';
import { useChannel } from '../../hooks/owner/use-channels.ts';
import { useAnnouncement } from '../../hooks/use-announcement.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { channelName } from '../../labels/channel-labels.ts';
import { addedAmounts, dogeLabel } from '../../labels/money-labels.ts';
import { problemLabel } from '../../labels/problem-label.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { Icon } from '../kit/Icon.tsx';
import { CloseProgressText } from './CloseProgressText.tsx';

/** So many are asked about again and again while the dialog is open; of the others it says how they were. */
const FOLLOWED = 10;

/** What became of each channel that was to be closed. */
export function CloseOutcome({
  outcome,
  names,
  height,
  onDone,
}: {
  outcome: readonly CloseView[];
  names: ReadonlyMap<string, string>;
  height: number | undefined;
  onDone: () => void;
}) {
  const words = useWords();
  const { t, plural, language } = words;
  const sum = addedAmounts(outcome.flatMap(({ channel }) => (channel ? [channel.paid] : [])));
  const done = outcome.filter(({ problem }) => problem === undefined).length;
  const failed = outcome.length - done;
  const text = [
    plural('closed.done', done),
    failed > 0 ? plural('closed.failed', failed) : '',
    outcome.length > 1 && done > 0 ? t('closed.sum', { amount: dogeLabel(language, sum) }) : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
  useAnnouncement(text, { isUrgent: failed > 0, count: 1 });
  return (
    <Dialog title={t('closed.title')} onCancel={onDone}>
      <p>{text}</p>
      <ul className="outcome">
        {outcome.slice(0, 50).map(({ id, channel, problem }, at) => (
          <li key={id}>
            <Icon name={problem ? 'warning' : 'check'} />
            <strong>{channelName({ id, name: names.get(id) ?? '' })}</strong>
            {problem ? (
              <span>{problemLabel(words, problem)}</span>
            ) : (
              channel && <LiveProgress channel={channel} height={height} isFollowed={at < FOLLOWED} />
            )}
          </li>
        ))}
      </ul>
      <p className="field-hint">{t('closed.text')}</p>
      <div className="dialog-actions">
        <Button kind="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    </Dialog>
  );
}

/** A clerk, who was permitted the close alone, sees how it began. */
function LiveProgress({
  channel,
  height,
  isFollowed,
}: {
  channel: ChannelView;
  height: number | undefined;
  isFollowed: boolean;
}) {
  const { t } = useWords();
  const now = useChannel(channel.id, !isFollowed).value ?? channel;
  if (now.state === 'closed') return <span role="status">{t('closed.buried')}</span>;
  return <CloseProgressText channel={now} height={height} />;
}
