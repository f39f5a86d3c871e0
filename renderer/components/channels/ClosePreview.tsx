import type { ClosePreviewView } from '../../../core/bridge/views/channels.ts';
import type { StatusView } from '../../../core/bridge/views/status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { channelName } from '../../labels/channel-labels.ts';
import { addedAmounts, dogeLabel } from '../../labels/money-labels.ts';
import { problemLabel } from '../../labels/problem-label.ts';
import { dateTimeLabel, numberLabel } from '../../labels/time-labels.ts';
import { Facts } from '../kit/Facts.tsx';
import { Icon } from '../kit/Icon.tsx';

/** What closing brings and costs: one channel by name, several as sums. */
export function ClosePreview({
  previews,
  status,
}: {
  previews: readonly ClosePreviewView[];
  status: StatusView | undefined;
}) {
  const { t, language } = useWords();
  const possible = previews.filter(({ problem }) => problem === undefined);
  const total = (part: 'arrives' | 'fee' | 'returned') =>
    dogeLabel(language, addedAmounts(possible.map((one) => one[part])));
  const [only] = previews;
  return (
    <>
      {possible.length > 0 && (
        <>
          <p className="close-arrives">
            <span>{t('close.arrives')}</span>
            <strong>{total('arrives')}</strong>
          </p>
          <Facts
            facts={[
              ...(previews.length === 1 && only
                ? [{ name: t('channel.customer'), value: channelName(only) }]
                : []),
              { name: t('close.fee'), value: total('fee') },
              { name: t('close.returned'), value: total('returned') },
              { name: t('close.safeUntil'), value: <SafeUntil previews={possible} status={status} /> },
            ]}
          />
          <p className="close-final">
            <Icon name="info" />
            <span>{t('close.final')}</span>
          </p>
        </>
      )}
      <Impossible previews={previews} />
    </>
  );
}

function SafeUntil({
  previews,
  status,
}: {
  previews: readonly ClosePreviewView[];
  status: StatusView | undefined;
}) {
  const { t, language } = useWords();
  const height = Math.min(...previews.map(({ safeUntil }) => safeUntil));
  const number = numberLabel(language, height);
  if (status?.height === undefined) return t('close.block', { height: number });
  const at = Date.now() + Math.max(0, height - status.height) * status.blockSeconds * 1000;
  return t('close.blockAbout', { height: number, date: dateTimeLabel(language, at) });
}

function Impossible({ previews }: { previews: readonly ClosePreviewView[] }) {
  const words = useWords();
  const refused = previews.filter(({ problem }) => problem !== undefined);
  if (refused.length === 0) return null;
  return (
    <div className="close-refused">
      <p>{words.plural('close.refused', refused.length)}</p>
      <ul>
        {refused.map((one) => (
          <li key={one.id}>
            <strong>{channelName(one)}</strong> {one.problem && problemLabel(words, one.problem)}
          </li>
        ))}
      </ul>
    </div>
  );
}
