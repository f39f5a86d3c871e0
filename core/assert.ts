/** A broken invariant of this program: never the fault of a customer, a node or a disk. */
export class BugError extends Error {
  override name = 'BugError';
}

/** Stops at a broken invariant. The message says which invariant, for the log. */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new BugError(`broken invariant: ${invariant}`);
}

/** For the branch that the compiler has proven empty. */
export function unreachable(value: never): never {
  throw new BugError(`unreachable value: ${String(value)}`);
}
