import { type FormEvent, useState } from 'react';
import type { Role } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { isPin, isSamePin } from '../../labels/pin-labels.ts';
import { PinAgain } from '../access/PinAgain.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { Field } from '../kit/Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

const LOCK_MINUTES = [0, 1, 5, 15, 60] as const;

/** Who may do what at this till, and when it wants to know again. */
export function PinSection() {
  const { t, plural } = useWords();
  const { session } = useSession();
  const { isSaved, problem, save } = useSaveSettings();
  const minutes = session.settings.lockAfterMinutes;
  const offered = [...new Set([...LOCK_MINUTES, minutes])].sort((a, b) => a - b);
  return (
    <SettingsCard
      title={t('settings.pins')}
      text={t('settings.pinsText')}
      isSaved={isSaved}
      problem={problem}
    >
      <PinForm whose="owner" isSet={session.hasOwnerPin} />
      <PinForm whose="clerk" isSet={session.hasClerkPin} />
      <Choice
        label={t('settings.lockAfter')}
        value={String(minutes)}
        onChoose={(chosen) => save({ lockAfterMinutes: Number(chosen) })}
        options={offered.map((count) => ({
          value: String(count),
          label: count === 0 ? t('settings.lockNever') : plural('settings.minutes', count),
        }))}
      />
    </SettingsCard>
  );
}

function PinForm({ whose, isSet }: { whose: Role; isSet: boolean }) {
  const { t } = useWords();
  const { change } = useSession();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [outcome, setOutcome] = useState<{ readonly isDone: boolean; readonly problem?: ProblemView }>({
    isDone: false,
  });
  async function set(next: string): Promise<void> {
    const problem = await change('setPin', { role: whose, pin: next });
    setPin('');
    setAgain('');
    setOutcome({ isDone: problem === undefined, ...(problem && { problem }) });
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isSamePin(pin, again)) void set(pin);
  }
  return (
    <SettingsCard
      title={t(whose === 'owner' ? 'settings.ownerPin' : 'settings.clerkPin')}
      isSaved={outcome.isDone}
      problem={outcome.problem}
    >
      <form className="pin-form" onSubmit={submit}>
        <Field
          label={t(isSet ? 'settings.pinNew' : 'settings.pinFirst')}
          hint={t(isSet ? 'settings.pinIsSet' : 'settings.pinIsNotSet')}
          type="password"
          inputMode="numeric"
          maxLength={8}
          value={pin}
          onText={(text) => {
            setPin(text.replace(/\D/g, ''));
            setOutcome({ isDone: false });
          }}
        />
        <PinAgain pin={pin} again={again} onAgain={setAgain} />
        <Button
          isSubmit
          kind="primary"
          why={isSamePin(pin, again) ? undefined : t(isPin(pin) ? 'why.pinAgain' : 'why.pin')}
        >
          {t('save')}
        </Button>
        {isSet && <Button onClick={() => void set('')}>{t('settings.pinRemove')}</Button>}
      </form>
    </SettingsCard>
  );
}
