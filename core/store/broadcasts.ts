import type { Database } from 'better-sqlite3';
import { type Row, RowReader } from './rows.ts';

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

/** How far settlements have come: what nodes were given, and what they had heard. */
export class BroadcastsTable {
  readonly #given;
  readonly #heard;
  readonly #failed;
  readonly #ofChannel;
  readonly #countFrom;

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
    this.#countFrom = database.prepare<[number, number]>(
      'UPDATE broadcasts SET given_height = ? WHERE channel = ? AND given_height IS NOT NULL',
    );
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

  /** A reorg took its block away: what it could have been in is counted from this height on. */
  countFrom(channel: number, height: number): void {
    this.#countFrom.run(height, channel);
  }
}
