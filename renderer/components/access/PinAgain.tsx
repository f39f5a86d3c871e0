import { useWords } from '../../hooks/use-words.tsx';
import { differsFromPin } from '../../labels/pin-labels.ts';
import { Field } from '../kit/Field.tsx';

/** A new PIN's second typing: a slip of the finger would lock its owner out. */
export function PinAgain({
  pin,
  again,
  onAgain,
}: {
  pin: string;
  again: string;
  onAgain: (again: string) => void;
}) {
  const { t } = useWords();
  return (
    <Field
      label={t('pin.again')}
      type="password"
      inputMode="numeric"
      maxLength={8}
      problem={differsFromPin(pin, again) ? t('pin.differs') : undefined}
      value={again}
      onText={(text) => onAgain(text.replace(/\D/g, ''))}
    />
  );
}
