import type { Refusal, RefusalCode, RefusalFacts } from './refusal.ts';

/** The outcome of a question that may be answered "no": a value, or a refusal with its facts. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse<C extends RefusalCode>(code: C, facts: RefusalFacts[C]): Result<never> {
  return { ok: false, refusal: { code, facts } as Refusal };
}
