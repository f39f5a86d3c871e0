import type { ProblemView } from '../../core/bridge/views/problem.ts';
import { isMessageKey, type Words } from '../messages/translate.ts';
import { numberLabel, spanLabel } from './time-labels.ts';

/** A value that is none, of the policy's member that is named after it. */
const VALUE = 'value ';

/** A "no" in words for the one at the screen: ours for the codes we know, else the till's own sentence. */
export function problemLabel(words: Words, problem: ProblemView): string {
  if (problem.code === 'wrong_pin' && (problem.retryAfterSeconds ?? 0) > 0) {
    return words.t('pin.wait', { span: spanLabel(words.language, problem.retryAfterSeconds ?? 0) });
  }
  const key = `refusal.${problem.code}`;
  if (!isMessageKey(key)) return problem.detail;
  const why = reasonLabel(words, problem);
  return why === undefined ? words.t(key) : `${words.t(key)} ${why}`;
}

/** What exactly is the matter, and what to do. */
export function reasonLabel(
  words: Words,
  { code, reason = '' }: Pick<ProblemView, 'code' | 'reason'>,
): string | undefined {
  if (code === 'bad_policy' && reason.startsWith(VALUE)) {
    const [member = '', least, most] = reason.slice(VALUE.length).split(' ');
    const key = `policy.${member}`;
    const name = isMessageKey(key) ? words.t(key) : member;
    if (least === undefined || most === undefined) return words.t('refusal.bad_policy.value', { name });
    const number = (text: string) => numberLabel(words.language, Number(text));
    return words.t('refusal.bad_policy.range', { name, least: number(least), most: number(most) });
  }
  const key = `refusal.${code}.${reason}`;
  return isMessageKey(key) ? words.t(key) : undefined;
}
