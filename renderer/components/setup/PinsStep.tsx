import { useWords } from '../../hooks/use-words.tsx';
import { isPin } from '../../labels/pin-labels.ts';
import { PinAgain } from '../access/PinAgain.tsx';
import { Field } from '../kit/Field.tsx';
import type { StepProps } from './setup-step-props.ts';

/** The owner's PIN and one for clerks, each typed twice. */
export function PinsStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  const { ownerPin, ownerPinAgain, clerkPin, clerkPinAgain } = draft;
  const pin = { type: 'password', inputMode: 'numeric', maxLength: 8 } as const;
  return (
    <>
      <Field
        {...pin}
        label={t('settings.ownerPin')}
        hint={t('setup.ownerPinHint')}
        value={ownerPin}
        onText={(text) => onDraft({ ownerPin: text.replace(/\D/g, '') })}
      />
      {isPin(ownerPin) && (
        <PinAgain
          pin={ownerPin}
          again={ownerPinAgain}
          onAgain={(again) => onDraft({ ownerPinAgain: again })}
        />
      )}
      <Field
        {...pin}
        label={t('settings.clerkPin')}
        hint={t('setup.clerkPinHint')}
        problem={clerkPin !== '' && clerkPin === ownerPin ? t('refusal.pin_in_use') : undefined}
        value={clerkPin}
        onText={(text) => onDraft({ clerkPin: text.replace(/\D/g, '') })}
      />
      {isPin(clerkPin) && clerkPin !== ownerPin && (
        <PinAgain
          pin={clerkPin}
          again={clerkPinAgain}
          onAgain={(again) => onDraft({ clerkPinAgain: again })}
        />
      )}
    </>
  );
}
