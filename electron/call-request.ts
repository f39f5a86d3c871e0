import * as v from 'valibot';
import type { CallName } from '../core/bridge.ts';
import { isCallName } from '../core/merchant/desk.ts';

/** A call as it came from a screen. Its input is checked by the till, against the contract. */
export interface CallRequest {
  readonly name: CallName;
  readonly input: unknown;
  readonly override: { readonly pin: string } | undefined;
}

const overrideSchema = v.optional(v.strictObject({ pin: v.pipe(v.string(), v.maxLength(64)) }));

/** @returns undefined for a call that no screen of ours makes */
export function readCallRequest(name: unknown, input: unknown, override: unknown): CallRequest | undefined {
  if (typeof name !== 'string' || !isCallName(name)) return undefined;
  const given = v.safeParse(overrideSchema, override ?? undefined);
  return given.success ? { name, input, override: given.output } : undefined;
}
