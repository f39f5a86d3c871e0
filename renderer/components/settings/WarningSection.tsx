import { type FormEvent, useState } from 'react';
import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useStatus } from '../../hooks/till/use-status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { spanLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

const MOST = 5;

/** Numbers of blocks as they were typed, the earliest warning first; undefined for anything else. */
function typedBlocks(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0 || parts.length > MOST || !parts.every((part) => /^\d{1,7}$/.test(part)))
    return undefined;
  return [...new Set(parts.map(Number))].sort((a, b) => b - a);
}

/** How long before a channel's cutoff the till begins to warn. */
export function WarningSection() {
  const { t, language } = useWords();
  const { settings } = useSession().session;
  const seconds = useStatus().value?.blockSeconds ?? 60;
  const { isSaved, isRunning, problem, save } = useSaveSettings();
  const [text, setText] = useState(settings.warnBlocks.join(', '));
  const blocks = typedBlocks(text);
  const spans = (blocks ?? []).map((count) => spanLabel(language, count * seconds)).join(', ');
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (blocks !== undefined) save({ warnBlocks: [...blocks] });
  }
  return (
    <SettingsCard title={t('nav.warnings')} isSaved={isSaved} problem={problem}>
      <form onSubmit={submit}>
        <Field
          label={t('settings.warnBlocks')}
          hint={t('settings.warnBlocksHint', { spans })}
          problem={blocks === undefined ? t('settings.warnBlocksWrong') : undefined}
          value={text}
          inputMode="numeric"
          onText={setText}
        />
        <Button
          kind="primary"
          isSubmit
          isBusy={isRunning}
          why={blocks === undefined ? t('why.marked') : undefined}
        >
          {t('save')}
        </Button>
      </form>
    </SettingsCard>
  );
}
