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
  /** What the offer named; undefined for an offer of a till that had its own addresses alone. */
  readonly settlementScript: Uint8Array | undefined;
}

/** An address of the owner's account that an offer named. */
export interface PayoutAddress {
  readonly account: string;
  readonly number: number;
}

export class OffersTable {
  readonly #terms: TermsTable;
  readonly #nextIndex;
  readonly #insert;
  readonly #isPayoutUsed;
  readonly #payoutGap;
  readonly #freePayouts;
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
      `INSERT INTO offers (key_index, merchant_key, terms, client, issued_at, expires_at, settlement_script,
        payout_account, payout_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#isPayoutUsed = database.prepare<[string, number], Row>(
      'SELECT 1 AS used FROM offers WHERE payout_account = ? AND payout_number = ?',
    );
    this.#payoutGap = database.prepare<[string], Row>(
      `SELECT o.payout_number + 1 AS number FROM offers o WHERE o.payout_account = ? AND NOT EXISTS
        (SELECT 1 FROM offers n WHERE n.payout_account = o.payout_account AND n.payout_number = o.payout_number + 1)
       ORDER BY o.payout_number LIMIT 1`,
    );
    this.#freePayouts = database.prepare<[number]>(
      `UPDATE offers SET payout_account = NULL, payout_number = NULL
       WHERE is_announced = 0 AND expires_at <= ? AND payout_account IS NOT NULL`,
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

  insert(
    offer: Omit<StoredOffer, 'termsId' | 'isAnnounced' | 'settlementScript'> & {
      readonly client: string;
      readonly settlementScript?: Uint8Array;
      readonly payout?: PayoutAddress | undefined;
    },
  ): void {
    const { keyIndex, merchantKey, client, issuedAt, expiresAt, settlementScript, payout } = offer;
    this.#insert.run(
      keyIndex,
      merchantKey,
      this.#terms.idOf(offer.terms),
      client,
      issuedAt,
      expiresAt,
      settlementScript ?? null,
      payout?.account ?? null,
      payout?.number ?? null,
    );
  }

  /**
   * The lowest number of an account's addresses that no offer has: wallets look for money only a few unused addresses
   * ahead (BIP44's gap limit, 20), so those of offers that lapsed are given again. They get no channel any more.
   */
  nextPayoutNumber(account: string, now: number): number {
    this.#freePayouts.run(now);
    if (this.#isPayoutUsed.get(account, 0) === undefined) return 0;
    const row = this.#payoutGap.get(account);
    return row === undefined ? 0 : new RowReader(row).number('number');
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
      settlementScript: reader.optionalBytes('settlement_script'),
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
