import { expect } from 'vitest';
import type { RefusalCode, RefusalFacts } from '../../core/refusal.ts';
import type { Result } from '../../core/result.ts';

/** The value of a result that must not be a refusal. */
export function accepted<T>(result: Result<T>): T {
  if (!result.ok) {
    throw new Error(`refused: ${result.refusal.code} ${showFacts(result.refusal.facts)}`);
  }
  return result.value;
}

/** States that a result is the refusal of this code, with these facts where they are given. */
export function expectRefusal<C extends RefusalCode>(
  result: Result<unknown>,
  code: C,
  facts?: Partial<RefusalFacts[C]>,
): void {
  if (result.ok) throw new Error(`accepted, where ${code} was expected`);
  expect(result.refusal.code, showFacts(result.refusal.facts)).toBe(code);
  if (facts !== undefined) expect(result.refusal.facts).toMatchObject(facts);
}

/** An element that must be there. */
export function nth<T>(elements: readonly T[], index: number): T {
  const element = elements.at(index);
  if (element === undefined) throw new Error(`no element ${index} among ${elements.length}`);
  return element;
}

function showFacts(facts: object): string {
  return JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
}
