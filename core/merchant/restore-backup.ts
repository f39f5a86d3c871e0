import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Network } from '../networks.ts';
import { openStore } from '../store/store.ts';
import { APP_FILE, readAppFile, syncFolder, writeAppFile } from './app-file.ts';
import { DATABASE, KEYS } from './backup-files.ts';
import { SetupFault } from './faults.ts';
import { copyKeyFile, readKeyFile } from './key-file.ts';
import { unusedIndex } from './unused-index.ts';

/** A miner's clock may be as far ahead (MAX_FUTURE_BLOCK_TIME). Milliseconds. */
const BLOCK_AHEAD_MS = 2 * 3_600_000;

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
    checkDatabase(path.join(draft, DATABASE), readKeyFile(backup).network, now);
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

/**
 * The new index follows from the clock: one that is behind would give keys again. Regtest's blocks follow no clock, and
 * its money is play money.
 */
function checkDatabase(file: string, { hasSteadyBlocks }: Network, now: number): void {
  const store = openStore(file);
  try {
    const { time = 0 } = store.blocks.newest() ?? {};
    if (!hasSteadyBlocks || now >= time * 1000 - BLOCK_AHEAD_MS) return;
    throw new SetupFault(
      "This computer's clock is behind the newest block in the backup: set it right, and put the till back then.",
    );
  } finally {
    store.close();
  }
}
