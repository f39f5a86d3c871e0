import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { playSound } from '../../hooks/use-sound.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Switch } from '../kit/Switch.tsx';
import { SettingsCard } from './SettingsCard.tsx';

export function ChargeSection() {
  const { t } = useWords();
  const { settings } = useSession().session;
  const { isSaved, problem, save } = useSaveSettings();
  return (
    <SettingsCard title={t('settings.charging')} isSaved={isSaved} problem={problem}>
      <Choice
        label={t('settings.keypad')}
        value={settings.keypad}
        onChoose={(keypad) => save({ keypad })}
        options={[
          { value: 'telephone', label: t('keypad.telephone') },
          { value: 'calculator', label: t('keypad.calculator') },
        ]}
      />
      <Switch
        label={t('settings.tips')}
        hint={t('settings.tipsHint')}
        isOn={settings.offersTips}
        onSwitch={(offersTips) => save({ offersTips })}
      />
      <Switch
        label={t('settings.sound')}
        hint={t('settings.soundHint')}
        isOn={settings.sound}
        onSwitch={(sound) => save({ sound })}
      />
      <Switch
        label={t('settings.warningSound')}
        hint={t('settings.warningSoundHint')}
        isOn={settings.warningSound}
        onSwitch={(warningSound) => save({ warningSound })}
      />
      <div className="exports">
        <Button onClick={() => playSound('paid')}>{t('settings.hearPaid')}</Button>
        <Button onClick={() => playSound('failed')}>{t('settings.hearFailed')}</Button>
      </div>
    </SettingsCard>
  );
}
