/** RFC 3339 in UTC with milliseconds. @param at milliseconds since 1970 */
export function rfc3339(at: number): string {
  return new Date(at).toISOString();
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-](\d\d):(\d\d))$/i;
const MONTHS = 12;

/** RFC 3339 with its offset and nothing else: not a date alone, not 30 February. @returns milliseconds since 1970 */
export function parseRfc3339(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offHour = 0, offMinute = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isDay = month >= 1 && month <= MONTHS && day >= 1 && day <= lastDay;
  const isTime = hour <= 23 && minute <= 59 && second <= 59 && offHour <= 23 && offMinute <= 59;
  return isDay && isTime ? Date.parse(text.toUpperCase()) : undefined;
}
