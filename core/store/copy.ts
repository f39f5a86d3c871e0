import Database from 'better-sqlite3';
import { syncFile } from '../system/durable-file.ts';

/**
 * Copies an open database to a new file, some pages at a time, so that payments go on meanwhile. What is written by
 * then is in the copy: SQLite writes what changes during the copying into it too. On return the copy is whole, looked
 * through, one file, and on the disk.
 */
export async function copyDatabase(database: Database.Database, file: string): Promise<void> {
  await database.backup(file);
  const copy = new Database(file);
  try {
    copy.pragma('locking_mode = EXCLUSIVE');
    // One file instead of one with a log beside it, which somebody would forget to copy.
    copy.pragma('journal_mode = DELETE');
    const verdict = copy.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Error(`The copy in ${file} is damaged: ${String(verdict)}`);
  } finally {
    copy.close();
  }
  syncFile(file);
}
