import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A database that cannot be used as it is. The message says what to do, in one sentence, for the person at the till. */
export class DatabaseFault extends Error {
  override name = 'DatabaseFault';
}

/** Whether the disk or the database failed, and not the program: full, read-only, damaged, gone, in use. */
export function isStoreFault(error: unknown): boolean {
  if (error instanceof DatabaseFault) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // A broken constraint is a bug of ours that the database has caught.
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT') && code !== 'SQLITE_ERROR';
}

/** Another process has it. */
export class DatabaseInUse extends DatabaseFault {}

/** This version does not know its format yet. */
export class NewerDatabase extends DatabaseFault {}

interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In the file's header, so that no other program's database is taken for a till's: the letters DogT. */
const APPLICATION_ID = 0x446f6754n;
/** A shorter file is none; SQLite itself takes a file of a few bytes for a new database. */
const HEADER_LENGTH = 100;

const MIGRATIONS_FOLDER = new URL('./migrations/', import.meta.url);

/** The numbered files of migrations/, in order: `0001-channels.sql` brings user_version from 0 to 1. */
export function readMigrations(): readonly Migration[] {
  return readdirSync(MIGRATIONS_FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      sql: readFileSync(new URL(name, MIGRATIONS_FOLDER), 'utf8'),
    }));
}

/**
 * Opens the till's database and brings it up to date. WAL with synchronous=FULL: a transaction that has returned
 * survives a power cut. Integers come out as bigint, so that no amount passes through a double.
 * Throws DatabaseFault for a file that is damaged, in use, another program's, or written by a newer version; such a
 * file is left as it was.
 */
export function openDatabase(path: string, migrations = readMigrations()): Database.Database {
  try {
    checkFile(path);
    const database = connect(path);
    prepare(database, path, migrations);
    return database;
  } catch (error) {
    throw asFault(error, path);
  }
}

/** What SQLite itself does not notice, or tells apart from other troubles. */
function checkFile(path: string): void {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return;
  // A file that was cut off is not a new one: with it the till would forget what it is owed and give keys again.
  if (file.size === 0) {
    throw new DatabaseFault(
      `${path} is empty: restore the newest backup (docs/RECOVERY.md), or delete the file if this till is new.`,
    );
  }
  if (file.size < HEADER_LENGTH) throw new DatabaseFault(damaged(path));
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new DatabaseFault(unwritable(path), { cause });
  }
}

function connect(path: string): Database.Database {
  try {
    return new Database(path, { timeout: 2000 });
  } catch (cause) {
    // better-sqlite3's own, for a folder that does not exist.
    throw cause instanceof TypeError ? new DatabaseFault(unreachablePath(path), { cause }) : cause;
  }
}

function prepare(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  try {
    database.defaultSafeIntegers(true);
    // One process owns the till's money: a second one that opened the same file would answer from stale memory.
    database.pragma('locking_mode = EXCLUSIVE');
    checkOwner(database, path);
    checkVersion(database, path, migrations);
    checkPages(database, path);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    migrate(database, migrations);
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkOwner(database: Database.Database, path: string): void {
  const owner = database.pragma('application_id', { simple: true });
  if (owner === APPLICATION_ID) return;
  const isNew = owner === 0n && versionOf(database) === 0 && !hasTables(database);
  if (!isNew) {
    throw new DatabaseFault(`${path} belongs to another program: choose another data folder.`);
  }
}

function hasTables(database: Database.Database): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function checkVersion(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  const current = versionOf(database);
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new NewerDatabase(
      `${path} was written by a newer version of Dogetill (its format is ${current}, this one knows ${newest}): install that version.`,
    );
  }
}

/** Every page is looked at before the first sale rather than when it is needed: about 1 ms per thousand payments. */
function checkPages(database: Database.Database, path: string): void {
  const verdict = database.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new DatabaseFault(damaged(path), { cause: new Error(String(verdict)) });
}

function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  const current = versionOf(database);
  for (const { version, sql } of migrations.filter((migration) => migration.version > current)) {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version}`);
      database.pragma(`application_id = ${APPLICATION_ID}`);
    })();
  }
}

function damaged(path: string): string {
  return `${path} is damaged: put it aside, keep it, and restore the newest backup (docs/RECOVERY.md).`;
}

function unreachablePath(path: string): string {
  return `${path} cannot be opened: check that the folder exists and that you may write in it.`;
}

function unwritable(path: string): string {
  return `${path} cannot be written: check the rights of the file and its folder.`;
}

function asFault(error: unknown, path: string): Error {
  if (!(error instanceof Database.SqliteError))
    return error instanceof Error ? error : new Error(String(error));
  switch (error.code.replace(/^(SQLITE_[A-Z]+).*/, '$1')) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new DatabaseInUse(
        `${path} is in use: another Dogetill runs on this data folder; stop it first, or name another folder.`,
        {
          cause: error,
        },
      );
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new DatabaseFault(damaged(path), { cause: error });
    case 'SQLITE_CANTOPEN':
      return new DatabaseFault(unreachablePath(path), { cause: error });
    case 'SQLITE_READONLY':
      return new DatabaseFault(unwritable(path), { cause: error });
    case 'SQLITE_FULL':
    case 'SQLITE_IOERR':
      return new DatabaseFault(`${path} cannot be written: the disk is full or failing.`, { cause: error });
    default:
      return new DatabaseFault(`${path} cannot be used: ${error.message}.`, { cause: error });
  }
}
