import { closeSync, existsSync, lstatSync, mkdirSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Network } from '../../networks.ts';
import type { BackupReason } from '../../refusal.ts';
import { openStore } from '../../store/store.ts';
import {
  copyPlainFile,
  openPlainFile,
  PlainFileFault,
  type PlainFileProblem,
} from '../../system/plain-file.ts';
import { DATABASE } from '../backup/backup-files.ts';
import { KEY_FILE, readKeyFile } from '../keys/key-file.ts';
import { APP_FILE, type AppFile, readAppFile } from './app-file.ts';
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

/** What the small files of a backup say. */
export interface BackupFacts {
  readonly network: Network;
  /** undefined in the backup of a till that no app runs. */
  readonly app: AppFile | undefined;
}

export function isBackupOfApp(backup: string): boolean {
  return existsSync(path.join(backup, APP_FILE));
}

/** By a copy in this folder: what stands in the backup's may change under the reader. Throws SetupFault. */
export async function copyFacts(backup: string, folder: string): Promise<BackupFacts> {
  const isOfApp = isBackupOfApp(backup);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await copyFile(backup, folder, KEY_FILE);
  if (isOfApp) await copyFile(backup, folder, APP_FILE);
  const { network } = readKeyFile(folder);
  return { network, app: isOfApp ? readAppFile(folder) : undefined };
}

/**
 * Copies the database, and looks at the copy: what is damaged is found out now, and not when it is too late for another
 * backup. Throws SetupFault or DatabaseFault.
 */
export async function copyDatabase(
  backup: string,
  folder: string,
  { network, now }: { readonly network: Network; readonly now: number },
): Promise<void> {
  await copyFile(backup, folder, DATABASE);
  checkDatabase(path.join(folder, DATABASE), network, now);
}

async function copyFile(backup: string, folder: string, name: keyof typeof LIMITS): Promise<void> {
  try {
    await copyPlainFile(path.join(backup, name), path.join(folder, name), LIMITS[name]);
  } catch (error) {
    throw error instanceof PlainFileFault ? unusable(error) : error;
  }
}

/** Looks at what stands under the backup's names, before anything is made. Throws BackupFault. */
export function checkBackup(backup: string): void {
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
