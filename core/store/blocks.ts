import type { Database } from 'better-sqlite3';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';

/** A block that the watcher has processed. Hash in display order, time in Unix seconds. */
export interface StoredBlock {
  readonly height: number;
  readonly hash: string;
  readonly time: number;
}

/** Every thousandth block is kept for as long as a channel may last: a node may come back from a chain of its own. */
const LONGEST_CHANNEL_BLOCKS = 129_600;
/** The chain's speed is told by as many. */
const SPEED_BLOCKS = 2000;

export class BlocksTable {
  readonly #insert;
  readonly #newest;
  readonly #hundredths;
  readonly #removeAbove;
  readonly #prune;

  constructor(database: Database) {
    this.#insert = database.prepare<[number, Uint8Array, number]>(
      'INSERT OR REPLACE INTO blocks (height, hash, time) VALUES (?, ?, ?)',
    );
    this.#newest = database.prepare<[number], Row>(
      'SELECT * FROM blocks WHERE height < ? ORDER BY height DESC LIMIT 1',
    );
    this.#hundredths = database.prepare<[], Row>(
      `SELECT height, time FROM blocks
       WHERE height % 100 = 0 AND height >= (SELECT max(height) FROM blocks) - ${SPEED_BLOCKS} ORDER BY height`,
    );
    this.#removeAbove = database.prepare<[number]>('DELETE FROM blocks WHERE height > ?');
    this.#prune = database.prepare<[number, number]>(
      'DELETE FROM blocks WHERE height < ? AND (height % 1000 <> 0 OR height < ?)',
    );
  }

  insert(block: StoredBlock): void {
    this.#insert.run(block.height, txidBytes(block.hash), block.time);
  }

  /** The highest processed block, or the highest below a height. */
  newest(below = Number.MAX_SAFE_INTEGER): StoredBlock | undefined {
    const row = this.#newest.get(below);
    if (row === undefined) return undefined;
    const reader = new RowReader(row);
    return {
      height: reader.number('height'),
      hash: txidOfBytes(reader.bytes('hash')),
      time: reader.number('time'),
    };
  }

  /** Of the blocks kept every hundredth, the lowest first: enough to tell the chain's speed by. */
  hundredths(): Pick<StoredBlock, 'height' | 'time'>[] {
    return this.#hundredths.all().map((row) => {
      const reader = new RowReader(row);
      return { height: reader.number('height'), time: reader.number('time') };
    });
  }

  removeAbove(height: number): void {
    this.#removeAbove.run(height);
  }

  /** Forgets blocks below a height, but for the thousandths that a deep reorg may begin at. */
  prune(below: number): void {
    this.#prune.run(below, below - LONGEST_CHANNEL_BLOCKS);
  }
}
