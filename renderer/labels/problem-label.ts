import type { ProblemView } from '../../core/bridge.ts';
import { isMessageKey, type Words } from '../messages/translate.ts';
import { spanLabel } from './time-labels.ts';

/** Where the till's own sentence says which value is wrong, and ours could only say that one is. */
const SAYS_MORE: readonly string[] = [
  'bad_settings',
  'bad_policy',
  'bad_amount',
  'node_unusable',
  'malformed_request',
];

/** A "no" in words for the one at the screen: ours for the codes we know, else the till's own sentence. */
export function problemLabel(words: Words, problem: ProblemView): string {
  if (problem.code === 'wrong_pin' && (problem.retryAfterSeconds ?? 0) > 0) {
    return words.t('pin.wait', { span: spanLabel(words.language, problem.retryAfterSeconds ?? 0) });
  }
  const key = `refusal.${problem.code}`;
  if (!isMessageKey(key)) return problem.detail;
  const text = words.t(key);
  return SAYS_MORE.includes(problem.code) && problem.detail !== '' ? `${text} (${problem.detail})` : text;
}
