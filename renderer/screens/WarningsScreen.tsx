import { useState } from 'react';
import type { WarningView } from '../../core/bridge/views/status.ts';
import { CloseDialog } from '../components/channels/CloseDialog.tsx';
import { Button } from '../components/kit/Button.tsx';
import { Icon } from '../components/kit/Icon.tsx';
import { PageTitle } from '../components/kit/PageTitle.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { RawWords } from '../components/kit/RawWords.tsx';
import { useStatus } from '../hooks/till/use-status.ts';
import { useWarnings } from '../hooks/till/use-warnings.ts';
import { hashOf } from '../hooks/use-route.ts';
import { useWords } from '../hooks/use-words.tsx';
import { channelName } from '../labels/channel-labels.ts';
import { dogeLabel } from '../labels/money-labels.ts';
import { spanLabel } from '../labels/time-labels.ts';
import {
  asksForClose,
  rawWords,
  warningAdvice,
  warningFacts,
  warningLabel,
  warningTone,
} from '../labels/warning-labels.ts';

/** What wants attention, the most urgent first, each with what to do. */
export function WarningsScreen() {
  const { t } = useWords();
  const { value: warnings, problem, reload } = useWarnings();
  const [closing, setClosing] = useState<string>();
  return (
    <section className="page">
      <PageTitle title={t('nav.warnings')} />
      <Problem problem={problem} />
      {warnings?.length === 0 && (
        <p className="all-well tone-good">
          <Icon name="check" />
          <span>{t('warnings.none')}</span>
        </p>
      )}
      <ul className="warnings" aria-live="polite">
        {warnings?.map((warning) => (
          <li key={`${warning.kind} ${warning.channel ?? ''}`}>
            <Warning warning={warning} onClose={setClosing} />
          </li>
        ))}
      </ul>
      {closing !== undefined && (
        <CloseDialog
          ids={[closing]}
          onDone={() => {
            setClosing(undefined);
            reload();
          }}
        />
      )}
    </section>
  );
}

function Warning({ warning, onClose }: { warning: WarningView; onClose: (channel: string) => void }) {
  const { t, language } = useWords();
  const label = warningLabel(warning.kind);
  const { channel, amount } = warning;
  const raw = rawWords(warning);
  const facts = warningFacts(warning, language);
  const name = channel === undefined ? '' : channelName({ id: channel, name: warning.name ?? '' });
  return (
    <article className={`warning tone-${warningTone(warning.severity)}`}>
      <Icon name={label.icon} size={28} />
      <div>
        <h2>
          {t(label.title, facts)}
          <span className="warning-severity"> {t(`severity.${warning.severity}`)}</span>
        </h2>
        {channel !== undefined && (
          <p>
            <a href={hashOf('channel', channel)}>{name}</a>
            {amount !== undefined && ` · ${t('warning.atStake', { amount: dogeLabel(language, amount) })}`}
          </p>
        )}
        <BlocksLeft blocks={warning.blocksLeft} />
        <p>{t(warningAdvice(warning), facts)}</p>
        {warning.kind === 'open_questions' && (
          <p>
            {amount !== undefined && `${dogeLabel(language, amount)} · `}
            <a href={hashOf('sales', 'question')}>{t('warning.open_questions.show')}</a>
          </p>
        )}
        {raw && <RawWords from={t(raw.from)} text={raw.text} />}
      </div>
      {channel !== undefined && asksForClose(warning) && (
        <Button kind="primary" aria-label={t('close.buttonFor', { name })} onClick={() => onClose(channel)}>
          {t('close.button')}
        </Button>
      )}
    </article>
  );
}

function BlocksLeft({ blocks }: { blocks: number | undefined }) {
  const { t, plural, language } = useWords();
  const status = useStatus().value;
  if (blocks === undefined) return null;
  if (blocks <= 0) return <p>{t('warning.cutoffOver')}</p>;
  const span = spanLabel(language, blocks * (status?.blockSeconds ?? 60));
  return <p>{plural('warning.blocksLeft', blocks, { span })}</p>;
}
