import type { CallName } from '../../bridge/bridge.ts';
import { type SecretKind, secretIn } from '../../secrets.ts';

/** What these hold is a secret of the till's by right, or a thing that a signature is part of. */
const BY_RIGHT: ReadonlySet<string> = new Set(['passphrase', 'pin', 'ownerPin', 'clerkPin', 'texts']);
/** Words are typed here to be checked or kept. */
const OF_WORDS: Readonly<Partial<Record<CallName, string>>> = { createShop: 'words', checkWords: 'words' };
/** Ids are hex, and a node's password may be. */
const HASHES: ReadonlySet<string> = new Set(['id', 'ids', 'uri', 'node', 'name', 'search', 'text', 'query']);

/**
 * A secret in an argument of a call that is not meant for it, such as a private key where an address is asked for. It is
 * looked for before anything is done with the argument, so that it is neither kept nor logged nor sent on.
 */
export function givenSecret(call: CallName, given: unknown): SecretKind | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (BY_RIGHT.has(name) || OF_WORDS[call] === name) continue;
    const kind = secretOf(name, value);
    // The refusal of a payout says it in its own words.
    if (kind !== undefined && !(name === 'account' && kind === 'extended_key')) return kind;
  }
  return undefined;
}

function secretOf(name: string, value: unknown): SecretKind | undefined {
  if (typeof value === 'string') return secretIn(value, { mayBeHash: HASHES.has(name) });
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [inner, one] of Object.entries(value)) {
    const kind = secretOf(Array.isArray(value) ? name : inner, one);
    if (kind !== undefined) return kind;
  }
  return undefined;
}
