import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { DatabaseFault, openDatabase, readMigrations } from '../../core/store/database.ts';
import { openStore } from '../../core/store/store.ts';
import { nextLine, startChild } from './child.ts';
import { aFolder, insertChannel, insertInvoice, pay } from './store-doubles.ts';

const NEWEST = readMigrations().length;

function aDatabase(): Database.Database {
  return openDatabase(join(aFolder(), 'till.sqlite'));
}

/** The file of a till that was closed in order, with enough in it to fill many pages. */
function aFile(): string {
  const path = join(aFolder(), 'till.sqlite');
  const store = openStore(path);
  const { stored } = insertChannel(store);
  store.transaction(() => {
    for (let number = 0; number < 200; number++) store.settings.set(`setting ${number}`, 'x'.repeat(100));
  });
  pay(store, stored.constants.row, insertInvoice(store, 'one'));
  store.close();
  return path;
}

/** The sentence with which a file is refused: one, of a DatabaseFault, that names the file. */
function faultOf(path: string): string {
  try {
    openStore(path).close();
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    expect(error.message.startsWith(path)).toBe(true);
    const sentence = error.message.slice(path.length);
    expect(sentence).toMatch(/^ (?:[^.\n]|\.md)+\.$/);
    return sentence;
  }
  throw new Error('the file was opened');
}

function overwrite(path: string, at: number, bytes: Uint8Array): void {
  const file = readFileSync(path);
  file.set(bytes, at);
  writeFileSync(path, file);
}

describe('a new database', () => {
  test.each([
    ['journal_mode', 'wal'],
    ['locking_mode', 'exclusive'],
    ['synchronous', 2n],
    ['foreign_keys', 1n],
    ['trusted_schema', 0n],
    ['user_version', BigInt(NEWEST)],
    ['application_id', 0x446f6754n],
  ])('has %s = %s', (pragma, value) => {
    const database = aDatabase();
    expect(database.pragma(pragma, { simple: true })).toBe(value);
    database.close();
  });

  test('has STRICT tables only, but for the index of words: an amount that is no integer is not stored', () => {
    const database = aDatabase();
    const tables = database
      .prepare(
        `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_words*'`,
      )
      .all() as { name: string; strict: bigint }[];
    expect(tables.length).toBeGreaterThanOrEqual(12);
    expect(tables.filter(({ strict }) => strict !== 1n)).toEqual([]);
    expect(() => database.exec(`INSERT INTO blocks VALUES (1, zeroblob(32), 'noon')`)).toThrow(
      'cannot store TEXT',
    );
    database.close();
  });

  test('holds references to what exists only', () => {
    const database = aDatabase();
    expect(() => database.exec(`INSERT INTO outbox VALUES (1, 'settle', 0, 0, NULL)`)).toThrow('FOREIGN KEY');
    database.close();
  });

  test('gives integers as bigint', () => {
    const database = aDatabase();
    expect(database.prepare('SELECT 9007199254740993 AS amount').get()).toEqual({
      amount: 9007199254740993n,
    });
    database.close();
  });
});

describe('a database that was closed in order', () => {
  test('opens again with what it held, and leaves one file', () => {
    const path = aFile();
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
    const store = openStore(path);
    expect(store.settings.get('setting 199')).toBe('x'.repeat(100));
    expect(store.channels.list(10)).toHaveLength(1);
    store.close();
  });
});

describe('a database from the future', () => {
  test('is refused, says of which format it is, and stays as it was', () => {
    const path = aFile();
    const future = new Database(path);
    future.pragma(`user_version = ${NEWEST + 1}`);
    future.close();
    const before = readFileSync(path);
    expect(faultOf(path)).toBe(
      ` was written by a newer version of Dogetill (its format is ${NEWEST + 1}, this one knows ${NEWEST}): install that version.`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('a damaged database', () => {
  const DAMAGED = ' is damaged: put it aside, keep it, and restore the newest backup (docs/RECOVERY.md).';

  test('of random bytes is refused', () => {
    const path = join(aFolder(), 'till.sqlite');
    writeFileSync(path, randomBytes(20_000));
    expect(faultOf(path)).toBe(DAMAGED);
  });

  test.each([1, 50, 100, 1000, 4095, 4096, 5000, 16_384, 65_536])(
    'cut off after %i bytes is refused',
    (length) => {
      const path = aFile();
      expect(statSync(path).size).toBeGreaterThan(length);
      truncateSync(path, length);
      expect(faultOf(path)).toBe(DAMAGED);
    },
  );

  test('cut off to nothing is refused: it is not taken for a new one', () => {
    const path = aFile();
    truncateSync(path, 0);
    expect(faultOf(path)).toBe(
      ' is empty: restore the newest backup (docs/RECOVERY.md), or delete the file if this till is new.',
    );
  });

  test.each([
    ['all of it', new Uint8Array(100)],
    ['its first bytes', new Uint8Array(16)],
  ])('with its header overwritten, %s, is refused', (_, bytes) => {
    const path = aFile();
    overwrite(path, 0, bytes);
    expect(faultOf(path)).toBe(DAMAGED);
  });

  test('with a page in its middle overwritten is refused at the start, not in the middle of a sale', () => {
    const path = aFile();
    const pages = statSync(path).size / 4096;
    for (const page of [1, 2, 5, Math.floor(pages / 2), pages - 1]) {
      const damaged = join(aFolder(), 'till.sqlite');
      copyFileSync(path, damaged);
      overwrite(damaged, page * 4096, new Uint8Array(4096).fill(0x5a));
      expect(faultOf(damaged), `page ${page} of ${pages}`).toBe(DAMAGED);
    }
  });

  test('is left as it was', () => {
    const path = aFile();
    truncateSync(path, 16_384);
    const before = readFileSync(path);
    faultOf(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('a file of another program', () => {
  const FOREIGN = ' belongs to another program: choose another data folder.';

  test('with tables of its own is refused and left as it was', () => {
    const path = join(aFolder(), 'till.sqlite');
    const other = new Database(path);
    other.exec('CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES (1)');
    other.close();
    const before = readFileSync(path);
    expect(faultOf(path)).toBe(FOREIGN);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each(['application_id = 1', 'user_version = 1'])('with %s is refused', (pragma) => {
    const path = join(aFolder(), 'till.sqlite');
    const other = new Database(path);
    other.exec('CREATE TABLE songs (name TEXT); DROP TABLE songs');
    other.pragma(pragma);
    other.close();
    expect(faultOf(path)).toBe(FOREIGN);
  });
});

describe('a database that cannot be reached', () => {
  const UNREACHABLE = ' cannot be opened: check that the folder exists and that you may write in it.';

  test('since its folder does not exist is refused', () => {
    expect(faultOf(join(aFolder(), 'nowhere', 'till.sqlite'))).toBe(UNREACHABLE);
  });

  test('since a folder is in its place is refused', () => {
    const path = join(aFolder(), 'till.sqlite');
    mkdirSync(path);
    expect(faultOf(path)).toBe(UNREACHABLE);
  });

  test.skipIf(process.platform === 'win32').each([
    ['its folder is', 0o666, 0o555],
    ['the file is', 0o444, 0o777],
  ])('since %s read-only is refused', async (_, fileMode, folderMode) => {
    const path = aFile();
    chmodSync(path, fileMode);
    chmodSync(join(path, '..'), folderMode);
    const isSuperuser = process.getuid?.() === 0;
    const child = startChild('held-database.ts', path, ...(isSuperuser ? ['65534'] : []));
    expect(await nextLine(child)).toBe(
      `DatabaseFault: ${path} cannot be written: check the rights of the file and its folder.`,
    );
  });
});

describe('a database that another process holds', () => {
  test('is refused while that process runs, and opens after it was killed', async () => {
    const path = aFile();
    const child = startChild('held-database.ts', path);
    expect(await nextLine(child)).toBe('opened');
    expect(faultOf(path)).toBe(
      ' is in use: another Dogetill runs on this data folder; stop it first, or name another folder.',
    );
    child.process.kill('SIGKILL');
    await child.ended;
    openStore(path).close();
  });
});
