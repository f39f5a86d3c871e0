import type { CloseView } from '../../core/bridge.ts';
import { useWords } from '../hooks/use-words.tsx';
import { channelName } from '../labels/channel-labels.ts';
import { problemLabel } from '../labels/problem-label.ts';
import { Button } from './Button.tsx';
import { CloseProgressText } from './CloseProgressText.tsx';
import { Dialog } from './Dialog.tsx';
import { Icon } from './Icon.tsx';

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
  const { t, plural } = words;
  const done = outcome.filter(({ problem }) => problem === undefined).length;
  const failed = outcome.length - done;
  return (
    <Dialog title={t('closed.title')} onCancel={onDone}>
      <p role="status">
        {plural('closed.done', done)}
        {failed > 0 && ` ${plural('closed.failed', failed)}`}
      </p>
      <ul className="outcome">
        {outcome.slice(0, 50).map(({ id, channel, problem }) => (
          <li key={id}>
            <Icon name={problem ? 'warning' : 'check'} />
            <strong>{channelName({ id, name: names.get(id) ?? '' })}</strong>
            {problem ? (
              <span>{problemLabel(words, problem)}</span>
            ) : (
              channel && <CloseProgressText channel={channel} height={height} />
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
