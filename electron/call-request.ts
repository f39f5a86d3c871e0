import * as v from 'valibot';
import type { CallName, Proof } from '../core/bridge/bridge.ts';
import { isCallName } from '../core/merchant/desk/desk.ts';

/** A call as it came from a screen. Its input is checked by the till, against the contract. */
interface CallRequest {
  readonly name: CallName;
  readonly input: unknown;
  readonly override: Proof | undefined;
}

const overrideSchema = v.optional(
  v.union([
    v.strictObject({ pin: v.pipe(v.string(), v.maxLength(64)) }),
    v.strictObject({ passphrase: v.pipe(v.string(), v.maxLength(1024)) }),
  ]),
);

/** A scanned payment is the largest input: 300,000 characters, some of which JSON writes with two. */
export const LARGEST_CALL = 1024 * 1024;
/** One for each channel that is closed at once, and some. */
const MOST_VALUES = 20_000;

/** Whether an input is plain and no larger than one over HTTP could be: looked at before anything walks through it. */
export function isOfModestSize(input: unknown): boolean {
  let values = 0;
  let characters = 0;
  const rest: unknown[] = [input];
  while (rest.length > 0) {
    const value = rest.pop();
    values += 1;
    if (typeof value === 'string') characters += value.length;
    if (values > MOST_VALUES || characters > LARGEST_CALL) return false;
    if (typeof value !== 'object' || value === null) continue;
    const names = Object.keys(value);
    if (names.length > MOST_VALUES) return false;
    for (const name of names) {
      characters += name.length;
      rest.push((value as Record<string, unknown>)[name]);
    }
  }
  return true;
}

/** @returns undefined for a call that no screen of ours makes */
export function readCallRequest(name: unknown, input: unknown, override: unknown): CallRequest | undefined {
  if (typeof name !== 'string' || !isCallName(name)) return undefined;
  const given = v.safeParse(overrideSchema, override ?? undefined);
  return given.success ? { name, input, override: given.output } : undefined;
}
