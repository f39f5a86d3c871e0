import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Switch } from '../kit/Switch.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** What closing the till's window does, and what needs the till to run all the same. */
export function TraySection() {
  const { t } = useWords();
  const { settings } = useSession().session;
  const { isSaved, problem, save } = useSaveSettings();
  return (
    <SettingsCard title={t('tray.title')} text={t('tray.text')} isSaved={isSaved} problem={problem}>
      <Switch
        label={t('tray.keep')}
        hint={t('tray.hint')}
        isOn={settings.keepsInTray}
        onSwitch={(keepsInTray) => save({ keepsInTray })}
      />
    </SettingsCard>
  );
}
