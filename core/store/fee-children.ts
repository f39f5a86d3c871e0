import type { Database } from 'better-sqlite3';
import { type Koinu, koinu } from '../money.ts';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';

/** A transaction that pays for a settlement, as it was signed. */
export interface SignedFeeChild {
  readonly txid: string;
  /** The settlement's txid when this was signed. */
  readonly parent: string;
  readonly bytes: Uint8Array;
  readonly fee: Koinu;
  /** Milliseconds. */
  readonly signedAt: number;
  readonly signedHeight: number;
}

/** The same, and what became of it. */
export interface StoredFeeChild extends SignedFeeChild {
  readonly row: number;
  /** From which height its blocks are counted; undefined while no node has taken it. */
  readonly givenHeight: number | undefined;
  /** The block that holds it, under a txid that somebody may have changed. */
  readonly mined: { readonly height: number; readonly txid: string } | undefined;
}

/** What was signed to get settlements mined: kept from before its first broadcast, and all of it. */
export class FeeChildrenTable {
  readonly #add;
  readonly #given;
  readonly #mined;
  readonly #undo;
  readonly #ofChannel;
  readonly #watched;

  constructor(database: Database) {
    this.#add = database.prepare(
      `INSERT INTO fee_children (channel, txid, parent, bytes, fee, signed_at, signed_height)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (txid) DO NOTHING`,
    );
    this.#given = database.prepare<[number, number]>(
      'UPDATE fee_children SET given_height = ? WHERE id = ? AND given_height IS NULL',
    );
    this.#mined = database.prepare<[number, Uint8Array, number]>(
      'UPDATE fee_children SET mined_height = ?, mined_txid = ? WHERE id = ?',
    );
    this.#undo = database.prepare<[number, number], Row>(
      `UPDATE fee_children SET mined_height = NULL, mined_txid = NULL, given_height = ? WHERE mined_height > ?
       RETURNING channel`,
    );
    this.#ofChannel = database.prepare<[number], Row>(
      'SELECT * FROM fee_children WHERE channel = ? ORDER BY id',
    );
    this.#watched = database.prepare<[number, number], Row>(
      `SELECT f.id, f.channel, f.bytes FROM fee_children f JOIN channels c ON c.id = f.channel
       WHERE f.id > ? AND (c.spend_height IS NULL OR c.spend_height >= ?) ORDER BY f.id`,
    );
  }

  add(channel: number, child: SignedFeeChild): void {
    const { txid, parent, bytes, fee, signedAt, signedHeight } = child;
    this.#add.run(channel, txidBytes(txid), txidBytes(parent), bytes, fee, signedAt, signedHeight);
  }

  /** A node took it; the first time counts. */
  given({ row }: Pick<StoredFeeChild, 'row'>, height: number): void {
    this.#given.run(height, row);
  }

  mined({ row }: Pick<StoredFeeChild, 'row'>, block: NonNullable<StoredFeeChild['mined']>): void {
    this.#mined.run(block.height, txidBytes(block.txid), row);
  }

  /** A reorg took the blocks above this height: from here on its blocks count anew. @returns rows of channels */
  undoAbove(height: number): number[] {
    return this.#undo.all(height, height).map((row) => new RowReader(row).number('channel'));
  }

  /** In the order in which they were signed. */
  ofChannel(channel: number): StoredFeeChild[] {
    return this.#ofChannel.all(channel).map(readChild);
  }

  /** Those signed after a row whose settlement, or whatever else took the funding, is not buried under `settledBelow`. */
  watched(afterRow: number, settledBelow: number): { row: number; channel: number; bytes: Uint8Array }[] {
    return this.#watched.all(afterRow, settledBelow).map((row) => {
      const reader = new RowReader(row);
      return { row: reader.number('id'), channel: reader.number('channel'), bytes: reader.bytes('bytes') };
    });
  }
}

function readChild(row: Row): StoredFeeChild {
  const reader = new RowReader(row);
  const height = reader.optionalNumber('mined_height');
  const txid = reader.optionalTxid('mined_txid');
  return {
    row: reader.number('id'),
    txid: txidOfBytes(reader.bytes('txid')),
    parent: txidOfBytes(reader.bytes('parent')),
    bytes: reader.bytes('bytes'),
    fee: koinu(reader.bigint('fee')),
    signedAt: reader.number('signed_at'),
    signedHeight: reader.number('signed_height'),
    givenHeight: reader.optionalNumber('given_height'),
    mined: height === undefined || txid === undefined ? undefined : { height, txid },
  };
}
