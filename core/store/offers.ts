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
interface PayoutAddress {
  readonly account: string;
  readonly number: number;
}

/** Offers of one network address that nobody announced yet. */
export interface OpenOffers {
  readonly client: string;
  readonly count: number;
  /** Key index of the last one. */
  readonly newest: number;
}

export class OffersTable {
  readonly #terms: TermsTable;
  readonly #nextIndex;
  readonly #insert;
  readonly #lastPayout;
  readonly #skipTo;
  readonly #byKey;
  readonly #openOf;
  readonly #open;
  readonly #openByClient;
  readonly #takeBack;
  readonly #markAnnounced;
  readonly #prune;
  readonly #endWrongTime;

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
    this.#lastPayout = database.prepare<[string], Row>(
      'SELECT max(payout_number) AS last FROM offers WHERE payout_account = ? AND is_announced = 1',
    );
    this.#byKey = database.prepare<[Uint8Array], Row>('SELECT * FROM offers WHERE merchant_key = ?');
    this.#openOf = database.prepare<[string, number], Row>(
      'SELECT count(*) AS open, min(expires_at) AS first FROM offers WHERE is_announced = 0 AND client = ? AND expires_at > ?',
    );
    this.#open = database.prepare<[number], Row>(
      'SELECT count(*) AS open, min(expires_at) AS first FROM offers WHERE is_announced = 0 AND expires_at > ?',
    );
    this.#openByClient = database.prepare<[number], Row>(
      'SELECT client, count(*) AS open, max(key_index) AS newest FROM offers WHERE is_announced = 0 AND expires_at > ? GROUP BY client',
    );
    this.#takeBack = database.prepare<[number]>(
      'DELETE FROM offers WHERE key_index = ? AND is_announced = 0',
    );
    this.#markAnnounced = database.prepare<[number]>(
      'UPDATE offers SET is_announced = 1 WHERE key_index = ? AND is_announced = 0',
    );
    this.#endWrongTime = database.prepare<[{ from: number; to: number }]>(
      'UPDATE offers SET expires_at = @to WHERE is_announced = 0 AND expires_at > @to AND (expires_at <= @from OR issued_at > @to)',
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
   * The number of an account's address that the next channel gets: the first one above those of announced offers. Open
   * offers share it, since wallets look for money only a few unused addresses ahead (BIP44's gap limit, 20) and
   * strangers could otherwise ask for more; two that are announced at once are paid at one address.
   */
  nextPayoutNumber(account: string): number {
    const row = this.#lastPayout.get(account);
    const last = row === undefined ? undefined : new RowReader(row).optionalNumber('last');
    return last === undefined ? 0 : last + 1;
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

  openByClient(now: number): OpenOffers[] {
    return this.#openByClient.all(now).map((row) => {
      const reader = new RowReader(row);
      return { client: reader.text('client'), count: reader.number('open'), newest: reader.number('newest') };
    });
  }

  /** Forgets an offer that nobody announced. Its key stays used. */
  takeBack(keyIndex: number): void {
    this.#takeBack.run(keyIndex);
  }

  markAnnounced(keyIndex: number): void {
    this.#markAnnounced.run(keyIndex);
  }

  /** The time of day went back: as for invoices. */
  endWrongTime({ from, to }: { readonly from: number; readonly to: number }): void {
    this.#endWrongTime.run({ from, to });
  }

  /** Forgets offers that lapsed before a time. Their keys stay used: the index only grows. */
  prune(expiredBefore: number): void {
    this.#prune.run(expiredBefore);
  }
}
