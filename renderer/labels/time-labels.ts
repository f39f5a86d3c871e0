import { dateFormat, numberFormat } from './formats.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in the largest unit that says it, as "3 days"; never more exact than anybody needs. */
export function spanLabel(language: string, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [unit, length] = unitOf(whole);
  const format = numberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.round(whole / length));
}

function unitOf(seconds: number): readonly ['day' | 'hour' | 'minute' | 'second', number] {
  if (seconds >= 2 * DAY) return ['day', DAY];
  if (seconds >= 2 * HOUR) return ['hour', HOUR];
  if (seconds >= 2 * MINUTE) return ['minute', MINUTE];
  return ['second', 1];
}

/** "2 hours ago". */
export function agoLabel(language: string, since: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(since)) / 1000);
  const [unit, length] = unitOf(seconds);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return unit === 'second' ? format.format(0, 'minute') : format.format(-Math.floor(seconds / length), unit);
}

/** Minutes and seconds of a countdown, "4:09". */
export function countdownLabel(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, '0')}`;
}

export function dateTimeLabel(language: string, time: string | number): string {
  return dateFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

/** A day of the coming months, which needs no year. */
export function dateLabel(language: string, time: string | number): string {
  return dateFormat(language, { day: 'numeric', month: 'short' }).format(new Date(time));
}

/** The hour alone for today, the day as well for any other: a list of sales is mostly of today. */
export function saleTimeLabel(language: string, time: string, now: number): string {
  const at = new Date(time);
  const isToday = at.toDateString() === new Date(now).toDateString();
  const format = isToday
    ? dateFormat(language, { hour: '2-digit', minute: '2-digit' })
    : dateFormat(language, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      });
  return format.format(at);
}

export function numberLabel(language: string, value: number): string {
  return numberFormat(language, {}).format(value);
}

/** A rate of before yesterday's opening: the shop would sell at a price of the past. */
export function isRateOld(since: string | undefined, now: number): boolean {
  return since !== undefined && now - Date.parse(since) > DAY * 1000;
}
