import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openStore } from '../store/store.ts';
import { APP_FILE, readAppFile, syncFolder, writeAppFile } from './app-file.ts';
import { DATABASE, KEYS } from './backup-files.ts';
import { SetupFault } from './faults.ts';
import { copyKeyFile } from './key-file.ts';
import { unusedIndex } from './unused-index.ts';

export interface Restored {
  /** The till's data folder: below the app's, for a backup of the app. */
  readonly folder: string;
  readonly isOfApp: boolean;
  /** New keys and addresses begin here. */
  readonly firstIndex: number;
}

/**
 * Puts a till back from a backup, into a place where there is none. It begins at a new index: the till that the backup
 * is of may have given keys away since, and none may be used twice. Throws SetupFault or DatabaseFault, with nothing
 * left behind.
 */
export function restoreBackup(backup: string, data: string, now: number): Restored {
  for (const name of [DATABASE, KEYS]) {
    if (!existsSync(path.join(backup, name))) {
      throw new SetupFault(`${backup} is not a backup of a till: it has no ${name}.`);
    }
  }
  const isOfApp = existsSync(path.join(backup, APP_FILE));
  const folder = isOfApp ? path.join(data, 'shop') : data;
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SetupFault(
      `${folder} is not empty: a till is put back where there is none, and never replaced.`,
    );
  }
  if (isOfApp && readAppFile(data).shop !== undefined) {
    throw new SetupFault(`There is a shop in ${data} already: it is never replaced.`);
  }
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
  const draft = `${folder}.restoring`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const firstIndex = unusedIndex(now);
  try {
    copyFileSync(path.join(backup, DATABASE), path.join(draft, DATABASE));
    // What is damaged is found out now, and not when it is too late for another one.
    openStore(path.join(draft, DATABASE)).close();
    copyKeyFile(backup, draft, firstIndex);
    syncFolder(draft);
    // Whole or not at all: keys without their database would forget what is owed, and give keys again.
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(draft, folder);
    syncFolder(path.dirname(folder));
    if (isOfApp) writeAppFile(data, { ...readAppFile(backup), mode: 'shop' });
    return { folder, isOfApp, firstIndex };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
