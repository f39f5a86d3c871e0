import type { Database } from 'better-sqlite3';
import { assert } from '../assert.ts';
import type { Koinu } from '../money.ts';
import { fromHex, toHex } from '../protocol/bytes.ts';
import { invoiceDigest } from '../protocol/compact-payment.ts';
import { type Row, RowReader } from './rows.ts';
import { SequenceStart } from './sequence-start.ts';

/** What one DOGE was worth, a decimal string, in a currency of ISO 4217. */
export interface Pricing {
  readonly currency: string;
  readonly rate: string;
}

/** An invoice's id on the wire is the hex of its 16 random bytes. Times in milliseconds. */
export interface StoredInvoice {
  /** Number of the row, which is the index of the invoice's own address. */
  readonly number: number;
  readonly id: string;
  readonly amount: Koinu;
  readonly allowsTip: boolean;
  readonly memo: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly cancelledAt: number | undefined;
  /** When it was issued. */
  readonly pricing: Pricing | undefined;
}

type NewInvoice = Omit<StoredInvoice, 'number' | 'cancelledAt' | 'pricing'> & {
  readonly pricing?: Pricing | undefined;
};

/** What the watcher needs to know of an invoice. */
interface WatchedInvoice {
  readonly number: number;
  /** undefined where it was never derived. */
  readonly script: Uint8Array | undefined;
  readonly expiresAt: number;
}

const ID = /^[0-9a-f]{32}$/;

export class InvoicesTable {
  readonly #insert;
  readonly #skipTo;
  readonly #byId;
  readonly #byNumber;
  readonly #byDigest;
  readonly #newest;
  readonly #cancel;
  readonly #setScript;
  readonly #watched;
  readonly #endWrongTime;

  constructor(database: Database) {
    this.#skipTo = new SequenceStart(database, 'invoices');
    this.#insert = database.prepare(
      'INSERT INTO invoices (public_id, digest, amount, allows_tip, memo, issued_at, expires_at, currency, rate) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#byId = database.prepare<[Uint8Array], Row>('SELECT * FROM invoices WHERE public_id = ?');
    this.#byNumber = database.prepare<[number], Row>('SELECT * FROM invoices WHERE id = ?');
    this.#byDigest = database.prepare<[bigint], Row>(
      'SELECT * FROM invoices WHERE digest = ? ORDER BY id DESC',
    );
    this.#newest = database.prepare<[number, number], Row>(
      'SELECT * FROM invoices WHERE id < ? ORDER BY id DESC LIMIT ?',
    );
    this.#cancel = database.prepare<[number, number]>(
      'UPDATE invoices SET cancelled_at = ? WHERE id = ? AND cancelled_at IS NULL',
    );
    this.#setScript = database.prepare<[Uint8Array, number]>('UPDATE invoices SET script = ? WHERE id = ?');
    this.#watched = database.prepare<[number, number, number], Row>(
      'SELECT id, script, expires_at FROM invoices WHERE id > ? AND expires_at >= ? ORDER BY id LIMIT ?',
    );
    this.#endWrongTime = database.prepare<[{ from: number; to: number }]>(
      `UPDATE invoices SET expires_at = @to WHERE expires_at > @to AND (expires_at <= @from OR issued_at > @to)
        AND NOT EXISTS (SELECT 1 FROM arrivals WHERE arrivals.invoice = invoices.id)`,
    );
  }

  /** The script of the invoice's own address. */
  setScript(number: number, script: Uint8Array): void {
    this.#setScript.run(script, number);
  }

  /** Invoices above a number that ended at this time or later, the oldest first. */
  watched(endedSince: number, above: number, limit: number): WatchedInvoice[] {
    return this.#watched.all(above, endedSince, limit).map((row) => {
      const reader = new RowReader(row);
      return {
        number: reader.number('id'),
        script: reader.optionalBytes('script'),
        expiresAt: reader.number('expires_at'),
      };
    });
  }

  /** The next number is this one or above: for a till that does not know what it used before. */
  skipTo(first: number): void {
    this.#skipTo.raise(first - 1);
  }

  insert(invoice: NewInvoice): StoredInvoice {
    const { id, amount, allowsTip, memo, issuedAt, expiresAt, pricing } = invoice;
    const { lastInsertRowid } = this.#insert.run(
      fromHex(id),
      digestOf(id),
      amount,
      allowsTip ? 1 : 0,
      memo,
      issuedAt,
      expiresAt,
      pricing?.currency ?? null,
      pricing?.rate ?? null,
    );
    return { ...invoice, pricing, number: Number(lastInsertRowid), cancelledAt: undefined };
  }

  byId(id: string): StoredInvoice | undefined {
    if (!ID.test(id)) return undefined;
    const row = this.#byId.get(fromHex(id));
    return row === undefined ? undefined : readInvoice(row);
  }

  /** For payments and receipts, which refer to invoices that exist. */
  require(number: number): StoredInvoice {
    const row = this.#byNumber.get(number);
    assert(row !== undefined, `invoice ${number} exists`);
    return readInvoice(row);
  }

  requireById(id: string): StoredInvoice {
    const invoice = this.byId(id);
    assert(invoice !== undefined, `invoice ${id} exists`);
    return invoice;
  }

  /** By the first 8 bytes of SHA-256 of the id, as a compact payment names it. */
  byDigest(digest: Uint8Array): StoredInvoice | undefined {
    const row = this.#byDigest.get(asInteger(digest));
    return row === undefined ? undefined : readInvoice(row);
  }

  /** The newest first, below a number for the next page. */
  newest(limit: number, before = Number.MAX_SAFE_INTEGER): StoredInvoice[] {
    return this.#newest.all(before, limit).map(readInvoice);
  }

  /**
   * The time of day went back: what was over stays over, and what was issued in a time that has not come is over. What
   * came to an invoice's address keeps its place before or after the end.
   */
  endWrongTime({ from, to }: { readonly from: number; readonly to: number }): void {
    this.#endWrongTime.run({ from, to });
  }

  cancel(number: number, now: number): void {
    this.#cancel.run(now, number);
  }
}

function digestOf(id: string): bigint {
  return asInteger(invoiceDigest(id));
}

function asInteger(digest: Uint8Array): bigint {
  return BigInt.asIntN(64, BigInt(`0x${toHex(digest)}`));
}

function readInvoice(row: Row): StoredInvoice {
  const reader = new RowReader(row);
  return {
    number: reader.number('id'),
    id: toHex(reader.bytes('public_id')),
    amount: reader.amount('amount'),
    allowsTip: reader.flag('allows_tip'),
    memo: reader.text('memo'),
    issuedAt: reader.number('issued_at'),
    expiresAt: reader.number('expires_at'),
    cancelledAt: reader.optionalNumber('cancelled_at'),
    pricing: readPricing(reader),
  };
}

function readPricing(reader: RowReader): Pricing | undefined {
  const currency = reader.optionalText('currency');
  const rate = reader.optionalText('rate');
  return currency === undefined || rate === undefined ? undefined : { currency, rate };
}
