import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long nobody else gets a turn. Milliseconds. */
const TURN_MS = 20;

/** Does something with each, one after the other, and lets payments in between: ten thousand take seconds. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T, at: number) => R): Promise<R[]> {
  const results: R[] = [];
  let since = performance.now();
  for (const [at, item] of items.entries()) {
    if (performance.now() - since > TURN_MS) {
      await nextTurn();
      since = performance.now();
    }
    results.push(work(item, at));
  }
  return results;
}
