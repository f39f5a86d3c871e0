import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import type { Network } from '../networks.ts';
import { copyPlainFile, openPlainFile, PlainFileFault } from '../plain-file.ts';
import { openStore } from '../store/store.ts';
import { syncFolder } from '../system/durable-file.ts';
import { APP_FILE, readAppFile, writeAppFile } from './app-file.ts';
import { DATABASE, KEYS } from './backup-files.ts';
import { SetupFault } from './faults.ts';
import { copyKeyFile, readKeyFile } from './key-file.ts';
import { unusedIndex } from './unused-index.ts';

/** A miner's clock may be as far ahead (MAX_FUTURE_BLOCK_TIME). Milliseconds. */
const BLOCK_AHEAD_MS = 2 * 3_600_000;

/**
 * Bytes of the files of a backup, and nothing of them may be a link: the folder may come from anywhere. A million sales
 * take about 1 GB of database.
 */
const LIMITS = {
  [DATABASE]: { atMost: 8 * 1024 ** 3, mayBeLink: false },
  [KEYS]: { atMost: 64 * 1024, mayBeLink: false },
  [APP_FILE]: { atMost: 64 * 1024, mayBeLink: false },
} as const;

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
export async function restoreBackup(backup: string, data: string, now: number): Promise<Restored> {
  checkBackup(backup);
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
  const made = mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
  const draft = `${folder}.restoring`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const firstIndex = unusedIndex(now);
  let isDone = false;
  try {
    const app = await copyToDraft(backup, draft, { isOfApp, firstIndex, now });
    // Whole or not at all: keys without their database would forget what is owed, and give keys again.
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(draft, folder);
    syncFolder(path.dirname(folder));
    if (app !== undefined) writeAppFile(data, { ...app, mode: 'shop' });
    isDone = true;
    return { folder, isOfApp, firstIndex };
  } finally {
    rmSync(draft, { recursive: true, force: true });
    if (!isDone && made !== undefined) removeEmpty(path.dirname(folder), made);
  }
}

/** Copies first and looks at the copy only: what stands in the backup's folder may change under the reader. */
async function copyToDraft(
  backup: string,
  draft: string,
  { isOfApp, firstIndex, now }: Pick<Restored, 'isOfApp' | 'firstIndex'> & { readonly now: number },
) {
  const original = path.join(draft, 'original');
  mkdirSync(original, { mode: 0o700 });
  try {
    for (const name of isOfApp ? ([KEYS, APP_FILE] as const) : ([KEYS] as const)) {
      await copyPlainFile(path.join(backup, name), path.join(original, name), LIMITS[name]);
    }
    const { network } = readKeyFile(original);
    await copyPlainFile(path.join(backup, DATABASE), path.join(draft, DATABASE), LIMITS[DATABASE]);
    // What is damaged is found out now, and not when it is too late for another one.
    checkDatabase(path.join(draft, DATABASE), network, now);
    copyKeyFile(original, draft, firstIndex);
    const app = isOfApp ? readAppFile(original) : undefined;
    rmSync(original, { recursive: true });
    syncFolder(draft);
    return app;
  } catch (error) {
    if (error instanceof PlainFileFault) throw unusable(error);
    throw error;
  }
}

/** Looks at what stands under the backup's names, before anything is made. Throws SetupFault. */
function checkBackup(backup: string): void {
  const found = lstatSync(backup, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) {
    throw new SetupFault(`${backup} is a link, which is not followed: name the folder that it leads to.`);
  }
  if (found?.isDirectory() !== true) {
    throw new SetupFault(`${backup} is not a backup of a till: it is not a folder.`);
  }
  for (const name of [DATABASE, KEYS, APP_FILE] as const) {
    const file = path.join(backup, name);
    // A link that leads nowhere is no file that is missing.
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
      if (name === APP_FILE) continue;
      throw new SetupFault(`${backup} is not a backup of a till: it has no ${name}.`);
    }
    checkFile(file, name);
  }
}

function checkFile(file: string, name: keyof typeof LIMITS): void {
  try {
    const { descriptor, size } = openPlainFile(file, LIMITS[name]);
    try {
      if (name === DATABASE) checkSize(file, descriptor, size);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof PlainFileFault ? unusable(error) : error;
  }
}

const HEADER_BYTES = 100;

/**
 * A database says in its header how large it is (SQLite file format, 1.3): one that is cut off, or that is followed by
 * gigabytes of something else, is found out before it is copied.
 */
function checkSize(file: string, descriptor: number, size: number): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const isHeader = readSync(descriptor, header, 0, HEADER_BYTES, 0) === HEADER_BYTES;
  if (!isHeader || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new SetupFault(`${file} is damaged: it does not begin as a database does. Try another backup.`);
  }
  const page = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92);
  if (isCounted && size !== page * header.readUInt32BE(28)) {
    throw new SetupFault(`${file} is damaged: it does not have the size that it says. Try another backup.`);
  }
}

function unusable(fault: PlainFileFault): SetupFault {
  return new SetupFault(`The backup cannot be used: ${fault.message}`, { cause: fault });
}

/** The folders that were made for the till, from the lowest up to `highest`, unless something else is in them by now. */
function removeEmpty(lowest: string, highest: string): void {
  try {
    for (let folder = lowest; folder.startsWith(highest); folder = path.dirname(folder)) rmdirSync(folder);
  } catch {
    // One that is not empty stays, with all above it.
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
