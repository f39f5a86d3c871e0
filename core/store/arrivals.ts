import type { Database } from 'better-sqlite3';
import type { ArrivalPlace, OnChainArrival } from '../invoice/on-chain.ts';
import type { Koinu } from '../money.ts';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';

/** An output that pays the own address of an invoice. */
export interface StoredArrival extends OnChainArrival {
  /** Number of the invoice's row. */
  readonly invoice: number;
  readonly txid: string;
  readonly vout: number;
  /** Where a refund is to go, as whoever relayed the transaction said: a stranger may have been first. */
  readonly refundAddress: string | undefined;
}

/** What was decided of an invoice to whose address something came. Times in milliseconds. */
interface ArrivalVerdict {
  readonly settledAt: number | undefined;
  readonly acceptedLateAt: number | undefined;
  /** What a clerk took for the whole, when less had come; and when he did. */
  readonly acceptedPart: Koinu | undefined;
  readonly acceptedPartAt: number | undefined;
}

type NewArrival = Omit<StoredArrival, 'wasUndone' | 'isSound' | 'refundAddress'>;

const NO_VERDICT: ArrivalVerdict = {
  settledAt: undefined,
  acceptedLateAt: undefined,
  acceptedPart: undefined,
  acceptedPartAt: undefined,
};

export class ArrivalsTable {
  readonly #insert;
  readonly #find;
  readonly #ofInvoice;
  readonly #hasCome;
  readonly #move;
  readonly #undo;
  readonly #remove;
  readonly #drop;
  readonly #backdate;
  readonly #unmined;
  readonly #unproven;
  readonly #vouch;
  readonly #shallow;
  readonly #keep;
  readonly #bytes;
  readonly #forget;
  readonly #forgetBuried;
  readonly #verdict;
  readonly #settle;
  readonly #acceptLate;
  readonly #acceptPart;
  readonly #offered;
  readonly #wasSeen;

  constructor(database: Database) {
    this.#insert = database.prepare(
      'INSERT INTO arrivals (invoice, txid, vout, value, first_seen, place, height, is_replaceable, was_seen, refund_address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#find = database.prepare<[Uint8Array, number], Row>(
      'SELECT * FROM arrivals WHERE txid = ? AND vout = ?',
    );
    this.#ofInvoice = database.prepare<[number], Row>(
      'SELECT * FROM arrivals WHERE invoice = ? AND was_seen = 1 ORDER BY id',
    );
    this.#hasCome = database.prepare<[number], Row>(
      'SELECT 1 AS found FROM arrivals WHERE invoice = ? AND was_seen = 1 LIMIT 1',
    );
    this.#move = database.prepare<[string, number | null, number, number, number, Uint8Array, string], Row>(
      "UPDATE arrivals SET place = ?, height = ?, was_undone = was_undone AND ?, is_sound = is_sound AND ?, was_seen = was_seen OR ? WHERE txid = ? AND (height IS NULL OR ? = 'block') RETURNING invoice",
    );
    this.#undo = database.prepare<[number], Row>(
      "UPDATE arrivals SET place = 'missing', height = NULL, was_undone = 1, is_sound = 0 WHERE height > ? RETURNING invoice",
    );
    this.#remove = database.prepare<[Uint8Array]>('DELETE FROM arrivals WHERE txid = ? AND was_seen = 0');
    this.#drop = database.prepare<[Uint8Array, number]>(
      "DELETE FROM arrivals WHERE txid = ? AND invoice = ? AND place <> 'block'",
    );
    this.#backdate = database.prepare<[number, string | null, Uint8Array, number]>(
      'UPDATE arrivals SET first_seen = min(first_seen, ?), refund_address = coalesce(refund_address, ?) WHERE txid = ? AND invoice = ?',
    );
    this.#unmined = database.prepare<[number], Row>(
      "SELECT DISTINCT txid FROM arrivals WHERE height IS NULL AND place IN ('mempool', 'missing') AND first_seen >= ?",
    );
    this.#unproven = database.prepare<[bigint, number], Row>(
      "SELECT txid FROM arrivals JOIN invoices ON invoices.id = arrivals.invoice WHERE place = 'mempool' AND height IS NULL AND is_replaceable = 0 AND is_sound = 0 AND invoices.amount <= ? GROUP BY txid ORDER BY max(arrivals.id) DESC LIMIT ?",
    );
    this.#vouch = database.prepare<[Uint8Array], Row>(
      "UPDATE arrivals SET is_sound = 1 WHERE txid = ? AND place = 'mempool' RETURNING invoice",
    );
    this.#shallow = database.prepare<[number], Row>(
      "SELECT invoice FROM arrivals WHERE height IS NULL AND place IN ('mempool', 'missing') UNION SELECT invoice FROM arrivals WHERE height > ?",
    );
    this.#keep = database.prepare<[Uint8Array, Uint8Array]>(
      'INSERT OR IGNORE INTO arrival_transactions (txid, bytes) VALUES (?, ?)',
    );
    this.#bytes = database.prepare<[Uint8Array], Row>(
      'SELECT bytes FROM arrival_transactions WHERE txid = ?',
    );
    this.#forget = database.prepare<[Uint8Array]>(
      'DELETE FROM arrival_transactions WHERE txid = ? AND txid NOT IN (SELECT txid FROM arrivals)',
    );
    this.#forgetBuried = database.prepare<[number]>(
      'DELETE FROM arrival_transactions WHERE txid IN (SELECT txid FROM arrivals WHERE height <= ?)',
    );
    this.#verdict = database.prepare<[number], Row>('SELECT * FROM arrival_verdicts WHERE invoice = ?');
    const upsert = (column: string) =>
      database.prepare<[number, number | string | null]>(
        `INSERT INTO arrival_verdicts (invoice, ${column}) VALUES (?, ?) ON CONFLICT (invoice) DO UPDATE SET ${column} = excluded.${column}`,
      );
    this.#settle = upsert('settled_at');
    this.#acceptLate = upsert('accepted_late_at');
    this.#acceptPart = database.prepare<[number, bigint, number]>(
      'INSERT INTO arrival_verdicts (invoice, accepted_part, accepted_part_at) VALUES (?, ?, ?) ON CONFLICT (invoice) DO UPDATE SET accepted_part = excluded.accepted_part, accepted_part_at = excluded.accepted_part_at',
    );
    this.#offered = database.prepare<[], Row>(
      'SELECT DISTINCT txid, invoice FROM arrivals WHERE was_seen = 0',
    );
    this.#wasSeen = database.prepare<[Uint8Array], Row>(
      'SELECT was_seen FROM arrivals WHERE txid = ? LIMIT 1',
    );
  }

  /** What the node has. */
  insert(arrival: NewArrival): void {
    this.#add(arrival, { wasSeen: true });
  }

  /**
   * What somebody gave to the relay, before the node is asked: kept so that a crash does not lose it, and counted for
   * nothing until the node has it.
   * @param refundAddress where he says that a refund should go, which proves nothing
   */
  offer(arrival: Omit<NewArrival, 'place' | 'height'>, refundAddress: string | undefined): void {
    this.#add({ ...arrival, place: 'missing', height: undefined }, { wasSeen: false, refundAddress });
  }

  #add(
    { invoice, txid, vout, value, firstSeen, place, height, isReplaceable }: NewArrival,
    { wasSeen, refundAddress }: { readonly wasSeen: boolean; readonly refundAddress?: string | undefined },
  ): void {
    this.#insert.run(
      invoice,
      txidBytes(txid),
      vout,
      value,
      firstSeen,
      place,
      height ?? null,
      isReplaceable ? 1 : 0,
      wasSeen ? 1 : 0,
      refundAddress ?? null,
    );
  }

  /** Transactions that were kept for the node and that it has not taken, with the invoices that they would pay. */
  offered(): { readonly txid: string; readonly invoice: number }[] {
    return this.#offered.all().map((row) => {
      const reader = new RowReader(row);
      return { txid: txidOfBytes(reader.bytes('txid')), invoice: reader.number('invoice') };
    });
  }

  /** Whether the node has ever had it; false for one that is only kept for it, or not known at all. */
  wasSeen(txid: string): boolean {
    const row = this.#wasSeen.get(txidBytes(txid));
    return row !== undefined && new RowReader(row).flag('was_seen');
  }

  find(txid: string, vout: number): StoredArrival | undefined {
    const row = this.#find.get(txidBytes(txid), vout);
    return row === undefined ? undefined : readArrival(row);
  }

  /** Whether the node has ever had anything for the invoice: what came is never taken out again, but for another form of it. */
  hasCome(invoice: number): boolean {
    return this.#hasCome.get(invoice) !== undefined;
  }

  /** What the node has had, in the order in which it came. */
  ofInvoice(invoice: number): StoredArrival[] {
    return this.#ofInvoice.all(invoice).map(readArrival);
  }

  /**
   * A transaction is elsewhere now. Out of a block it comes by undoAbove alone: news of the mempool may be older than
   * the block. @returns the invoices it pays
   */
  move(txid: string, place: ArrivalPlace, height?: number): number[] {
    const keepsUndone = place === 'block' ? 0 : 1;
    const staysSound = place === 'mempool' ? 1 : 0;
    const isSeen = place === 'mempool' || place === 'block' ? 1 : 0;
    return this.#move
      .all(place, height ?? null, keepsUndone, staysSound, isSeen, txidBytes(txid), place)
      .map(invoiceOf);
  }

  /** Transactions in the mempool that were not vouched for yet, of invoices up to this amount; the newest first. */
  unproven(amount: Koinu, most: number): string[] {
    return this.#unproven.all(amount, most).map((row) => txidOfBytes(new RowReader(row).bytes('txid')));
  }

  /** Nothing speaks against it while it stays in the mempool. @returns the invoices it pays */
  vouch(txid: string): number[] {
    return this.#vouch.all(txidBytes(txid)).map(invoiceOf);
  }

  /** A reorg took the blocks above this height away. @returns the invoices that are touched */
  undoAbove(height: number): number[] {
    return this.#undo.all(height).map(invoiceOf);
  }

  /** A transaction that was kept for the node, which does not take it. */
  remove(txid: string): void {
    this.#remove.run(txidBytes(txid));
    this.#forget.run(txidBytes(txid));
  }

  /** Another form of the same payment takes its place, and came when this one came. @param by its txid */
  supersede({ txid, invoice, firstSeen, refundAddress }: StoredArrival, by: string): void {
    this.#drop.run(txidBytes(txid), invoice);
    this.#forget.run(txidBytes(txid));
    this.#backdate.run(firstSeen, refundAddress ?? null, txidBytes(by), invoice);
  }

  /** Transactions that are in no block and may still come into one, seen first at this time or later. */
  unmined(since: number): string[] {
    return this.#unmined.all(since).map((row) => txidOfBytes(new RowReader(row).bytes('txid')));
  }

  /** Invoices with an arrival in no block, or in one above this height. */
  invoicesAbove(height: number): number[] {
    return this.#shallow.all(height).map(invoiceOf);
  }

  keepTransaction(txid: string, bytes: Uint8Array): void {
    this.#keep.run(txidBytes(txid), bytes);
  }

  transaction(txid: string): Uint8Array | undefined {
    const row = this.#bytes.get(txidBytes(txid));
    return row === undefined ? undefined : new RowReader(row).bytes('bytes');
  }

  /** Transactions in blocks up to this height need not be sent again. */
  forgetTransactions(height: number): void {
    this.#forgetBuried.run(height);
  }

  verdict(invoice: number): ArrivalVerdict {
    const row = this.#verdict.get(invoice);
    if (row === undefined) return NO_VERDICT;
    const reader = new RowReader(row);
    return {
      settledAt: reader.optionalNumber('settled_at'),
      acceptedLateAt: reader.optionalNumber('accepted_late_at'),
      acceptedPart: reader.optionalAmount('accepted_part'),
      acceptedPartAt: reader.optionalNumber('accepted_part_at'),
    };
  }

  /** @param at undefined: it does not count as paid any more */
  settle(invoice: number, at: number | undefined): void {
    this.#settle.run(invoice, at ?? null);
  }

  acceptLate(invoice: number, at: number): void {
    this.#acceptLate.run(invoice, at);
  }

  /** @param part what the invoice is paid with, instead of its amount */
  acceptPart(invoice: number, part: Koinu, at: number): void {
    this.#acceptPart.run(invoice, part, at);
  }
}

function invoiceOf(row: Row): number {
  return new RowReader(row).number('invoice');
}

function readArrival(row: Row): StoredArrival {
  const reader = new RowReader(row);
  return {
    invoice: reader.number('invoice'),
    txid: txidOfBytes(reader.bytes('txid')),
    vout: reader.number('vout'),
    value: reader.amount('value'),
    firstSeen: reader.number('first_seen'),
    place: reader.text('place') as ArrivalPlace,
    height: reader.optionalNumber('height'),
    wasUndone: reader.flag('was_undone'),
    isReplaceable: reader.flag('is_replaceable'),
    isSound: reader.flag('is_sound'),
    refundAddress: reader.optionalText('refund_address'),
  };
}
