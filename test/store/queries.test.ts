import type Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { BlocksTable } from '../../core/store/blocks.ts';
import { BroadcastsTable } from '../../core/store/broadcasts.ts';
import { ChannelsTable } from '../../core/store/channels.ts';
import { openDatabase } from '../../core/store/database.ts';
import { DueChannels } from '../../core/store/due-channels.ts';
import { FeeChildrenTable } from '../../core/store/fee-children.ts';
import { InvoicesTable } from '../../core/store/invoices.ts';
import { OffersTable } from '../../core/store/offers.ts';
import { OutboxTable } from '../../core/store/outbox.ts';
import { PaymentsTable } from '../../core/store/payments.ts';
import { QuestionsTable } from '../../core/store/questions.ts';
import { SalesSearch } from '../../core/store/sales.ts';
import { SettingsTable } from '../../core/store/settings.ts';
import { SettlementsTable } from '../../core/store/settlements.ts';
import { TermsTable } from '../../core/store/terms.ts';

interface Query {
  readonly sql: string;
  /** What SQLite says that it will do, step by step. */
  readonly plan: string;
}

/** Every statement that the tables prepare, by themselves or when their lists are asked for. */
function queries(): Query[] {
  const database = openDatabase(':memory:');
  const sources = new Set<string>();
  const recording = new Proxy(database, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name, target);
      return (sql: string) => {
        sources.add(sql);
        return target.prepare(sql);
      };
    },
  }) as Database.Database;
  const terms = new TermsTable(recording);
  const tables = [
    BroadcastsTable,
    DueChannels,
    FeeChildrenTable,
    SettingsTable,
    InvoicesTable,
    PaymentsTable,
    SettlementsTable,
    OutboxTable,
    BlocksTable,
    QuestionsTable,
    SalesSearch,
  ];
  for (const Table of tables) new Table(recording);
  new OffersTable(recording, terms);
  const channels = new ChannelsTable(recording, terms);
  channels.list(1);
  channels.inState('open');
  channels.dueAt(0);
  channels.buriedAt(0);
  channels.touchedAbove(0);
  channels.withUnminedSpend();
  channels.watched(0);
  channels.totals();
  const found = [...sources].map((sql) => ({ sql, plan: planOf(database, sql) }));
  database.close();
  return found;
}

function planOf(database: Database.Database, sql: string): string {
  const values = Array.from(sql.matchAll(/\?/g), () => null);
  const named = Object.fromEntries(Array.from(sql.matchAll(/@(\w+)/g), ([, name]) => [name, null]));
  const given = Object.keys(named).length > 0 ? [named] : values;
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...given) as { detail: string }[];
  return steps.map(({ detail }) => detail).join('; ');
}

const found = queries();

function plansOf(part: string): string[] {
  return found.filter(({ sql }) => sql.includes(part)).map(({ plan }) => plan);
}

describe('a statement', () => {
  /**
   * Rare ones: a screen's page, a start, a reorg. They look at every channel, and at nothing that grows with sales; but
   * for the end of a time that was wrong, which comes once for a clock that was in another year.
   */
  const MAY_SCAN = [
    "ORDER BY state NOT IN ('open', 'closing', 'confirming')",
    'WHERE c.funding_height > ? OR c.spend_height > ?',
    'WHERE c.spend_kind IS NOT NULL AND c.spend_height IS NULL',
    'FROM channel_inputs i JOIN channels c',
    'GROUP BY state',
    'SELECT seq FROM sqlite_sequence',
    'UPDATE sqlite_sequence',
    'height % 100 = 0',
    'GROUP BY client',
    'UPDATE invoices SET expires_at = @to',
  ];

  test('searches by an index, unless it is one of the few that look at every channel', () => {
    expect(found.length).toBeGreaterThan(40);
    // An index of words says SCAN and matches all the same; a subquery's few rows are scanned when its own were searched.
    const scans = found.filter(({ plan }) =>
      /SCAN (?!\(subquery|\w+_words VIRTUAL TABLE INDEX \d+:M)/.test(plan),
    );
    expect(scans.filter(({ sql }) => !MAY_SCAN.some((part) => sql.includes(part)))).toEqual([]);
  });

  test('that may look at every channel is still there', () => {
    expect(MAY_SCAN.filter((part) => plansOf(part).length !== 1)).toEqual([]);
  });

  test('never sorts what grows with sales', () => {
    const sorting = found.filter(({ plan }) => plan.includes('TEMP B-TREE'));
    expect(sorting.map(({ sql }) => MAY_SCAN.some((part) => sql.includes(part)))).toEqual(
      sorting.map(() => true),
    );
  });

  test.each([
    ['GROUP BY state', 'SCAN channels USING COVERING INDEX channels_by_state'],
    ["state IN ('open', 'confirming') AND cutoff <= ?", 'channels_by_state (state=? AND cutoff<?)'],
    ['AND locktime <= ? AND (paid', 'channels_by_locktime (locktime<?)'],
    ['WHERE c.state = ?', 'channels_by_state (state=?)'],
    ['WHERE c.channel_id = ?', 'USING INDEX sqlite_autoindex_channels_1 (channel_id=?)'],
    ['c.channel_id BETWEEN', 'USING INDEX sqlite_autoindex_channels_1 (channel_id>? AND channel_id<?)'],
    ['WHERE txid = ? AND vout = ?', 'sqlite_autoindex_channel_inputs_2 (txid=? AND vout=?)'],
    ['WHERE settlement_script = ?', 'channels_by_settlement_script (settlement_script=?)'],
    ['WHERE merchant_key = ?', 'sqlite_autoindex_offers_1 (merchant_key=?)'],
    ['client = ?', 'offers_open (client=? AND expires_at>?)'],
    ['DELETE FROM offers WHERE is_announced', 'offers_unannounced (expires_at<?)'],
    ['WHERE public_id = ?', 'invoices_by_public_id (public_id=?)'],
    ['WHERE digest = ?', 'invoices_by_digest (digest=?)'],
    ['* FROM payments WHERE channel = ?', 'payments_by_channel (channel=? AND number<?)'],
    ['AS number FROM payments WHERE channel = ?', 'payments_of_channel (channel=? AND invoice<?)'],
    ['WHERE amount = ? AND id < ?', 'invoices_by_amount (amount=? AND rowid<?)'],
    ['WHERE amount + tip = ?', 'payments_by_total (<expr>=? AND rowid<?)'],
    ['FROM arrivals WHERE value = ?', 'arrivals_by_value (value=? AND invoice<?)'],
    ['FROM arrivals WHERE txid = ?', 'sqlite_autoindex_arrivals_1 (txid=?)'],
    ['(currency, rate) > (?, ?)', 'invoices_by_price ((currency,rate)>(?,?))'],
    ['rate = ? AND amount >= ?', 'invoices_by_price (currency=? AND rate=? AND amount>? AND amount<?)'],
    ['rate = ? AND amount = ?', 'invoices_by_price (currency=? AND rate=? AND amount=? AND rowid<?)'],
    ['WHERE public_id BETWEEN', 'invoices_by_public_id (public_id>? AND public_id<?)'],
    ['WHERE script = ?', 'invoices_by_script (script=?)'],
    ['WHERE cancelled_at IS NOT NULL', 'invoices_cancelled (id<?)'],
    ['WHERE issued_at >= ?', 'invoices_by_time (issued_at>? AND issued_at<?)'],
    ['FROM open_questions WHERE opens_at', 'open_questions_by_time (opens_at<?)'],
    ['FROM open_questions WHERE invoice < ?', 'SEARCH open_questions USING INTEGER PRIMARY KEY (rowid<?)'],
    ['FROM decisions WHERE invoice', 'decisions_by_invoice (invoice=?)'],
    ['FROM fee_children WHERE channel = ?', 'fee_children_by_channel (channel=?)'],
    ['UPDATE fee_children SET mined_height = NULL', 'fee_children_mined (mined_height>?)'],
    ['FROM outbox WHERE next_attempt_at', 'outbox_due (next_attempt_at<?)'],
  ])('with "%s" goes by %s', (part, index) => {
    const plans = plansOf(part);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => !plan.includes(index))).toEqual([]);
  });
});
