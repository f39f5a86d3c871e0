import type { Database } from 'better-sqlite3';
import type { StateName } from '../channel/vocabulary.ts';
import { type Koinu, koinu } from '../money.ts';
import { type Row, RowReader } from './rows.ts';

export interface ChannelTotals {
  readonly state: StateName;
  readonly channels: number;
  readonly paid: Koinu;
  readonly capacity: Koinu;
}

/** Sums by state, off the index alone. */
export function channelTotals(database: Database): ChannelTotals[] {
  const rows = database
    .prepare<[], Row>(
      'SELECT state, count(*) AS channels, sum(paid) AS paid, sum(capacity) AS capacity FROM channels GROUP BY state',
    )
    .all();
  return rows.map((row) => {
    const reader = new RowReader(row);
    return {
      state: reader.text('state') as StateName,
      channels: reader.number('channels'),
      paid: koinu(reader.bigint('paid')),
      capacity: koinu(reader.bigint('capacity')),
    };
  });
}

/** @returns the row of the terms, and how many alive channels they bind */
export function countByTerms(database: Database): { readonly terms: number; readonly channels: number }[] {
  const rows = database
    .prepare<[], Row>(
      `SELECT terms, count(*) AS channels FROM channels WHERE state IN ('open', 'confirming', 'closing')
       GROUP BY terms`,
    )
    .all();
  return rows.map((row) => {
    const reader = new RowReader(row);
    return { terms: reader.number('terms'), channels: reader.number('channels') };
  });
}
