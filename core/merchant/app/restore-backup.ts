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
import { assert } from '../../assert.ts';
import type { Network } from '../../networks.ts';
import type { BackupReason } from '../../refusal.ts';
import { openStore, type Store } from '../../store/store.ts';
import { syncFolder } from '../../system/durable-file.ts';
import { SetupFault } from '../../system/faults.ts';
import {
  copyPlainFile,
  openPlainFile,
  PlainFileFault,
  type PlainFileProblem,
} from '../../system/plain-file.ts';
import { DATABASE } from '../backup/backup-files.ts';
import { copyKeyFile, KEY_FILE, readKeyFile } from '../keys/key-file.ts';
import { unusedIndex } from '../keys/unused-index.ts';
import { APP_FILE, type AppFile, readAppFile, type ShopFacts, writeAppFile } from './app-file.ts';
import { BackupFault } from './backup-fault.ts';

/** A miner's clock may be as far ahead (MAX_FUTURE_BLOCK_TIME). Milliseconds. */
const BLOCK_AHEAD_MS = 2 * 3_600_000;

/**
 * Bytes of the files of a backup, and nothing of them may be a link: the folder may come from anywhere. A million sales
 * take about 1 GB of database.
 */
const LIMITS = {
  [DATABASE]: { atMost: 8 * 1024 ** 3, mayBeLink: false },
  [KEY_FILE]: { atMost: 64 * 1024, mayBeLink: false },
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
  checkPlace(folder);
  if (isOfApp && readAppFile(data).shop !== undefined) {
    throw new SetupFault(`There is a shop in ${data} already: it is never replaced.`);
  }
  const firstIndex = unusedIndex(now);
  await placeTill(backup, folder, { isOfApp, firstIndex, now, furnish: () => undefined }, (app) => {
    if (app !== undefined) writeAppFile(data, { ...app, mode: 'shop' });
  });
  return { folder, isOfApp, firstIndex };
}

/**
 * Puts a shop back for an app that runs. The facts of how it is run are in its folder until the app has noted them
 * itself, so that a crash in between leaves a shop that the next start takes. Throws as restoreBackup does.
 * @param factsOf how it is run, by the backup's network and the facts that are in it
 */
export async function restoreShopFolder(
  backup: string,
  folder: string,
  { now, factsOf }: { readonly now: number; readonly factsOf: (found: FoundFacts) => ShopFacts },
): Promise<ShopFacts> {
  checkBackup(backup);
  checkPlace(folder);
  const isOfApp = existsSync(path.join(backup, APP_FILE));
  let facts: ShopFacts | undefined;
  const furnish = (draft: string, found: FoundFacts) => {
    facts = factsOf(found);
    writeAppFile(draft, { format: 1, mode: 'shop', shop: facts });
  };
  await placeTill(backup, folder, { isOfApp, firstIndex: unusedIndex(now), now, furnish }, () => undefined);
  assert(facts !== undefined, 'a shop that was put back has its facts');
  return facts;
}

export interface FoundFacts {
  readonly network: Network;
  /** undefined in the backup of a till that no app runs. */
  readonly shop: ShopFacts | undefined;
}

/** What a backup holds, by a copy beside the app's data that is gone on return. Throws as restoreBackup does. */
export async function lookAtBackup<T>(
  backup: string,
  data: string,
  { now, read }: { readonly now: number; readonly read: (store: Store, found: FoundFacts) => T },
): Promise<T> {
  checkBackup(backup);
  const isOfApp = existsSync(path.join(backup, APP_FILE));
  const draft = path.join(data, 'backup.looked-at');
  removeCopy(draft);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    let found: FoundFacts | undefined;
    const furnish = (_: string, facts: FoundFacts) => {
      found = facts;
    };
    await copyToDraft(backup, draft, { isOfApp, firstIndex: unusedIndex(now), now, furnish });
    assert(found !== undefined, 'a backup that was copied has its facts');
    const store = openStore(path.join(draft, DATABASE));
    try {
      return read(store, found);
    } finally {
      store.close();
    }
  } finally {
    removeCopy(draft);
  }
}

/** What an app that was killed left of these copies; only while nobody makes one. */
export function removeCopies(data: string, folder: string): void {
  removeCopy(path.join(data, 'backup.looked-at'));
  removeCopy(draftOf(folder));
}

function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function draftOf(folder: string): string {
  return `${folder}.restoring`;
}

function checkPlace(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SetupFault(
      `${folder} is not empty: a till is put back where there is none, and never replaced.`,
    );
  }
}

interface Wanted extends Pick<Restored, 'isOfApp' | 'firstIndex'> {
  readonly now: number;
  /** Puts more into the draft, before it takes its place. */
  readonly furnish: (draft: string, found: FoundFacts) => void;
}

/** Whole or not at all: keys without their database would forget what is owed, and give keys again. */
async function placeTill(
  backup: string,
  folder: string,
  wanted: Wanted,
  note: (app: AppFile | undefined) => void,
): Promise<void> {
  const made = mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
  const draft = draftOf(folder);
  removeCopy(draft);
  mkdirSync(draft, { mode: 0o700 });
  let isDone = false;
  try {
    const app = await copyToDraft(backup, draft, wanted);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(draft, folder);
    syncFolder(path.dirname(folder));
    note(app);
    isDone = true;
  } finally {
    removeCopy(draft);
    if (!isDone && made !== undefined) removeEmpty(path.dirname(folder), made);
  }
}

/** Copies first and looks at the copy only: what stands in the backup's folder may change under the reader. */
async function copyToDraft(
  backup: string,
  draft: string,
  { isOfApp, firstIndex, now, furnish }: Wanted,
): Promise<AppFile | undefined> {
  const original = path.join(draft, 'original');
  mkdirSync(original, { mode: 0o700 });
  try {
    for (const name of isOfApp ? ([KEY_FILE, APP_FILE] as const) : ([KEY_FILE] as const)) {
      await copyPlainFile(path.join(backup, name), path.join(original, name), LIMITS[name]);
    }
    const { network } = readKeyFile(original);
    await copyPlainFile(path.join(backup, DATABASE), path.join(draft, DATABASE), LIMITS[DATABASE]);
    // What is damaged is found out now, and not when it is too late for another one.
    checkDatabase(path.join(draft, DATABASE), network, now);
    copyKeyFile(original, draft, firstIndex);
    const app = isOfApp ? readAppFile(original) : undefined;
    rmSync(original, { recursive: true });
    furnish(draft, { network, shop: app?.shop });
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
    throw new BackupFault(
      'link',
      `${backup} is a link, which is not followed: name the folder that it leads to.`,
    );
  }
  if (found?.isDirectory() !== true) {
    throw new BackupFault('not_a_folder', `${backup} is not a backup of a till: it is not a folder.`);
  }
  for (const name of [DATABASE, KEY_FILE, APP_FILE] as const) {
    const file = path.join(backup, name);
    // A link that leads nowhere is no file that is missing.
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
      if (name === APP_FILE) continue;
      throw new BackupFault('incomplete', `${backup} is not a backup of a till: it has no ${name}.`);
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
    throw new BackupFault(
      'damaged',
      `${file} is damaged: it does not begin as a database does. Try another backup.`,
    );
  }
  const page = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92);
  if (isCounted && size !== page * header.readUInt32BE(28)) {
    throw new BackupFault(
      'damaged',
      `${file} is damaged: it does not have the size that it says. Try another backup.`,
    );
  }
}

const FILE_REASONS: Readonly<Record<PlainFileProblem, BackupReason>> = {
  missing: 'incomplete',
  unreadable: 'unreadable',
  link: 'link',
  not_a_file: 'damaged',
  too_large: 'damaged',
};

function unusable(fault: PlainFileFault): BackupFault {
  const message = `The backup cannot be used: ${fault.message}`;
  return new BackupFault(FILE_REASONS[fault.problem], message, { cause: fault });
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
    throw new BackupFault(
      'clock_behind',
      "This computer's clock is behind the newest block in the backup: set it right, and put the till back then.",
    );
  } finally {
    store.close();
  }
}
