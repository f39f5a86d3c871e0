import type { ReactNode } from 'react';
import { useWords } from '../../hooks/use-words.tsx';
import { amountProblemLabel, readingLabel } from '../../labels/amount-problem-label.ts';
import { readTypedRate } from '../../labels/typed-rate.ts';
import { Field } from './Field.tsx';

/** What one DOGE is in the shop's currency. It says below how the number was read, or why it cannot be. */
export function RateField({
  value,
  currency,
  hint,
  onText,
}: {
  value: string;
  currency: string;
  /** While nothing is typed. */
  hint: ReactNode;
  onText: (text: string) => void;
}) {
  const words = useWords();
  const { t, language } = words;
  const read = readTypedRate(value, currency);
  const reading =
    read.is === 'rate' &&
    t('amount.readAs', { amount: readingLabel(language, read.decimal), unit: currency });
  return (
    <Field
      label={t('settings.rate')}
      hint={
        <>
          {reading && <strong>{reading} </strong>}
          {hint}
        </>
      }
      problem={read.is === 'refused' ? amountProblemLabel(words, read.problem, currency) : undefined}
      value={value}
      inputMode="decimal"
      onText={onText}
      after={currency}
    />
  );
}
