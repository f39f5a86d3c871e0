import type { Database } from 'better-sqlite3';
import type { Terms } from '../protocol/terms.ts';
import { type Row, RowReader } from './rows.ts';

/** One row for every set of terms that was ever offered. */
export class TermsTable {
  readonly #insert;
  readonly #find;
  readonly #get;
  readonly #byId = new Map<number, Terms>();

  constructor(database: Database) {
    const columns =
      'min_capacity, max_capacity, max_inputs, min_locktime_blocks, max_locktime_blocks, payment_cutoff_blocks, confirmations, fee_per_kb, dust';
    this.#insert = database.prepare(
      `INSERT OR IGNORE INTO terms (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = database.prepare<unknown[], Row>(
      `SELECT id FROM terms WHERE (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#get = database.prepare<[number], Row>('SELECT * FROM terms WHERE id = ?');
  }

  /** @returns the row of these terms, made if need be */
  idOf(terms: Terms): number {
    const values = [
      terms.minCapacity,
      terms.maxCapacity,
      terms.maxInputs,
      terms.minLocktimeBlocks,
      terms.maxLocktimeBlocks,
      terms.paymentCutoffBlocks,
      terms.confirmations,
      terms.feePerKb,
      terms.dust,
    ];
    const { changes } = this.#insert.run(...values);
    const row = this.#find.get(...values);
    if (row === undefined) throw new TypeError('terms were not stored');
    const id = new RowReader(row).number('id');
    // A transaction that was undone may have had this row.
    if (changes > 0) this.#byId.delete(id);
    return id;
  }

  get(id: number): Terms {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const row = this.#get.get(id);
    if (row === undefined) throw new TypeError(`no terms ${id}`);
    const reader = new RowReader(row);
    const terms: Terms = {
      minCapacity: reader.amount('min_capacity'),
      maxCapacity: reader.amount('max_capacity'),
      maxInputs: reader.number('max_inputs'),
      minLocktimeBlocks: reader.number('min_locktime_blocks'),
      maxLocktimeBlocks: reader.number('max_locktime_blocks'),
      paymentCutoffBlocks: reader.number('payment_cutoff_blocks'),
      confirmations: reader.number('confirmations'),
      feePerKb: reader.amount('fee_per_kb'),
      dust: reader.amount('dust'),
    };
    this.#byId.set(id, terms);
    return terms;
  }
}
