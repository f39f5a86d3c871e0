import { type FormEvent, useState } from 'react';
import type { CallOutput } from '../../../core/bridge/bridge.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useView } from '../../hooks/till/use-view.ts';
import { useClock } from '../../hooks/use-clock.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { agoLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** Who is told of warnings while nobody is at the till. */
export function AlertSection() {
  const { value: hook, reload } = useView('alertHook', {}, { everySeconds: 30 });
  if (hook === undefined) return null;
  return <AlertCard key={hook.url} hook={hook} reload={reload} />;
}

function AlertCard({ hook, reload }: { hook: CallOutput['alertHook']; reload: () => void }) {
  const { t, language } = useWords();
  const bridge = useBridge();
  const { run, isRunning, problem } = useAction<'setAlertHook'>();
  const now = useClock(30);
  const [url, setUrl] = useState(hook.url);
  const state =
    hook.problem === undefined
      ? hook.lastTold && t('alerts.last', { ago: agoLabel(language, hook.lastTold, now) })
      : t('alerts.problem', { problem: hook.problem });

  function save(event: FormEvent): void {
    event.preventDefault();
    void run(() => bridge.call('setAlertHook', { url: url.trim() }), reload);
  }
  return (
    <SettingsCard title={t('alerts.title')} text={t('alerts.text')} problem={problem}>
      <form onSubmit={save}>
        <Field
          label={t('alerts.url')}
          hint={state ?? ''}
          type="url"
          maxLength={1024}
          placeholder="https://"
          value={url}
          onText={setUrl}
        />
        <Button isSubmit isBusy={isRunning} why={url.trim() === hook.url ? t('why.unchanged') : undefined}>
          {t('alerts.save')}
        </Button>
      </form>
    </SettingsCard>
  );
}
