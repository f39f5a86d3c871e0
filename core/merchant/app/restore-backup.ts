import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openStore, type Store } from '../../store/store.ts';
import { syncFolder } from '../../system/durable-file.ts';
import { SetupFault } from '../../system/faults.ts';
import { DATABASE } from '../backup/backup-files.ts';
import { copyKeyFile } from '../keys/key-file.ts';
import { unusedIndex } from '../keys/unused-index.ts';
import { readAppFile, type ShopFacts, writeAppFile } from './app-file.ts';
import { type BackupFacts, checkBackup, copyDatabase, copyFacts, isBackupOfApp } from './backup-copy.ts';

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
  const isOfApp = isBackupOfApp(backup);
  const folder = isOfApp ? path.join(data, 'shop') : data;
  checkPlace(folder);
  if (isOfApp && readAppFile(data).shop !== undefined) {
    throw new SetupFault(`There is a shop in ${data} already: it is never replaced.`);
  }
  const firstIndex = unusedIndex(now);
  const app = await placeTill(backup, folder, { firstIndex, now, furnish: (_, found) => found.app });
  if (app !== undefined) writeAppFile(data, { ...app, mode: 'shop' });
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
  { now, factsOf }: { readonly now: number; readonly factsOf: (found: BackupFacts) => ShopFacts },
): Promise<ShopFacts> {
  checkBackup(backup);
  checkPlace(folder);
  const furnish = (draft: string, found: BackupFacts) => {
    const shop = factsOf(found);
    writeAppFile(draft, { format: 1, mode: 'shop', shop });
    return shop;
  };
  return await placeTill(backup, folder, { firstIndex: unusedIndex(now), now, furnish });
}

/** What a backup is of, without its database. Throws as restoreBackup does. @param data the app's, for a copy */
export function readBackupFacts(backup: string, data: string): Promise<BackupFacts> {
  return withCopy(backup, data, (copy) => copyFacts(backup, copy));
}

/** What a backup holds. Throws as restoreBackup does. @param data the app's, for a copy */
export function lookAtBackup<T>(
  backup: string,
  data: string,
  { now, read }: { readonly now: number; readonly read: (store: Store, found: BackupFacts) => T },
): Promise<T> {
  return withCopy(backup, data, async (copy) => {
    const found = await copyFacts(backup, copy);
    await copyDatabase(backup, copy, { network: found.network, now });
    const store = openStore(path.join(copy, DATABASE));
    try {
      return read(store, found);
    } finally {
      store.close();
    }
  });
}

/** Beside the app's data, and gone on return. */
async function withCopy<T>(backup: string, data: string, work: (copy: string) => Promise<T>): Promise<T> {
  checkBackup(backup);
  const copy = lookedAtIn(data);
  removeCopy(copy);
  try {
    return await work(copy);
  } finally {
    removeCopy(copy);
  }
}

/** What an app that was killed left of these copies; only while nobody makes one. */
export function removeCopies(data: string, folder: string): void {
  removeCopy(lookedAtIn(data));
  removeCopy(draftOf(folder));
}

function removeCopy(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function lookedAtIn(data: string): string {
  return path.join(data, 'backup.looked-at');
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

interface Wanted<T> {
  readonly firstIndex: number;
  readonly now: number;
  /** Puts more into the draft, before it takes its place. */
  readonly furnish: (draft: string, found: BackupFacts) => T;
}

/**
 * Whole or not at all: keys without their database would forget what is owed, and give keys again.
 * @returns what `furnish` does
 */
async function placeTill<T>(
  backup: string,
  folder: string,
  { firstIndex, now, furnish }: Wanted<T>,
): Promise<T> {
  const made = mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 });
  const draft = draftOf(folder);
  const original = path.join(draft, 'original');
  removeCopy(draft);
  mkdirSync(draft, { mode: 0o700 });
  let isDone = false;
  try {
    const found = await copyFacts(backup, original);
    await copyDatabase(backup, draft, { network: found.network, now });
    copyKeyFile(original, draft, firstIndex);
    removeCopy(original);
    const furnished = furnish(draft, found);
    syncFolder(draft);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(draft, folder);
    syncFolder(path.dirname(folder));
    isDone = true;
    return furnished;
  } finally {
    removeCopy(draft);
    if (!isDone && made !== undefined) removeEmpty(path.dirname(folder), made);
  }
}

/** The folders that were made for the till, from the lowest up to `highest`, unless something else is in them by now. */
function removeEmpty(lowest: string, highest: string): void {
  try {
    for (let folder = lowest; folder.startsWith(highest); folder = path.dirname(folder)) rmdirSync(folder);
  } catch {
    // One that is not empty stays, with all above it.
  }
}
