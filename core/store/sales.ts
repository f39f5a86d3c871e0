import type { Database } from 'better-sqlite3';
import type { Koinu } from '../money.ts';
import { fromHex } from '../protocol/bytes.ts';
import type { Pricing } from './invoices.ts';
import { type Row, RowReader, txidBytes } from './rows.ts';

/** So many numbers below one, the newest first: every list here is read in such pages. */
export interface SalesPage {
  readonly before: number;
  readonly most: number;
}

/** What a sale's memo and its customer's name say. */
export interface SaleText {
  readonly number: number;
  readonly memo: string;
  readonly customer: string;
}

/** Channels whose name has the words; more of them are no selection. */
const MOST_CUSTOMERS = 200;
/** Ids that begin alike. */
const MOST_ALIKE = 1000;
/** Sales that are passed over in one go, where most are not wanted. */
const MOST_PASSED_OVER = 10_000;
const TXID_DIGITS = 64;

/** By what a sale is found. Everything gives numbers of invoices, and takes as long with a hundred thousand as with one. */
export class SalesSearch {
  readonly #all;
  readonly #between;
  readonly #unpaid;
  readonly #lowest;
  readonly #cancelled;
  readonly #texts;
  readonly #byMemo;
  readonly #customers;
  readonly #ofChannel;
  readonly #byAmount;
  readonly #byTotal;
  readonly #byArrival;
  readonly #nextPrice;
  readonly #nextAmount;
  readonly #byPrice;
  readonly #byId;
  readonly #byTxid;
  readonly #byChannelId;
  readonly #byScript;

  constructor(database: Database) {
    const prepare = <P extends unknown[]>(sql: string) => database.prepare<P, Row>(sql);
    this.#all = prepare<[number, number]>(
      'SELECT id AS number FROM invoices WHERE id < ? ORDER BY id DESC LIMIT ?',
    );
    this.#unpaid = prepare<[number, number, number]>(
      `SELECT id AS number FROM (SELECT id FROM invoices WHERE id < ? ORDER BY id DESC LIMIT ?)
       WHERE NOT EXISTS (SELECT 1 FROM payments WHERE invoice = id) ORDER BY id DESC LIMIT ?`,
    );
    this.#lowest = prepare<[number, number]>(
      'SELECT min(id) AS number FROM (SELECT id FROM invoices WHERE id < ? ORDER BY id DESC LIMIT ?)',
    );
    this.#cancelled = prepare<[number, number]>(
      'SELECT id AS number FROM invoices WHERE cancelled_at IS NOT NULL AND id < ? ORDER BY id DESC LIMIT ?',
    );
    this.#between = prepare<[number, number]>(
      'SELECT min(id) AS first, max(id) AS last FROM invoices WHERE issued_at >= ? AND issued_at < ?',
    );
    this.#texts = prepare<[number, number]>(
      `SELECT invoices.id AS number, memo, coalesce(customer_name, '') AS customer FROM invoices
       LEFT JOIN payments ON payments.invoice = invoices.id LEFT JOIN channels ON channels.id = payments.channel
       WHERE invoices.id < ? ORDER BY invoices.id DESC LIMIT ?`,
    );
    this.#byMemo = prepare<[string, number, number]>(
      'SELECT rowid AS number FROM memo_words WHERE memo_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
    );
    this.#customers = prepare<[string, number]>(
      'SELECT rowid AS channel FROM customer_words WHERE customer_words MATCH ? ORDER BY rowid DESC LIMIT ?',
    );
    this.#ofChannel = prepare<[number, number, number]>(
      'SELECT invoice AS number FROM payments WHERE channel = ? AND invoice < ? ORDER BY invoice DESC LIMIT ?',
    );
    this.#byAmount = prepare<[bigint, number, number]>(
      'SELECT id AS number FROM invoices WHERE amount = ? AND id < ? ORDER BY id DESC LIMIT ?',
    );
    this.#byTotal = prepare<[bigint, number, number]>(
      'SELECT invoice AS number FROM payments WHERE amount + tip = ? AND tip > 0 AND invoice < ? ORDER BY invoice DESC LIMIT ?',
    );
    this.#byArrival = prepare<[bigint, number, number]>(
      'SELECT DISTINCT invoice AS number FROM arrivals WHERE value = ? AND invoice < ? ORDER BY invoice DESC LIMIT ?',
    );
    this.#nextPrice = prepare<[string, string]>(
      'SELECT currency, rate FROM invoices WHERE currency IS NOT NULL AND (currency, rate) > (?, ?) ORDER BY currency, rate LIMIT 1',
    );
    this.#nextAmount = prepare<[string, string, bigint, bigint]>(
      'SELECT amount FROM invoices WHERE currency = ? AND rate = ? AND amount >= ? AND amount <= ? ORDER BY amount LIMIT 1',
    );
    this.#byPrice = prepare<[string, string, bigint, number, number]>(
      'SELECT id AS number FROM invoices WHERE currency = ? AND rate = ? AND amount = ? AND id < ? ORDER BY id DESC LIMIT ?',
    );
    this.#byId = prepare<[Uint8Array, Uint8Array, number]>(
      'SELECT id AS number FROM invoices WHERE public_id BETWEEN ? AND ? LIMIT ?',
    );
    this.#byTxid = prepare<[Uint8Array]>('SELECT invoice AS number FROM arrivals WHERE txid = ?');
    this.#byChannelId = prepare<[Uint8Array, Uint8Array, number]>(
      'SELECT id AS channel FROM channels WHERE channel_id BETWEEN ? AND ? LIMIT ?',
    );
    this.#byScript = prepare<[Uint8Array]>('SELECT id AS number FROM invoices WHERE script = ?');
  }

  all({ before, most }: SalesPage): number[] {
    return this.#all.all(before, most).map(numberOf);
  }

  cancelled({ before, most }: SalesPage): number[] {
    return this.#cancelled.all(before, most).map(numberOf);
  }

  /** Those that no channel has paid, among so many below a number; and the last that was looked at, if there are more. */
  unpaid({ before, most }: SalesPage): { readonly numbers: number[]; readonly next: number | undefined } {
    const numbers = this.#unpaid.all(before, MOST_PASSED_OVER, most).map(numberOf);
    if (numbers.length === most) return { numbers, next: numbers.at(-1) };
    const lowest = new RowReader(this.#lowest.get(before, MOST_PASSED_OVER) ?? {}).optionalNumber('number');
    const next = lowest === undefined ? [] : this.all({ before: lowest, most: 1 });
    return { numbers, next: next.length === 0 ? undefined : lowest };
  }

  /** The first and the last that were issued from one time on and before another, in milliseconds. */
  between(from: number, to: number): { readonly first: number; readonly last: number } | undefined {
    const reader = new RowReader(this.#between.get(from, to) ?? {});
    const first = reader.optionalNumber('first');
    return first === undefined ? undefined : { first, last: reader.number('last') };
  }

  texts({ before, most }: SalesPage): SaleText[] {
    return this.#texts.all(before, most).map((row) => {
      const reader = new RowReader(row);
      return {
        number: reader.number('number'),
        memo: reader.text('memo'),
        customer: reader.text('customer'),
      };
    });
  }

  /** @param words each of three characters or more; all of them are in the memo, in any case, with any accents */
  byMemo(words: readonly string[], { before, most }: SalesPage): number[] {
    return this.#byMemo.all(matchOf(words), before, most).map(numberOf);
  }

  /** Rows of channels whose customer's name has the words; undefined where these are too many to select by. */
  customers(words: readonly string[]): number[] | undefined {
    const found = this.#customers.all(matchOf(words), MOST_CUSTOMERS + 1);
    return found.length > MOST_CUSTOMERS
      ? undefined
      : found.map((row) => new RowReader(row).number('channel'));
  }

  ofChannel(channel: number, { before, most }: SalesPage): number[] {
    return this.#ofChannel.all(channel, before, most).map(numberOf);
  }

  /** By what was due, what was paid with the tip, or what came on the chain. */
  byAmount(amount: Koinu, { before, most }: SalesPage): number[] {
    const statements = [this.#byAmount, this.#byTotal, this.#byArrival];
    return statements.flatMap((statement) => statement.all(amount, before, most).map(numberOf));
  }

  /** All prices that a DOGE ever had here. */
  prices(most: number): Pricing[] {
    const prices: Pricing[] = [];
    let last: Pricing = { currency: '', rate: '' };
    while (prices.length < most) {
      const row = this.#nextPrice.get(last.currency, last.rate);
      if (row === undefined) break;
      const reader = new RowReader(row);
      last = { currency: reader.text('currency'), rate: reader.text('rate') };
      prices.push(last);
    }
    return prices;
  }

  /** By what was due at one price, from one amount to another, both included. */
  byWorth(
    { currency, rate }: Pricing,
    { least, greatest }: { readonly least: bigint; readonly greatest: bigint },
    { before, most }: SalesPage,
  ): number[] {
    const numbers: number[] = [];
    let from = least;
    for (let distinct = 0; distinct < MOST_ALIKE; distinct++) {
      const row = this.#nextAmount.get(currency, rate, from, greatest);
      if (row === undefined) break;
      const amount = new RowReader(row).bigint('amount');
      numbers.push(...this.#byPrice.all(currency, rate, amount, before, most).map(numberOf));
      from = amount + 1n;
    }
    return numbers;
  }

  /** By the first digits of the invoice's id, or by all of a transaction's that came to its address. @param digits hex */
  byId(digits: string, before: number): number[] {
    const ids = rangeOf(digits, 16);
    const isTxid = digits.length === TXID_DIGITS;
    return [
      ...(ids ? this.#byId.all(...ids, MOST_ALIKE) : []),
      ...(isTxid ? this.#byTxid.all(txidBytes(digits.toLowerCase())) : []),
    ]
      .map(numberOf)
      .filter((number) => number < before);
  }

  /** Rows of channels by the first digits of their id. @param digits hex */
  channelsById(digits: string): number[] {
    const range = rangeOf(digits, 32);
    const found = range ? this.#byChannelId.all(...range, MOST_CUSTOMERS) : [];
    return found.map((row) => new RowReader(row).number('channel'));
  }

  byScript(script: Uint8Array, before: number): number[] {
    return this.#byScript
      .all(script)
      .map(numberOf)
      .filter((number) => number < before);
  }
}

function numberOf(row: Row): number {
  return new RowReader(row).number('number');
}

/** In FTS5's language: each word is a phrase, whatever is in it. */
function matchOf(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
}

/** From all zeros to all ones behind the digits; undefined where these are more than the id has. */
function rangeOf(digits: string, bytes: number): [Uint8Array, Uint8Array] | undefined {
  if (digits.length > bytes * 2) return undefined;
  const filled = (digit: string) => fromHex(digits.toLowerCase().padEnd(bytes * 2, digit));
  return [filled('0'), filled('f')];
}
