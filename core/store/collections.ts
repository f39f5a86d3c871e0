import type { Database } from 'better-sqlite3';
import { type Koinu, sum } from '../money.ts';
import type { Outpoint } from '../protocol/transaction.ts';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';

/** A coin at the own address of an invoice. */
export interface InvoiceCoin extends Outpoint {
  /** Number of the arrival's row. */
  readonly arrival: number;
  /** Number of the invoice, which is the index of the key. */
  readonly invoice: number;
  readonly value: Koinu;
}

/** A transaction that takes coins of invoices to one address, kept from before it is sent. Times in milliseconds. */
export interface StoredCollection {
  readonly id: number;
  readonly txid: string;
  readonly bytes: Uint8Array;
  readonly script: Uint8Array;
  readonly amount: Koinu;
  readonly fee: Koinu;
  readonly madeAt: number;
  readonly sentAt: number | undefined;
  readonly height: number | undefined;
  /** In which form it is in a block: a miner may have changed it. */
  readonly minedTxid: string | undefined;
  readonly ended: 'buried' | 'conflicted' | undefined;
  readonly problem: string | undefined;
}

type NewCollection = Pick<StoredCollection, 'txid' | 'bytes' | 'script' | 'amount' | 'fee' | 'madeAt'>;

/** Coins that are not in a collection, by why they are not. */
interface CoinTotal {
  readonly coins: number;
  readonly amount: Koinu;
}

/** In no collection, and nobody has to decide first whose they are. */
const FREE =
  'NOT EXISTS (SELECT 1 FROM collected_coins WHERE collected_coins.txid = arrivals.txid AND collected_coins.vout = arrivals.vout)';
const DECIDED = 'NOT EXISTS (SELECT 1 FROM open_questions WHERE open_questions.invoice = arrivals.invoice)';

export class CollectionsTable {
  readonly #coins;
  readonly #shallow;
  readonly #undecided;
  readonly #isInvoiceScript;
  readonly #insert;
  readonly #claim;
  readonly #newest;
  readonly #alive;
  readonly #watched;
  readonly #sent;
  readonly #failed;
  readonly #mined;
  readonly #bury;
  readonly #undo;
  readonly #conflicted;
  readonly #conflict;
  readonly #release;

  constructor(database: Database) {
    this.#coins = database.prepare<[number, number, number], Row>(
      `SELECT id, invoice, txid, vout, value FROM arrivals WHERE id > ? AND place = 'block' AND height <= ? AND ${FREE} AND ${DECIDED} ORDER BY id LIMIT ?`,
    );
    this.#shallow = database.prepare<[number], Row>(
      `SELECT value FROM arrivals WHERE (height IS NULL AND place IN ('mempool', 'missing') OR height > ?) AND ${FREE} AND ${DECIDED}`,
    );
    this.#undecided = database.prepare<[], Row>(
      `SELECT value FROM open_questions CROSS JOIN arrivals ON arrivals.invoice = open_questions.invoice WHERE place <> 'conflicted' AND was_seen = 1 AND ${FREE}`,
    );
    this.#isInvoiceScript = database.prepare<[Uint8Array], Row>(
      'SELECT 1 AS found FROM invoices WHERE script = ? LIMIT 1',
    );
    this.#insert = database.prepare<[Uint8Array, Uint8Array, Uint8Array, bigint, bigint, number]>(
      'INSERT INTO collections (txid, bytes, script, amount, fee, made_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#claim = database.prepare<[Uint8Array, number, number]>(
      'INSERT INTO collected_coins (txid, vout, collection) VALUES (?, ?, ?)',
    );
    this.#newest = database.prepare<[number], Row>('SELECT * FROM collections ORDER BY id DESC LIMIT ?');
    this.#alive = database.prepare<[], Row>('SELECT * FROM collections WHERE ended IS NULL ORDER BY id');
    this.#watched = database.prepare<[], Row>(
      'SELECT collected_coins.* FROM collections JOIN collected_coins ON collection = id WHERE ended IS NULL',
    );
    this.#sent = database.prepare<[number, number]>(
      'UPDATE collections SET sent_at = coalesce(sent_at, ?), problem = NULL WHERE id = ?',
    );
    this.#failed = database.prepare<[string, number]>('UPDATE collections SET problem = ? WHERE id = ?');
    this.#mined = database.prepare<[number, Uint8Array, number]>(
      'UPDATE collections SET height = ?, mined_txid = ?, problem = NULL WHERE id = ? AND ended IS NULL',
    );
    this.#bury = database.prepare<[number]>(
      "UPDATE collections SET ended = 'buried' WHERE ended IS NULL AND height <= ?",
    );
    this.#undo = database.prepare<[number]>(
      'UPDATE collections SET height = NULL, mined_txid = NULL, ended = NULL WHERE height > ?',
    );
    this.#conflicted = database.prepare<[], Row>(
      `SELECT DISTINCT collections.id FROM collections JOIN collected_coins ON collection = collections.id
       LEFT JOIN arrivals ON arrivals.txid = collected_coins.txid AND arrivals.vout = collected_coins.vout
       WHERE ended IS NULL AND collections.height IS NULL AND (arrivals.id IS NULL OR place = 'conflicted')`,
    );
    this.#conflict = database.prepare<[number]>("UPDATE collections SET ended = 'conflicted' WHERE id = ?");
    this.#release = database.prepare<[number]>('DELETE FROM collected_coins WHERE collection = ?');
  }

  /** Decided coins in blocks up to this height that no collection has, in the order in which they came. */
  coins(height: number, after: number, most: number): InvoiceCoin[] {
    return this.#coins.all(after, height, most).map((row) => {
      const reader = new RowReader(row);
      return {
        arrival: reader.number('id'),
        invoice: reader.number('invoice'),
        txid: txidOfBytes(reader.bytes('txid')),
        vout: reader.number('vout'),
        value: reader.amount('value'),
      };
    });
  }

  /** What is in no block, or in one above this height. */
  shallow(height: number): CoinTotal {
    const values = this.#shallow.all(height).map((row) => new RowReader(row).amount('value'));
    return { coins: values.length, amount: sum(values) };
  }

  /** Of invoices that somebody has to decide about first, the whole of them. */
  undecided(): CoinTotal {
    const values = this.#undecided.all().map((row) => new RowReader(row).amount('value'));
    return { coins: values.length, amount: sum(values) };
  }

  isInvoiceScript(script: Uint8Array): boolean {
    return this.#isInvoiceScript.get(script) !== undefined;
  }

  /** Within a transaction of the store. Throws where another collection has a coin of it. @returns its id */
  insert(collection: NewCollection, coins: readonly Outpoint[]): number {
    const { txid, bytes, script, amount, fee, madeAt } = collection;
    const { lastInsertRowid } = this.#insert.run(txidBytes(txid), bytes, script, amount, fee, madeAt);
    const id = Number(lastInsertRowid);
    for (const coin of coins) this.#claim.run(txidBytes(coin.txid), coin.vout, id);
    return id;
  }

  newest(most: number): StoredCollection[] {
    return this.#newest.all(most).map(readCollection);
  }

  /** Neither buried nor conflicted, the oldest first. */
  alive(): StoredCollection[] {
    return this.#alive.all().map(readCollection);
  }

  /** The coins of those that are alive, with the id of the collection. */
  watched(): (Outpoint & { readonly collection: number })[] {
    return this.#watched.all().map((row) => {
      const reader = new RowReader(row);
      return {
        txid: txidOfBytes(reader.bytes('txid')),
        vout: reader.number('vout'),
        collection: reader.number('collection'),
      };
    });
  }

  sent(id: number, at: number): void {
    this.#sent.run(at, id);
  }

  failed(id: number, problem: string): void {
    this.#failed.run(problem, id);
  }

  mined(id: number, txid: string, height: number): void {
    this.#mined.run(height, txidBytes(txid), id);
  }

  /** Those in blocks up to this height are not followed any more. */
  bury(height: number): boolean {
    return this.#bury.run(height).changes > 0;
  }

  /** A reorg took the blocks above this height away. */
  undoAbove(height: number): boolean {
    return this.#undo.run(height).changes > 0;
  }

  /** Collections that spend a coin which came to nothing itself, or is there in another form. */
  conflicted(): number[] {
    return this.#conflicted.all().map((row) => new RowReader(row).number('id'));
  }

  /** It cannot be mined any more. Its coins are free again. */
  conflict(id: number): void {
    this.#conflict.run(id);
    this.#release.run(id);
  }
}

function readCollection(row: Row): StoredCollection {
  const reader = new RowReader(row);
  const mined = reader.optionalBytes('mined_txid');
  return {
    id: reader.number('id'),
    txid: txidOfBytes(reader.bytes('txid')),
    bytes: reader.bytes('bytes'),
    script: reader.bytes('script'),
    amount: reader.amount('amount'),
    fee: reader.amount('fee'),
    madeAt: reader.number('made_at'),
    sentAt: reader.optionalNumber('sent_at'),
    height: reader.optionalNumber('height'),
    minedTxid: mined && txidOfBytes(mined),
    ended: reader.optionalText('ended') as StoredCollection['ended'],
    problem: reader.optionalText('problem'),
  };
}
