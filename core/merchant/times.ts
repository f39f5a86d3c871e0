/** RFC 3339 in UTC with milliseconds. @param at milliseconds since 1970 */
export function rfc3339(at: number): string {
  return new Date(at).toISOString();
}
