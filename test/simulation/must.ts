import type { Result } from '../../core/result.ts';

/** The value of a result that cannot be a refusal. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}
