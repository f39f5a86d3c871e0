import type { Database } from 'better-sqlite3';
import type { Terms } from '../protocol/terms.ts';
import { type Row, RowReader } from './rows.ts';
import { SequenceStart } from './sequence-start.ts';
import type { TermsTable } from './terms.ts';

/** A key that the till gave to somebody. Times in milliseconds. */
export interface StoredOffer {
  /** Index of the channel key and of the settlement address below the account. */
  readonly keyIndex: number;
  readonly merchantKey: Uint8Array;
  readonly terms: Terms;
  readonly termsId: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly isAnnounced: boolean;
}

export class OffersTable {
  readonly #terms: TermsTable;
  readonly #nextIndex;
  readonly #insert;
  readonly #skipTo;
  readonly #byKey;
  readonly #openOf;
  readonly #open;
  readonly #markAnnounced;
  readonly #prune;

  constructor(database: Database, terms: TermsTable) {
    this.#terms = terms;
    this.#nextIndex = database.prepare<[], Row>(
      `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'offers'), -1) + 1 AS next`,
    );
    this.#skipTo = new SequenceStart(database, 'offers');
    this.#insert = database.prepare(
      'INSERT INTO offers (key_index, merchant_key, terms, client, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#byKey = database.prepare<[Uint8Array], Row>('SELECT * FROM offers WHERE merchant_key = ?');
    this.#openOf = database.prepare<[string, number], Row>(
      'SELECT count(*) AS open, min(expires_at) AS first FROM offers WHERE is_announced = 0 AND client = ? AND expires_at > ?',
    );
    this.#open = database.prepare<[number], Row>(
      'SELECT count(*) AS open, min(expires_at) AS first FROM offers WHERE is_announced = 0 AND expires_at > ?',
    );
    this.#markAnnounced = database.prepare<[number]>(
      'UPDATE offers SET is_announced = 1 WHERE key_index = ? AND is_announced = 0',
    );
    this.#prune = database.prepare<[number]>('DELETE FROM offers WHERE is_announced = 0 AND expires_at < ?');
  }

  /** The index that the next offer's key has: one that was never used, also by rows that are gone. */
  nextKeyIndex(): number {
    const row = this.#nextIndex.get();
    return row === undefined ? 0 : new RowReader(row).number('next');
  }

  /** The next index is this one or above: for a till that does not know what it used before. */
  skipTo(first: number): void {
    this.#skipTo.raise(first - 1);
  }

  insert(offer: Omit<StoredOffer, 'termsId' | 'isAnnounced'> & { readonly client: string }): void {
    const { keyIndex, merchantKey, client, issuedAt, expiresAt } = offer;
    this.#insert.run(keyIndex, merchantKey, this.#terms.idOf(offer.terms), client, issuedAt, expiresAt);
  }

  byKey(merchantKey: Uint8Array): StoredOffer | undefined {
    const row = this.#byKey.get(merchantKey);
    if (row === undefined) return undefined;
    const reader = new RowReader(row);
    const termsId = reader.number('terms');
    return {
      keyIndex: reader.number('key_index'),
      merchantKey: reader.bytes('merchant_key'),
      terms: this.#terms.get(termsId),
      termsId,
      issuedAt: reader.number('issued_at'),
      expiresAt: reader.number('expires_at'),
      isAnnounced: reader.flag('is_announced'),
    };
  }

  /** Offers not announced and not lapsed: of one client, or of all; and when the first of them lapses. */
  open(now: number, client?: string): { readonly count: number; readonly firstExpiry: number | undefined } {
    const row = client === undefined ? this.#open.get(now) : this.#openOf.get(client, now);
    if (row === undefined) return { count: 0, firstExpiry: undefined };
    const reader = new RowReader(row);
    return { count: reader.number('open'), firstExpiry: reader.optionalNumber('first') };
  }

  markAnnounced(keyIndex: number): void {
    this.#markAnnounced.run(keyIndex);
  }

  /** Forgets offers that lapsed before a time. Their keys stay used: the index only grows. */
  prune(expiredBefore: number): void {
    this.#prune.run(expiredBefore);
  }
}
