import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A database that cannot be used as it is. The message says what to do, in one sentence, for the person at the till. */
export class DatabaseFault extends Error {
  override name = 'DatabaseFault';
}

interface Migration {
  readonly version: number;
  readonly sql: string;
}

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
 * Throws DatabaseFault for a file that is damaged, in use, or written by a newer version.
 */
export function openDatabase(path: string, migrations = readMigrations()): Database.Database {
  try {
    const database = new Database(path, { timeout: 2000 });
    prepare(database, path, migrations);
    return database;
  } catch (error) {
    throw asFault(error, path);
  }
}

function prepare(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  try {
    database.defaultSafeIntegers(true);
    // One process owns the till's money: a second one that opened the same file would answer from stale memory.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    migrate(database, path, migrations);
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  const current = Number(database.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new DatabaseFault(
      `${path} was written by a newer version of Dogetill (its format is ${current}, this one knows ${newest}): install that version.`,
    );
  }
  for (const { version, sql } of migrations.filter((migration) => migration.version > current)) {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version}`);
    })();
  }
}

function asFault(error: unknown, path: string): Error {
  if (!(error instanceof Database.SqliteError))
    return error instanceof Error ? error : new Error(String(error));
  switch (error.code.replace(/^(SQLITE_[A-Z]+).*/, '$1')) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new DatabaseFault(
        `${path} is in use: another Dogetill runs on this data folder; stop it first.`,
        {
          cause: error,
        },
      );
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return new DatabaseFault(
        `${path} is damaged: put it aside, keep it, and restore the newest backup (docs/RECOVERY.md).`,
        { cause: error },
      );
    case 'SQLITE_CANTOPEN':
      return new DatabaseFault(
        `${path} cannot be opened: check that the folder exists and that you may write in it.`,
        {
          cause: error,
        },
      );
    case 'SQLITE_READONLY':
      return new DatabaseFault(`${path} cannot be written: check the rights of the file and its folder.`, {
        cause: error,
      });
    case 'SQLITE_FULL':
    case 'SQLITE_IOERR':
      return new DatabaseFault(`${path} cannot be written: the disk is full or failing.`, { cause: error });
    default:
      return new DatabaseFault(`${path} cannot be used: ${error.message}.`, { cause: error });
  }
}
