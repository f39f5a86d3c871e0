import type { CallOutput } from '../../core/bridge/bridge.ts';
import type { Words } from '../messages/translate.ts';
import { dogeLabel } from './money-labels.ts';
import { dateTimeLabel, numberLabel } from './time-labels.ts';

/** What comes due in an absence, in a sentence. */
export function absenceText({ t, plural, language }: Words, absence: CallOutput['absence']): string {
  const { to = '', height, channels, amount } = absence;
  const facts = {
    when: dateTimeLabel(language, to),
    height: height === undefined ? '?' : numberLabel(language, height),
    amount: dogeLabel(language, amount),
  };
  return channels.length === 0 ? t('away.nothing', facts) : plural('away.due', channels.length, facts);
}

/** As a datetime-local field takes it: this computer's time, to the minute. @param at milliseconds since 1970 */
export function localInputTime(at: number): string {
  const date = new Date(at);
  const pad = (part: number) => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}
