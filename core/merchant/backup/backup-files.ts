import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Refusal } from '../../refusal.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { Store } from '../../store/store.ts';
import { syncFile, syncFolder } from '../../system/durable-file.ts';

/** The database's name in a backup; the key file has its own name there. */
export const DATABASE = 'till.sqlite';

/** A backup is a folder of its own: the till, by its identity, and the time in UTC. */
export interface Backup {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly made: number;
}

const NAME = /^dogetill-([0-9a-f]{8})-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/;
const UNFINISHED = '.new';

/** @param till the first 8 digits of its identity key, so that tills may share a folder */
function nameOf(till: string, made: number): string {
  return `dogetill-${till}-${new Date(made).toISOString().replaceAll(/[:.]/g, '-')}`;
}

function madeAt(name: string, till: string): number | undefined {
  const match = NAME.exec(name);
  if (match === null || match[1] !== till) return undefined;
  const made = Date.parse(`${match[2]}:${match[3]}:${match[4]}.${match[5]}Z`);
  return Number.isNaN(made) ? undefined : made;
}

/** A till's whole backups in a folder, the newest first; none where the folder cannot be read. */
export async function listBackups(folder: string, till: string): Promise<Backup[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const made = madeAt(name, till);
      return made === undefined ? [] : [{ path: path.join(folder, name), made }];
    })
    .sort((one, other) => other.made - one.made);
}

interface BackupSource {
  readonly store: Store;
  /** Copied beside the database; those that are not there are left out. */
  readonly files: readonly string[];
}

/**
 * Writes a backup beside its place and moves it there whole, so that a crash leaves a backup or none. Refuses
 * backup_failed.
 */
export async function writeBackup(
  source: BackupSource,
  { folder, till, made }: { readonly folder: string; readonly till: string; readonly made: number },
): Promise<Result<Backup>> {
  const target = path.join(folder, nameOf(till, made));
  const draft = `${target}${UNFINISHED}`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    await source.store.copyTo(path.join(draft, DATABASE));
    for (const file of source.files)
      if (existsSync(file)) copyDurably(file, path.join(draft, path.basename(file)));
    syncFolder(draft);
    renameSync(draft, target);
    syncFolder(folder);
    return ok({ path: target, made });
  } catch (error) {
    return { ok: false, refusal: failureOf(error) };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function copyDurably(from: string, to: string): void {
  copyFileSync(from, to);
  syncFile(to);
}

const UNWRITABLE: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS', 'SQLITE_CANTOPEN', 'SQLITE_READONLY'];
const FULL: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];

export function failureOf(error: unknown): Refusal<'backup_failed'> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? 'no_folder'
      : UNWRITABLE.includes(code)
        ? 'not_writable'
        : FULL.includes(code)
          ? 'disk_full'
          : 'other';
  const problem = error instanceof Error ? error.message : String(error);
  return { code: 'backup_failed', facts: { reason, problem } };
}

/** Removes the oldest of a till's backups beyond `kept`, and what a crash left half made. */
export async function pruneBackups(folder: string, till: string, kept: number): Promise<void> {
  const backups = await listBackups(folder, till);
  for (const old of backups.slice(kept)) rmSync(old.path, { recursive: true, force: true });
  for (const name of await readdir(folder).catch(() => [])) {
    const isHalf = name.endsWith(UNFINISHED) && madeAt(name.slice(0, -UNFINISHED.length), till) !== undefined;
    if (isHalf) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/** Refuses backup_failed for a folder that is not there, or that cannot be written. */
export function checkBackupFolder(folder: string): Result<void> {
  const probe = path.join(folder, `.dogetill-${process.pid}`);
  try {
    closeSync(openSync(probe, 'w', 0o600));
    rmSync(probe, { force: true });
    return ok(undefined);
  } catch (error) {
    const { facts } = failureOf(error);
    return refuse('backup_failed', facts);
  }
}
