import { useStatus } from '../../hooks/till/use-status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { policyUnit } from '../../labels/policy-labels.ts';
import { spanLabel } from '../../labels/time-labels.ts';
import { isMessageKey } from '../../messages/translate.ts';
import { Field } from '../kit/Field.tsx';

/** One name of the policy: a plain name, what follows from its value, the value in time, and the default. */
export function PolicyField({
  name,
  value,
  fallback,
  onText,
}: {
  name: string;
  value: string;
  fallback: string;
  onText: (text: string) => void;
}) {
  const { t, language } = useWords();
  const blockSeconds = useStatus().value?.blockSeconds ?? 60;
  const unit = policyUnit(name);
  const titleKey = `policy.${name}`;
  const hintKey = `policy.${name}.hint`;
  const isDefault = value === fallback;
  const count = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  const seconds = unit === 'blocks' ? blockSeconds : unit === 'seconds' ? 1 : undefined;
  const span =
    count === undefined || seconds === undefined ? '' : `≈ ${spanLabel(language, count * seconds)}`;
  return (
    <Field
      label={isMessageKey(titleKey) ? t(titleKey) : name}
      value={value}
      inputMode={unit === 'doge' ? 'decimal' : 'numeric'}
      onText={onText}
      after={`${t(`unit.${unit}`)} ${span}`}
      hint={
        <>
          {isMessageKey(hintKey) && <span>{t(hintKey)} </span>}
          <span className="policy-default">
            {t(isDefault ? 'policy.isDefault' : 'policy.default', { value: fallback })} <code>{name}</code>
          </span>
        </>
      }
    />
  );
}
