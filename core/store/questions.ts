import type { Database } from 'better-sqlite3';
import type { DecisionKind, OpenQuestion, QuestionKind } from '../invoice/open-question.ts';
import type { Koinu } from '../money.ts';
import { type Row, RowReader } from './rows.ts';

/** What somebody decided of money at an invoice's address. Times in milliseconds. */
export interface Decision {
  readonly decision: DecisionKind;
  readonly amount: Koinu;
  readonly role: 'clerk' | 'owner';
  readonly note: string;
  readonly decidedAt: number;
}

interface QuestionTotal {
  readonly questions: number;
  readonly amount: Koinu;
}

/** Money at invoices' addresses that nobody has decided about, and what was decided. */
export class QuestionsTable {
  readonly #set;
  readonly #clear;
  readonly #get;
  readonly #total;
  readonly #below;
  readonly #record;
  readonly #decisions;

  constructor(database: Database) {
    this.#set = database.prepare<[number, string, bigint, number]>(
      'INSERT OR REPLACE INTO open_questions (invoice, kind, amount, opens_at) VALUES (?, ?, ?, ?)',
    );
    this.#clear = database.prepare<[number]>('DELETE FROM open_questions WHERE invoice = ?');
    this.#get = database.prepare<[number], Row>('SELECT * FROM open_questions WHERE invoice = ?');
    this.#total = database.prepare<[number], Row>(
      'SELECT count(*) AS questions, coalesce(sum(amount), 0) AS amount FROM open_questions WHERE opens_at <= ?',
    );
    this.#below = database.prepare<[number, number, number], Row>(
      'SELECT invoice FROM open_questions WHERE invoice < ? AND opens_at <= ? ORDER BY invoice DESC LIMIT ?',
    );
    this.#record = database.prepare<[number, string, bigint, string, string, number]>(
      'INSERT INTO decisions (invoice, decision, amount, role, note, decided_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#decisions = database.prepare<[number], Row>(
      'SELECT * FROM decisions WHERE invoice = ? ORDER BY id',
    );
  }

  /** Of one invoice, also before it opens. */
  of(invoice: number): OpenQuestion | undefined {
    const row = this.#get.get(invoice);
    if (row === undefined) return undefined;
    const reader = new RowReader(row);
    return {
      kind: reader.text('kind') as QuestionKind,
      amount: reader.amount('amount'),
      opensAt: reader.number('opens_at'),
    };
  }

  /** Of one invoice, if it is open at this time, in milliseconds. */
  open(invoice: number, now: number): OpenQuestion | undefined {
    const question = this.of(invoice);
    return question !== undefined && question.opensAt <= now ? question : undefined;
  }

  /** Within the transaction of what raises or settles it. */
  set(invoice: number, question: OpenQuestion | undefined): void {
    if (question === undefined) this.#clear.run(invoice);
    else this.#set.run(invoice, question.kind, question.amount, question.opensAt);
  }

  /** All that are open at a time, in milliseconds. */
  total(now: number): QuestionTotal {
    const reader = new RowReader(this.#total.get(now) ?? {});
    return { questions: reader.number('questions'), amount: reader.amount('amount') };
  }

  /** Numbers of invoices with an open question, below one, the newest first. */
  below(before: number, now: number, most: number): number[] {
    return this.#below.all(before, now, most).map((row) => new RowReader(row).number('invoice'));
  }

  record(invoice: number, { decision, amount, role, note, decidedAt }: Decision): void {
    this.#record.run(invoice, decision, amount, role, note, decidedAt);
  }

  /** In the order in which they were made. */
  decisions(invoice: number): Decision[] {
    return this.#decisions.all(invoice).map((row) => {
      const reader = new RowReader(row);
      return {
        decision: reader.text('decision') as DecisionKind,
        amount: reader.amount('amount'),
        role: reader.text('role') as Decision['role'],
        note: reader.text('note'),
        decidedAt: reader.number('decided_at'),
      };
    });
  }
}
