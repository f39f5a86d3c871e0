/**
 * An index that no earlier till of the same words can have reached: it grows by one a second, and offers and invoices
 * do not. Seconds since 2020, which is below 2^31 until 2088.
 */
export function unusedIndex(now: number): number {
  return Math.floor((now - Date.UTC(2020, 0, 1)) / 1000);
}
