import { type FormEvent, useState } from 'react';
import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

const MOST = 365;

/** Where the daily copies go, and how many of them stay. */
export function BackupSection() {
  const { t } = useWords();
  const { settings } = useSession().session;
  const { isSaved, isRunning, problem, save } = useSaveSettings();
  const [folder, setFolder] = useState(settings.backupFolder);
  const [kept, setKept] = useState(String(settings.backupsKept));
  const isCount = /^\d{1,3}$/.test(kept) && Number(kept) >= 1 && Number(kept) <= MOST;
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isCount) save({ backupFolder: folder.trim(), backupsKept: Number(kept) });
  }
  return (
    <SettingsCard
      title={t('settings.backups')}
      text={t('settings.backupsText')}
      isSaved={isSaved}
      problem={problem}
    >
      <form onSubmit={submit}>
        <Field
          label={t('settings.backupFolder')}
          hint={t('settings.backupFolderHint')}
          value={folder}
          autoCapitalize="none"
          onText={setFolder}
        />
        <Field
          label={t('settings.backupsKept')}
          problem={isCount ? undefined : t('settings.backupsKeptWrong')}
          value={kept}
          inputMode="numeric"
          maxLength={3}
          onText={setKept}
        />
        <Button kind="primary" isSubmit isBusy={isRunning} why={isCount ? undefined : t('why.marked')}>
          {t('save')}
        </Button>
      </form>
    </SettingsCard>
  );
}
