import type { Database } from 'better-sqlite3';
import type { EffectName } from '../channel/vocabulary.ts';
import { type Row, RowReader } from './rows.ts';

/** An effect that is still owed. Times in milliseconds. */
export interface OwedEffect {
  /** Row of the channel. */
  readonly channel: number;
  readonly effect: EffectName;
  readonly attempts: number;
  readonly lastProblem: string | undefined;
}

/** No attempt is put off for longer. */
const LONGEST_WAIT_MS = 60 * 60_000;

const EFFECTS: readonly EffectName[] = ['broadcast_funding', 'settle'];

/** Written in the same transaction as the state that owes the effect; replayed until it is done. */
export class OutboxTable {
  readonly #add;
  readonly #due;
  readonly #all;
  readonly #postpone;
  readonly #recall;
  readonly #hasten;
  readonly #remove;

  constructor(database: Database) {
    this.#add = database.prepare<[number, string, number]>(
      'INSERT INTO outbox (channel, effect, next_attempt_at) VALUES (?, ?, ?) ON CONFLICT (channel, effect) DO UPDATE SET next_attempt_at = min(next_attempt_at, excluded.next_attempt_at)',
    );
    this.#due = database.prepare<[number, number], Row>(
      'SELECT * FROM outbox WHERE next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?',
    );
    this.#recall = database.prepare<[number, number]>(
      'UPDATE outbox SET next_attempt_at = ? WHERE next_attempt_at > ?',
    );
    this.#all = database.prepare<[number], Row>('SELECT * FROM outbox WHERE channel = ?');
    this.#postpone = database.prepare<[number, string | null, number, string]>(
      'UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?, last_problem = ? WHERE channel = ? AND effect = ?',
    );
    this.#hasten = database.prepare<[number, number]>(
      'UPDATE outbox SET next_attempt_at = ? WHERE next_attempt_at > ? AND last_problem IS NOT NULL',
    );
    this.#remove = database.prepare<[number, string]>('DELETE FROM outbox WHERE channel = ? AND effect = ?');
  }

  add(channel: number, effect: EffectName, dueAt: number): void {
    this.#add.run(channel, effect, dueAt);
  }

  /** What is later than any attempt is ever put off was written under another clock, and is due as well. */
  due(now: number, limit: number): OwedEffect[] {
    this.#recall.run(now, now + LONGEST_WAIT_MS);
    return this.#due.all(now, limit).map(readEffect);
  }

  ofChannel(channel: number): OwedEffect[] {
    return this.#all.all(channel).map(readEffect);
  }

  postpone(owed: Pick<OwedEffect, 'channel' | 'effect'>, until: number, problem?: string): void {
    this.#postpone.run(until, problem ?? null, owed.channel, owed.effect);
  }

  /** What failed is tried again at once: for when the reason may be gone. */
  hasten(dueAt: number): void {
    this.#hasten.run(dueAt, dueAt);
  }

  remove(channel: number, effect: EffectName): void {
    this.#remove.run(channel, effect);
  }
}

function readEffect(row: Row): OwedEffect {
  const reader = new RowReader(row);
  const effect = EFFECTS.find((name) => name === reader.text('effect'));
  if (effect === undefined) throw new TypeError('an unknown effect in the outbox');
  return {
    channel: reader.number('channel'),
    effect,
    attempts: reader.number('attempts'),
    lastProblem: reader.optionalText('last_problem'),
  };
}
