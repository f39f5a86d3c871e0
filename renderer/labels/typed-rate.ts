import { decimalsOf } from './money-labels.ts';
import { type AmountProblem, readTypedNumber } from './typed-amount.ts';

/** Digits after the point that a rate may have: it is kept as an 8-DP string. */
const RATE_DECIMALS = 8;

type TypedRate =
  | { readonly is: 'none' }
  | { readonly is: 'refused'; readonly problem: AmountProblem }
  /** @param isUnusual it has decimals that the currency has not: somebody should look twice */
  | { readonly is: 'rate'; readonly decimal: string; readonly isUnusual: boolean };

/** Reads what somebody typed for "one DOGE is", in the writing of any country. */
export function readTypedRate(text: string, currency: string): TypedRate {
  if (text.trim() === '') return { is: 'none' };
  const read = readTypedNumber(text, RATE_DECIMALS, currency);
  if (!read.ok) return { is: 'refused', problem: read.problem };
  const { decimal } = read;
  const fraction = (decimal.split('.')[1] ?? '').replace(/0+$/, '');
  const isUnusual = decimalsOf(currency) === 0 && fraction !== '';
  return { is: 'rate', decimal, isUnusual };
}
