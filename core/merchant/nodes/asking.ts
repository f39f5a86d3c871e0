import { type NodeBackend, NodeFault } from '../../node/backend.ts';
import type { TillContext } from '../context.ts';

/** A further node that is well has answered by then. */
const PATIENCE_MS = 2000;

/** For so long our own node is not asked again where it let a question time out and there are others to ask. */
const SILENCE_MS = 60_000;

/** When our own node last let a question time out, on the monotonic clock. */
const silences = new WeakMap<NodeBackend, { readonly fault: NodeFault; readonly since: number }>();

/**
 * Asks something of our own node that others can do as well: one that hangs is waited for once a minute, and not anew
 * for each of a thousand settlements that have a deadline.
 * @returns its NodeFault where it has one
 */
export async function askOwnNode<T>(
  { node, otherNodes, world }: Pick<TillContext, 'node' | 'otherNodes' | 'world'>,
  ask: () => Promise<T>,
): Promise<T | NodeFault> {
  const silence = silences.get(node);
  if (silence !== undefined && world.monotonic() - silence.since < SILENCE_MS) return silence.fault;
  silences.delete(node);
  try {
    return await ask();
  } catch (fault) {
    // Anything else is a bug, and thrown on.
    if (!(fault instanceof NodeFault)) throw fault;
    if (fault.kind === 'timeout' && otherNodes.length > 0) {
      silences.set(node, { fault, since: world.monotonic() });
    }
    return fault;
  }
}

/** What a further node has not answered yet. */
const unanswered = new WeakMap<NodeBackend, Promise<unknown>>();

/**
 * Asks something of a further node without being held up by it: one that hangs is waited for once, for two seconds, and
 * not asked again before it answers. What it says later still counts for whoever `ask` tells of it.
 * @returns undefined where it did not answer in time, or has not answered what was asked before
 */
export async function askInPatience<T>(
  { log }: Pick<TillContext, 'log'>,
  backend: NodeBackend,
  ask: () => Promise<T>,
): Promise<T | undefined> {
  if (unanswered.has(backend)) return undefined;
  const answer = ask().catch((error: unknown) => {
    log.error({ err: error }, 'a further node');
    return undefined;
  });
  const ended = answer.finally(() => unanswered.delete(backend));
  unanswered.set(backend, ended);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends when no further node owes an answer: soon after they were closed. */
export async function nobodyAsked({ otherNodes }: Pick<TillContext, 'otherNodes'>): Promise<void> {
  await Promise.all(otherNodes.map(({ backend }) => unanswered.get(backend)));
}
