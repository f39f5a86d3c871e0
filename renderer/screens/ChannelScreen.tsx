import { useState } from 'react';
import type { ChannelDetailView } from '../../core/bridge/views/channels.ts';
import { OwnerGate } from '../components/access/OwnerGate.tsx';
import { ChannelExport } from '../components/channels/ChannelExport.tsx';
import { ChannelHistory } from '../components/channels/ChannelHistory.tsx';
import { ChannelTime } from '../components/channels/ChannelTime.tsx';
import { ChannelTimeline } from '../components/channels/ChannelTimeline.tsx';
import { CloseDialog } from '../components/channels/CloseDialog.tsx';
import { CloseProgressText } from '../components/channels/CloseProgressText.tsx';
import { Button } from '../components/kit/Button.tsx';
import { Facts } from '../components/kit/Facts.tsx';
import { Icon } from '../components/kit/Icon.tsx';
import { PageTitle } from '../components/kit/PageTitle.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { RawWords } from '../components/kit/RawWords.tsx';
import { StatePill } from '../components/kit/StatePill.tsx';
import { useChannel } from '../hooks/owner/use-channels.ts';
import { useSession } from '../hooks/till/use-session.tsx';
import { useStatus } from '../hooks/till/use-status.ts';
import { useClock } from '../hooks/use-clock.ts';
import type { Go } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.tsx';
import {
  channelAdvice,
  channelName,
  channelStateLabel,
  isAtRisk,
  isClosable,
  restLabel,
} from '../labels/channel-labels.ts';
import { dogeLabel } from '../labels/money-labels.ts';
import { numberLabel } from '../labels/time-labels.ts';

export function ChannelScreen({ id, go }: { id: string; go: Go }) {
  const { t } = useWords();
  return (
    <OwnerGate title={t('channel.title')}>
      <ChannelPage id={id} go={go} />
    </OwnerGate>
  );
}

function ChannelPage({ id, go }: { id: string; go: Go }) {
  const { t } = useWords();
  const { value: channel, problem, reload } = useChannel(id, false);
  const [isClosing, setIsClosing] = useState(false);
  return (
    <section className="page">
      <PageTitle
        title={channel ? channelName(channel) : t('channel.title')}
        back={{ label: t('nav.channels'), go: () => go('channels') }}
      >
        {channel && isClosable(channel) && (
          <Button kind="primary" size="large" icon="lock" onClick={() => setIsClosing(true)}>
            {t('close.button')}
          </Button>
        )}
      </PageTitle>
      <Problem problem={problem} />
      {channel && <Channel channel={channel} />}
      {isClosing && (
        <CloseDialog
          ids={[id]}
          onDone={() => {
            setIsClosing(false);
            reload();
          }}
        />
      )}
    </section>
  );
}

function Channel({ channel }: { channel: ChannelDetailView }) {
  const { t } = useWords();
  const { height, isLocked = false } = useStatus().value ?? {};
  return (
    <div className="channel">
      <Overview channel={channel} />
      <section className="card">
        <h2>{t('channel.timeline')}</h2>
        <ChannelTimeline channel={channel} height={height} isLocked={isLocked} />
      </section>
      <section className="card card-wide">
        <h2>{t('channel.payments')}</h2>
        <ChannelHistory history={channel.history} />
      </section>
      <section className="card card-wide">
        <h2>{t('channel.technical')}</h2>
        <ChannelExport channel={channel} />
      </section>
    </div>
  );
}

/** What is the matter with a channel and what to do; the till's own words below, for whoever mends it. */
function Trouble({ channel }: { channel: ChannelDetailView }) {
  const { t } = useWords();
  const advice = channelAdvice(channel);
  if (advice === undefined) return null;
  const detail = channel.frozen ?? channel.problem;
  return (
    <div className="problem tone-warning">
      <Icon name="warning" />
      <div>
        <p>{t(advice)}</p>
        {detail !== undefined && <RawWords from={t('channel.tillsWords')} text={detail} />}
      </div>
    </div>
  );
}

function Overview({ channel }: { channel: ChannelDetailView }) {
  const { t, language } = useWords();
  const status = useStatus().value;
  const now = useClock(60);
  const { warnBlocks } = useSession().session.settings;
  const doge = (amount: string) => dogeLabel(language, amount);
  const isConfirming = channel.state === 'confirming';
  const rest = restLabel(channel);
  return (
    <section className="card" aria-label={t('channel.overview')}>
      <p className="channel-state">
        <StatePill label={channelStateLabel(channel)} />
        {isConfirming && (
          <span>
            {t('closing.confirming', {
              done: numberLabel(language, channel.confirmations),
              wanted: numberLabel(language, channel.required),
            })}
          </span>
        )}
      </p>
      <Trouble channel={channel} />
      <Facts
        facts={[
          {
            name: t('channel.paid'),
            value: (
              <>
                <strong>{doge(channel.paid)}</strong>{' '}
                {isAtRisk(channel) && <small>{t('channel.atRisk')}</small>}
              </>
            ),
          },
          ...(channel.settledShort === undefined
            ? []
            : [{ name: t('channel.arrived'), value: <strong>{doge(channel.settledShort)}</strong> }]),
          ...(rest === undefined ? [] : [{ name: t(rest), value: doge(channel.spendable) }]),
          { name: t('channel.capacity'), value: doge(channel.capacity) },
        ]}
      />
      {channel.state === 'closing' ? (
        <CloseProgressText channel={channel} height={status?.height} />
      ) : (
        <ChannelTime channel={channel} status={status} warnBlocks={Math.max(...warnBlocks)} now={now} />
      )}
    </section>
  );
}
