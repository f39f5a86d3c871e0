import type { Words } from '../messages/translate.ts';
import { numberFormat } from './formats.ts';
import type { AmountProblem } from './typed-amount.ts';

/** Why a text is no amount, and what to write instead. */
export function amountProblemLabel({ t, language }: Words, problem: AmountProblem, unit: string): string {
  switch (problem.reason) {
    case 'ambiguous': {
      const { whole, decimal } = problem;
      const label = (text: string) => readingLabel(language, text);
      return t('amount.ambiguous', { whole: label(whole), decimal: label(decimal) });
    }
    case 'too_many_decimals':
      return t('amount.tooManyDecimals', { unit, decimals: problem.decimals });
    case 'no_decimals':
      return t('amount.noDecimals', { unit });
    case 'too_long':
      return t('amount.tooLong');
    case 'not_a_number':
      return t('amount.notANumber');
  }
}

/** A plain decimal as a person of this language reads it, with every decimal that it has. */
export function readingLabel(language: string, decimal: string): string {
  const fraction = decimal.split('.')[1]?.length ?? 0;
  const format = numberFormat(language, { minimumFractionDigits: fraction, maximumFractionDigits: fraction });
  return format.format(decimal as Intl.StringNumericLiteral);
}
