import { memo } from 'react';
import type { ChannelView } from '../../../core/bridge/views/channels.ts';
import type { StatusView } from '../../../core/bridge/views/status.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { hashOf } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import {
  channelName,
  channelStateLabel,
  isAtRisk,
  isClosable,
  isSpendable,
} from '../../labels/channel-labels.ts';
import { dogeNumberLabel } from '../../labels/money-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Fitted } from '../kit/Fitted.tsx';
import { StatePill } from '../kit/StatePill.tsx';
import { ChannelTime } from './ChannelTime.tsx';
import { CloseProgressText } from './CloseProgressText.tsx';

interface ChannelRowProps {
  /** Its place in the whole table, the head being 1. */
  readonly number: number;
  readonly channel: ChannelView;
  readonly status: StatusView | undefined;
  readonly now: number;
  readonly isSelected: boolean;
  readonly onToggle: (id: string, isSelected: boolean) => void;
  readonly onClose: (id: string) => void;
}

function Row({ number, channel, status, now, isSelected, onToggle, onClose }: ChannelRowProps) {
  const { t, language } = useWords();
  const { warnBlocks } = useSession().session.settings;
  const name = channelName(channel);
  const canClose = isClosable(channel);
  const amount = (value: string) => dogeNumberLabel(language, value);
  return (
    <tr aria-rowindex={number} className={isSelected ? 'row row-selected' : 'row'}>
      <td className="column-select">
        {canClose && (
          <label className="tick">
            <input
              type="checkbox"
              checked={isSelected}
              aria-label={t('channels.select', { name })}
              onChange={(event) => onToggle(channel.id, event.target.checked)}
            />
          </label>
        )}
      </td>
      <th scope="row" className="column-name">
        <a href={hashOf('channel', channel.id)}>{name}</a>
      </th>
      <td className="column-state">
        <StatePill label={channelStateLabel(channel)} />
      </td>
      <td className="column-amount column-paid">
        <span className="cell-label">{t('channel.paid')}</span>
        <strong>
          <Fitted text={amount(channel.paid)} />
        </strong>
        {isAtRisk(channel) && <small>{t('channels.onlyAtRisk')}</small>}
      </td>
      <td className="column-amount column-spendable">
        <span className="cell-label">{t('channel.spendable')}</span>
        <Fitted text={isSpendable(channel) ? amount(channel.spendable) : '–'} />
        <small>
          <Fitted text={t('channel.ofCapacity', { capacity: amount(channel.capacity) })} />
        </small>
      </td>
      <td className="column-time">
        {channel.state === 'closing' ? (
          <CloseProgressText channel={channel} height={status?.height} />
        ) : (
          <ChannelTime channel={channel} status={status} warnBlocks={Math.max(...warnBlocks)} now={now} />
        )}
      </td>
      <td className="column-close">
        {canClose && (
          <Button aria-label={t('close.buttonFor', { name })} onClick={() => onClose(channel.id)}>
            {t('close.button')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** One channel: what is at risk, how long, and the one click that closes it. Drawn again only when it changed. */
export const ChannelRow = memo(Row);
