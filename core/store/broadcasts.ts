import type { Database } from 'better-sqlite3';
import { type Koinu, koinu } from '../money.ts';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';

/** The till's own node among the names of nodes. */
export const OWN_NODE = '';

/** What one node has to do with a channel's settlement. Times in milliseconds. */
export interface StoredBroadcast {
  readonly node: string;
  readonly givenAt: number | undefined;
  readonly givenHeight: number | undefined;
  readonly heardAt: number | undefined;
  readonly problem: string | undefined;
}

/** The newest transaction that pays for a settlement. */
export interface StoredFeeChild {
  readonly txid: string;
  /** The settlement's txid when this was signed. */
  readonly parent: string;
  readonly bytes: Uint8Array;
  readonly fee: Koinu;
  readonly signedAt: number;
  readonly signedHeight: number;
}

/** How far settlements have come: what nodes were given, what they had heard, what was paid on top. */
export class BroadcastsTable {
  readonly #given;
  readonly #heard;
  readonly #failed;
  readonly #ofChannel;
  readonly #setChild;
  readonly #child;

  constructor(database: Database) {
    this.#given = database.prepare<[number, string, number, number]>(
      `INSERT INTO broadcasts (channel, node, given_at, given_height) VALUES (?, ?, ?, ?)
       ON CONFLICT (channel, node) DO UPDATE SET given_at = coalesce(given_at, excluded.given_at),
         given_height = coalesce(given_height, excluded.given_height), problem = NULL`,
    );
    this.#heard = database.prepare<[number, string, number]>(
      `INSERT INTO broadcasts (channel, node, heard_at) VALUES (?, ?, ?)
       ON CONFLICT (channel, node) DO UPDATE SET heard_at = coalesce(heard_at, excluded.heard_at), problem = NULL`,
    );
    this.#failed = database.prepare<[number, string, string]>(
      `INSERT INTO broadcasts (channel, node, problem) VALUES (?, ?, ?)
       ON CONFLICT (channel, node) DO UPDATE SET problem = excluded.problem`,
    );
    this.#ofChannel = database.prepare<[number], Row>(
      'SELECT * FROM broadcasts WHERE channel = ? ORDER BY node',
    );
    this.#setChild = database.prepare(
      `INSERT OR REPLACE INTO fee_children (channel, txid, parent, bytes, fee, signed_at, signed_height)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#child = database.prepare<[number], Row>('SELECT * FROM fee_children WHERE channel = ?');
  }

  /** A node took what this till gave it; the first time counts. */
  given(channel: number, node: string, at: { readonly time: number; readonly height: number }): void {
    this.#given.run(channel, node, at.time, at.height);
  }

  /** A node had it without having been given it. */
  heard(channel: number, node: string, time: number): void {
    this.#heard.run(channel, node, time);
  }

  failed(channel: number, node: string, problem: string): void {
    this.#failed.run(channel, node, problem);
  }

  ofChannel(channel: number): StoredBroadcast[] {
    return this.#ofChannel.all(channel).map((row) => {
      const reader = new RowReader(row);
      return {
        node: reader.text('node'),
        givenAt: reader.optionalNumber('given_at'),
        givenHeight: reader.optionalNumber('given_height'),
        heardAt: reader.optionalNumber('heard_at'),
        problem: reader.optionalText('problem'),
      };
    });
  }

  setChild(channel: number, child: StoredFeeChild): void {
    const { txid, parent, bytes, fee, signedAt, signedHeight } = child;
    this.#setChild.run(channel, txidBytes(txid), txidBytes(parent), bytes, fee, signedAt, signedHeight);
  }

  child(channel: number): StoredFeeChild | undefined {
    const row = this.#child.get(channel);
    if (row === undefined) return undefined;
    const reader = new RowReader(row);
    return {
      txid: txidOfBytes(reader.bytes('txid')),
      parent: txidOfBytes(reader.bytes('parent')),
      bytes: reader.bytes('bytes'),
      fee: koinu(reader.bigint('fee')),
      signedAt: reader.number('signed_at'),
      signedHeight: reader.number('signed_height'),
    };
  }
}
