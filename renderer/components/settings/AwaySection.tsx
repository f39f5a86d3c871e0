import { type FormEvent, useState } from 'react';
import type { CallOutput } from '../../../core/bridge/bridge.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useStatus } from '../../hooks/till/use-status.ts';
import { useView } from '../../hooks/till/use-view.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { absenceText, localInputTime } from '../../labels/absence-labels.ts';
import { dateTimeLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { Problem } from '../kit/Problem.tsx';
import { SettingsCard } from './SettingsCard.tsx';

const DAY_MS = 24 * 3_600_000;

/** What would come due while nobody is here, and how it is closed before. */
export function AwaySection() {
  const { t } = useWords();
  const { value: planned, reload } = useView('absence', {}, { on: ['channel_changed'] });
  const status = useStatus().value;
  if (planned === undefined) return null;
  return (
    <SettingsCard title={t('away.title')} text={t('away.text')}>
      {status?.isLocked && <p className="problem tone-warning">{t('away.locked')}</p>}
      {planned.to === undefined ? <Plan reload={reload} /> : <Planned planned={planned} reload={reload} />}
    </SettingsCard>
  );
}

function Planned({ planned, reload }: { planned: CallOutput['absence']; reload: () => void }) {
  const words = useWords();
  const { t, language } = words;
  const bridge = useBridge();
  const { run, isRunning, problem } = useAction<'planAbsence'>();
  const { from = '', to = '' } = planned;
  return (
    <>
      <p role="status" className="card-text">
        {t('away.planned', { from: dateTimeLabel(language, from), to: dateTimeLabel(language, to) })}{' '}
        {absenceText(words, planned)}
      </p>
      <Button
        isBusy={isRunning}
        onClick={() => void run(() => bridge.call('planAbsence', { from: '', to: '' }), reload)}
      >
        {t('away.cancel')}
      </Button>
      <Problem problem={problem} />
    </>
  );
}

function Plan({ reload }: { reload: () => void }) {
  const words = useWords();
  const { t } = words;
  const bridge = useBridge();
  const { run, isRunning, problem } = useAction<'previewAbsence' | 'planAbsence'>();
  const [from, setFrom] = useState(() => localInputTime(Date.now()));
  const [to, setTo] = useState(() => localInputTime(Date.now() + 14 * DAY_MS));
  const [seen, setSeen] = useState<CallOutput['absence']>();
  const isTime = !Number.isNaN(Date.parse(from)) && !Number.isNaN(Date.parse(to));
  // A field of a browser has no zone: it means the one of this computer.
  const times = () => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });

  function look(event: FormEvent): void {
    event.preventDefault();
    void run(() => bridge.call('previewAbsence', times()), setSeen);
  }
  const change = (set: (text: string) => void) => (text: string) => {
    set(text);
    setSeen(undefined);
  };
  return (
    <form onSubmit={look}>
      <div className="field-pair">
        <Field label={t('away.from')} type="datetime-local" value={from} onText={change(setFrom)} />
        <Field label={t('away.to')} type="datetime-local" value={to} onText={change(setTo)} />
      </div>
      <div className="exports">
        <Button isSubmit isBusy={isRunning} why={isTime ? undefined : t('why.times')}>
          {t('away.look')}
        </Button>
        {seen !== undefined && (
          <Button
            kind="primary"
            isBusy={isRunning}
            onClick={() => void run(() => bridge.call('planAbsence', times()), reload)}
          >
            {t('away.plan')}
          </Button>
        )}
      </div>
      <div role="status">{seen !== undefined && <p className="card-text">{absenceText(words, seen)}</p>}</div>
      <Problem problem={problem} />
    </form>
  );
}
