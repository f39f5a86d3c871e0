import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decline, done, type Outcome } from './refusals.ts';

/** Two processes that sign from one file would each sign what the other does not know of. */
export interface WalletLock {
  release(): void;
}

/** A lock file without a process in it is being written; after this long its writer has died. Milliseconds. */
const WRITING_MS = 5000;

const held = new Set<string>();

/** Takes `<file>.lock`, which holds the id of the process that has it; a dead process's lock is taken over. */
export function lockWallet(file: string): Outcome<WalletLock> {
  const lock = `${path.resolve(file)}.lock`;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (createLock(lock)) {
      held.add(lock);
      return done({ release: () => releaseLock(lock) });
    }
    const owner = readOwner(lock);
    if (owner === undefined) continue;
    if (isAlive(owner, lock)) return decline('wallet_locked', { path: file, pid: owner.pid });
    removeStale(lock, owner);
  }
  return decline('wallet_locked', { path: file, pid: readOwner(lock)?.pid ?? 0 });
}

function createLock(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function releaseLock(lock: string): void {
  if (held.delete(lock)) rmSync(lock, { force: true });
}

interface Owner {
  readonly text: string;
  /** 0 while the owner has not written its id yet. */
  readonly pid: number;
  readonly ageMs: number;
}

function readOwner(lock: string): Owner | undefined {
  try {
    const text = readFileSync(lock, 'utf8');
    return { text, pid: Number.parseInt(text, 10) || 0, ageMs: Date.now() - statSync(lock).mtimeMs };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isAlive({ pid, ageMs }: Owner, lock: string): boolean {
  if (pid === 0) return ageMs < WRITING_MS;
  // In a container the same id comes back after a restart: what this process does not hold, an earlier one held.
  if (pid === process.pid) return held.has(lock);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** By way of a rename, so that of two processes that find the same dead lock one cannot remove the other's new one. */
function removeStale(lock: string, owner: Owner): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === owner.text) rmSync(aside, { force: true });
  else renameSync(aside, lock);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
