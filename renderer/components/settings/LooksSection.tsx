import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SettingsCard } from './SettingsCard.tsx';

export function LooksSection() {
  const { t } = useWords();
  const { settings } = useSession().session;
  const { isSaved, problem, save } = useSaveSettings();
  return (
    <SettingsCard title={t('settings.looks')} isSaved={isSaved} problem={problem}>
      <Choice
        label={t('settings.language')}
        value={settings.language}
        onChoose={(language) => save({ language })}
        options={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
      <Choice
        label={t('settings.theme')}
        value={settings.theme}
        onChoose={(theme) => save({ theme })}
        options={[
          { value: 'system', label: t('theme.system') },
          { value: 'light', label: t('theme.light') },
          { value: 'dark', label: t('theme.dark') },
          { value: 'contrast', label: t('theme.contrast') },
        ]}
      />
    </SettingsCard>
  );
}
