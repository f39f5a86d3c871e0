import type { Database } from 'better-sqlite3';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';

/** A co-signed settlement, kept from before its first broadcast. */
export interface StoredSettlement {
  readonly txid: string;
  readonly bytes: Uint8Array;
  /** Milliseconds. */
  readonly signedAt: number;
}

export class SettlementsTable {
  readonly #insert;
  readonly #get;
  readonly #remove;
  readonly #goTo;

  constructor(database: Database) {
    this.#insert = database.prepare<[number, Uint8Array, Uint8Array, number]>(
      'INSERT OR REPLACE INTO settlements (channel, txid, bytes, signed_at) VALUES (?, ?, ?, ?)',
    );
    this.#get = database.prepare<[number], Row>('SELECT * FROM settlements WHERE channel = ?');
    this.#remove = database.prepare<[number]>('DELETE FROM settlements WHERE channel = ?');
    this.#goTo = database.prepare<[Uint8Array], Row>(
      'SELECT 1 AS found FROM channels WHERE settlement_script = ? LIMIT 1',
    );
  }

  /** Whether a channel settles to this script. Strangers ask: it is found by an index. */
  goTo(script: Uint8Array): boolean {
    return this.#goTo.get(script) !== undefined;
  }

  set(channel: number, settlement: StoredSettlement): void {
    this.#insert.run(channel, txidBytes(settlement.txid), settlement.bytes, settlement.signedAt);
  }

  get(channel: number): StoredSettlement | undefined {
    const row = this.#get.get(channel);
    if (row === undefined) return undefined;
    const reader = new RowReader(row);
    return {
      txid: txidOfBytes(reader.bytes('txid')),
      bytes: reader.bytes('bytes'),
      signedAt: reader.number('signed_at'),
    };
  }

  /** For a release that a payment or another release replaced before it was broadcast. */
  remove(channel: number): void {
    this.#remove.run(channel);
  }
}
