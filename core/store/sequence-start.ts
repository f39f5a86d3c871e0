import type { Database } from 'better-sqlite3';

/** Raises the number that a table's AUTOINCREMENT goes on from. It never lowers it. */
export class SequenceStart {
  readonly #table: string;
  readonly #raise;
  readonly #begin;

  constructor(database: Database, table: 'offers' | 'invoices') {
    this.#table = table;
    this.#raise = database.prepare<[number, string]>(
      'UPDATE sqlite_sequence SET seq = max(seq, CAST(? AS INTEGER)) WHERE name = ?',
    );
    this.#begin = database.prepare<[string, number]>(
      'INSERT INTO sqlite_sequence (name, seq) VALUES (?, CAST(? AS INTEGER))',
    );
  }

  /** @param last the number that counts as used */
  raise(last: number): void {
    if (this.#raise.run(last, this.#table).changes === 0) this.#begin.run(this.#table, last);
  }
}
