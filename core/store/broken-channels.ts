import type { Database } from 'better-sqlite3';
import { toHex } from '../protocol/bytes.ts';
import { isStoreFault } from './database.ts';
import { type Row, RowReader } from './rows.ts';

interface UnreadableChannel {
  readonly row: number;
  /** 64 digits of hex. */
  readonly channelId: string;
  readonly reason: string;
}

/** Channels that are frozen, or that could not even be read when they were met last: one must not hide the others. */
export class BrokenChannels {
  readonly #unreadable = new Map<number, string>();
  readonly #freeze;
  readonly #id;

  constructor(database: Database) {
    this.#freeze = database.prepare<[string, number]>(
      'UPDATE channels SET frozen_reason = ? WHERE id = ? AND frozen_reason IS NULL',
    );
    this.#id = database.prepare<[number], Row>('SELECT channel_id FROM channels WHERE id = ?');
  }

  /** Throws what the reading throws, and remembers it; a fault of the disk says nothing about the channel. */
  reading<T>(row: number, read: () => T): T {
    try {
      const channel = read();
      this.#unreadable.delete(row);
      return channel;
    } catch (error) {
      if (!isStoreFault(error)) {
        this.#unreadable.set(row, error instanceof Error ? error.message : String(error));
      }
      throw error;
    }
  }

  /** It is gone. */
  forget(row: number): void {
    this.#unreadable.delete(row);
  }

  unreadable(): UnreadableChannel[] {
    return [...this.#unreadable].map(([row, reason]) => ({ row, channelId: this.#idOf(row), reason }));
  }

  /** The first reason stays. @returns the channel's id; undefined where it was frozen before */
  freeze(row: number, reason: string): string | undefined {
    return this.#freeze.run(reason, row).changes === 1 ? this.#idOf(row) : undefined;
  }

  #idOf(row: number): string {
    const found = this.#id.get(row);
    return found === undefined ? '' : toHex(new RowReader(found).bytes('channel_id'));
  }
}
