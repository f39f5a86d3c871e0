import type { StatusView } from '../../core/bridge/views/status.ts';
import { BackupLine } from '../components/frame/BackupLine.tsx';
import { ChainLines } from '../components/frame/ChainLines.tsx';
import { CopyButton } from '../components/kit/CopyButton.tsx';
import { Facts } from '../components/kit/Facts.tsx';
import { PageTitle } from '../components/kit/PageTitle.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { StatusLine } from '../components/kit/StatusLine.tsx';
import { useStatus } from '../hooks/till/use-status.ts';
import { useWarnings } from '../hooks/till/use-warnings.ts';
import { hashOf } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.tsx';
import { CHANNEL_STATES, channelStateLabel } from '../labels/channel-labels.ts';
import { keychainState } from '../labels/keychain-labels.ts';
import { dogeLabel } from '../labels/money-labels.ts';
import { numberLabel, spanLabel } from '../labels/time-labels.ts';
import { isTipOld } from '../labels/warning-labels.ts';

/** How the till is: each line says what is, and what to do when it is not well. */
export function StatusScreen() {
  const { t } = useWords();
  const { value: status, problem, reload } = useStatus();
  return (
    <section className="page">
      <PageTitle title={t('nav.status')} />
      <Problem problem={problem} />
      {status && (
        <>
          <ul className="status-lines">
            <ChainLines status={status} />
            <TipLine status={status} />
            <SeedLine status={status} />
            <CloseLine status={status} />
            <AttentionLine />
            {status.backup && <BackupLine backup={status.backup} onMade={reload} />}
          </ul>
          {status.atRisk !== undefined && <Channels status={status} atRisk={status.atRisk} />}
          <About status={status} />
        </>
      )}
    </section>
  );
}

function TipLine({ status }: { status: StatusView }) {
  const { t, language } = useWords();
  if (status.height === undefined) {
    return <StatusLine tone="warning" title={t('status.noTip')} advice={t('status.noTipAdvice')} />;
  }
  const isOld = isTipOld(status);
  return (
    <StatusLine
      tone={isOld ? 'warning' : 'good'}
      title={t('status.tip', { height: numberLabel(language, status.height) })}
      detail={t('status.tipAge', { span: spanLabel(language, status.tipAge ?? 0) })}
      advice={isOld ? t('status.tipAdvice') : undefined}
    />
  );
}

function SeedLine({ status }: { status: StatusView }) {
  const { t } = useWords();
  const { isLocked } = status;
  const advice = keychainState(status) === 'offer' ? 'status.lockedAdvice' : 'status.lockedNoKeychain';
  return (
    <StatusLine
      tone={isLocked ? 'warning' : 'good'}
      title={t(isLocked ? 'status.locked' : 'status.unlocked')}
      advice={isLocked ? t(advice) : undefined}
    />
  );
}

/** The heartbeat of what closes channels in time. */
function CloseLine({ status: { automaticClose } }: { status: StatusView }) {
  const { t, language } = useWords();
  const { lastRun, isLate } = automaticClose;
  if (isLate) {
    return <StatusLine tone="bad" title={t('status.closeLate')} advice={t('status.closeLateAdvice')} />;
  }
  if (lastRun === undefined) return undefined;
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(lastRun)) / 1000));
  return <StatusLine tone="good" title={t('status.closeRan', { span: spanLabel(language, seconds) })} />;
}

function AttentionLine() {
  const { t, plural } = useWords();
  const warnings = useWarnings().value ?? [];
  const channels = new Set(warnings.flatMap(({ channel }) => (channel === undefined ? [] : [channel])));
  return (
    <StatusLine
      tone={channels.size > 0 ? 'warning' : 'good'}
      title={channels.size > 0 ? plural('status.attention', channels.size) : t('status.noAttention')}
      link={channels.size > 0 ? { href: hashOf('warnings'), text: t('warning.show') } : undefined}
    />
  );
}

function Channels({ status, atRisk }: { status: StatusView; atRisk: string }) {
  const { t, language } = useWords();
  const counted = CHANNEL_STATES.filter((state) => (status.channels[state] ?? 0) > 0);
  return (
    <section className="card">
      <h2>{t('nav.channels')}</h2>
      <Facts
        facts={[
          { name: t('channels.atRisk'), value: dogeLabel(language, atRisk) },
          ...counted.map((state) => ({
            name: t(channelStateLabel({ state }).text),
            value: numberLabel(language, status.channels[state] ?? 0),
          })),
        ]}
      />
    </section>
  );
}

function About({ status }: { status: StatusView }) {
  const { t } = useWords();
  return (
    <section className="card">
      <h2>{t('status.about')}</h2>
      <Facts
        facts={[
          { name: t('status.version'), value: status.version },
          { name: t('status.network'), value: t(`network.${status.network}`) },
          { name: t('status.endpoint'), value: <code>{status.endpoint}</code> },
          { name: t('status.identity'), value: <code>{status.identity}</code> },
        ]}
      />
      <div className="exports">
        <CopyButton text={JSON.stringify(status, undefined, 2)} label={t('status.copy')} />
      </div>
    </section>
  );
}
