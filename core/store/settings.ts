import type { Database } from 'better-sqlite3';
import { type Row, RowReader } from './rows.ts';

/** Facts about this till that are neither money nor keys, by name. */
export class SettingsTable {
  readonly #get;
  readonly #set;
  readonly #remove;

  constructor(database: Database) {
    this.#get = database.prepare<[string], Row>('SELECT value FROM settings WHERE name = ?');
    this.#set = database.prepare<[string, string]>(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#remove = database.prepare<[string]>('DELETE FROM settings WHERE name = ?');
  }

  get(name: string): string | undefined {
    const row = this.#get.get(name);
    return row === undefined ? undefined : new RowReader(row).text('value');
  }

  set(name: string, value: string): void {
    this.#set.run(name, value);
  }

  remove(name: string): void {
    this.#remove.run(name);
  }
}
