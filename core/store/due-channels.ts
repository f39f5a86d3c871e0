import type { Database } from 'better-sqlite3';
import { type Row, RowReader } from './rows.ts';

/** Which channels have to be closed by a height, and which are owed: asked at every look, of all that are alive. */
export class DueChannels {
  readonly #byCutoff;
  readonly #byLocktime;
  readonly #owed;

  constructor(database: Database) {
    this.#byCutoff = database.prepare<[number], Row>(
      `SELECT id FROM channels WHERE state IN ('open', 'confirming') AND cutoff <= ? AND (paid > 0 OR is_released = 1)`,
    );
    // By name: the planner would rather look at every alive channel.
    this.#byLocktime = database.prepare<[number], Row>(
      `SELECT id FROM channels INDEXED BY channels_by_locktime
       WHERE state IN ('open', 'confirming') AND locktime <= ? AND (paid > 0 OR is_released = 1)`,
    );
    this.#owed = database.prepare<[], Row>(
      `SELECT id, locktime FROM channels
       WHERE state IN ('open', 'confirming', 'closing') AND paid > 0
         AND (spend_kind IS NOT 'settlement' OR spend_height IS NULL)`,
    );
  }

  /** Rows of alive channels with money in them that no block has settled, the soonest locktime first. */
  owed(): number[] {
    const found = this.#owed.all().map((row) => {
      const reader = new RowReader(row);
      return { row: reader.number('id'), locktime: reader.number('locktime') };
    });
    return found.sort((one, other) => one.locktime - other.locktime).map(({ row }) => row);
  }

  /** Rows of alive channels with something to settle whose cutoff or locktime is such a height or below. */
  rows(heights: { readonly cutoff: number; readonly locktime: number }): number[] {
    const found = [...this.#byCutoff.all(heights.cutoff), ...this.#byLocktime.all(heights.locktime)];
    return [...new Set(found.map((row) => new RowReader(row).number('id')))];
  }
}
