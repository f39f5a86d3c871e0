import type { Database } from 'better-sqlite3';
import type { Koinu } from '../money.ts';
import { type Row, RowReader } from './rows.ts';

/** An accepted payment: one for an invoice, numbered from 1 on its channel. */
export interface StoredPayment {
  /** Number of the invoice's row. */
  readonly invoice: number;
  /** Row of the channel. */
  readonly channel: number;
  readonly number: number;
  readonly amount: Koinu;
  readonly tip: Koinu;
  /** Everything paid on the channel, this payment included. */
  readonly paid: Koinu;
  /** Milliseconds. */
  readonly acceptedAt: number;
  readonly psbtHash: Uint8Array;
  /** Hash of the unsigned settlement: the same one again is the same payment again. */
  readonly transactionHash: Uint8Array;
}

export class PaymentsTable {
  readonly #insert;
  readonly #byInvoice;
  readonly #ofChannel;

  constructor(database: Database) {
    this.#insert = database.prepare(
      'INSERT INTO payments (invoice, channel, number, amount, tip, paid, accepted_at, psbt_hash, transaction_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#byInvoice = database.prepare<[number], Row>('SELECT * FROM payments WHERE invoice = ?');
    this.#ofChannel = database.prepare<[number, number, number], Row>(
      'SELECT * FROM payments WHERE channel = ? AND number < ? ORDER BY number DESC LIMIT ?',
    );
  }

  insert(payment: StoredPayment): void {
    const { invoice, channel, number, amount, tip, paid, acceptedAt } = payment;
    this.#insert.run(
      invoice,
      channel,
      number,
      amount,
      tip,
      paid,
      acceptedAt,
      payment.psbtHash,
      payment.transactionHash,
    );
  }

  byInvoice(invoice: number): StoredPayment | undefined {
    const row = this.#byInvoice.get(invoice);
    return row === undefined ? undefined : readPayment(row);
  }

  /** The newest first, below a number for the next page. */
  ofChannel(channel: number, limit: number, before = Number.MAX_SAFE_INTEGER): StoredPayment[] {
    return this.#ofChannel.all(channel, before, limit).map(readPayment);
  }
}

function readPayment(row: Row): StoredPayment {
  const reader = new RowReader(row);
  return {
    invoice: reader.number('invoice'),
    channel: reader.number('channel'),
    number: reader.number('number'),
    amount: reader.amount('amount'),
    tip: reader.amount('tip'),
    paid: reader.amount('paid'),
    acceptedAt: reader.number('accepted_at'),
    psbtHash: reader.bytes('psbt_hash'),
    transactionHash: reader.bytes('transaction_hash'),
  };
}
