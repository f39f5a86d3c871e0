import { useRef } from 'react';
import type { ChannelView } from '../../../core/bridge/views/channels.ts';
import type { StatusView } from '../../../core/bridge/views/status.ts';
import { useWindowedRows } from '../../hooks/owner/use-windowed-rows.ts';
import { useClock } from '../../hooks/use-clock.ts';
import { useIsWide } from '../../hooks/use-width.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { isClosable } from '../../labels/channel-labels.ts';
import { ChannelRow } from './ChannelRow.tsx';

/** In rem, as in the style sheet: rows of one height need not be measured, and grow with the text. */
const ROW = { wide: 4, narrow: 8.75 } as const;
const WIDE = 51;

function pixelsOfRem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Ten thousand channels, of which those in sight are drawn. */
export function ChannelTable({
  channels,
  isFiltered,
  status,
  selected,
  onSelect,
  onToggle,
  onClose,
}: {
  channels: readonly ChannelView[];
  isFiltered: boolean;
  status: StatusView | undefined;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onToggle: (id: string, isSelected: boolean) => void;
  onClose: (id: string) => void;
}) {
  const { t } = useWords();
  const frame = useRef<HTMLElement>(null);
  const now = useClock(60);
  const rem = pixelsOfRem();
  const isWide = useIsWide(frame, WIDE * rem);
  const height = rem * (isWide ? ROW.wide : ROW.narrow);
  const { first, end } = useWindowedRows(frame, channels.length, height);

  if (channels.length === 0) {
    return <p className="rows empty">{t(isFiltered ? 'channels.noneMatch' : 'channels.none')}</p>;
  }
  return (
    <section
      ref={frame}
      className="rows"
      aria-label={t('channels.list')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list must be scrollable by the keyboard too
      tabIndex={0}
    >
      <table
        className={isWide ? 'channels channels-wide' : 'channels channels-narrow'}
        aria-rowcount={channels.length + 1}
      >
        <Head channels={channels} selected={selected} onSelect={onSelect} />
        <tbody>
          <Gap height={first * height} />
          {channels.slice(first, end).map((channel, index) => (
            <ChannelRow
              key={channel.id}
              number={first + index + 2}
              channel={channel}
              status={status}
              isSelected={selected.has(channel.id)}
              onToggle={onToggle}
              now={now}
              onClose={onClose}
            />
          ))}
          <Gap height={(channels.length - end) * height} />
        </tbody>
      </table>
    </section>
  );
}

/** The rows that are not drawn, as empty room. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr className="rows-gap">
      <td colSpan={7} style={{ blockSize: `${height}px` }} />
    </tr>
  );
}

function Head({
  channels,
  selected,
  onSelect,
}: {
  channels: readonly ChannelView[];
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
}) {
  const { t } = useWords();
  const closable = channels.filter(isClosable);
  const isAll = closable.length > 0 && closable.every(({ id }) => selected.has(id));
  return (
    <thead>
      <tr aria-rowindex={1}>
        {closable.length === 0 ? (
          <td className="column-select" />
        ) : (
          <th scope="col" className="column-select">
            <label className="tick">
              <input
                type="checkbox"
                checked={isAll}
                aria-label={t('channels.selectAll')}
                onChange={() => onSelect(new Set(isAll ? [] : closable.map(({ id }) => id)))}
              />
            </label>
          </th>
        )}
        <th scope="col" className="column-name">
          {t('channel.customer')}
        </th>
        <th scope="col" className="column-state">
          {t('channel.state')}
        </th>
        <th scope="col" className="column-amount column-paid">
          {t('channel.paid')}
        </th>
        <th scope="col" className="column-amount column-spendable">
          {t('channel.spendable')}
        </th>
        <th scope="col" className="column-time">
          {t('channel.cutoff')}
        </th>
        <th scope="col" className="column-close">
          <span className="unseen">{t('close.button')}</span>
        </th>
      </tr>
    </thead>
  );
}
