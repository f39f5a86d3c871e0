import { randomBytes } from 'node:crypto';
import type { Identity } from '../../core/protocol/envelope.ts';
import { publicKeyOf } from '../../core/protocol/signature.ts';

export type Step = 'offer' | 'announce' | 'status' | 'request' | 'pay' | 'close';

/** How a till may cheat: in what it states, in who signs it, and by not answering what it took. */
export interface Cheats {
  /** Changes a payload before it is signed. */
  state?: Partial<Record<Step, (payload: Record<string, unknown>) => object>>;
  /** Signs with another identity. */
  signAs?: Partial<Record<Step, Identity>>;
  /** Changes an envelope after it is signed. */
  forge?: Partial<Record<Step, (envelope: Record<string, unknown>) => object>>;
  /** Does what it is asked, but never answers. */
  loseAnswer?: Set<Step>;
  /** Never gets what it is asked. */
  loseRequest?: Set<Step>;
  /** Answers with a problem: before doing anything, or ("lie") after having done it. */
  refuse?: Partial<Record<Step, { status: number; code: string; lie?: boolean }>>;
  /** Answers with these bytes. */
  raw?: Partial<Record<Step, string>>;
}

export function newIdentity(): Identity {
  const privateKey = randomBytes(32);
  return { privateKey, publicKey: publicKeyOf(privateKey).subarray(1) };
}

export function stepOf(method: string, what: string, verb: string | undefined): Step {
  if (what === 'channel-key') return 'offer';
  if (what === 'invoices') return method === 'POST' ? 'pay' : 'request';
  if (verb === 'close') return 'close';
  return method === 'POST' ? 'announce' : 'status';
}
