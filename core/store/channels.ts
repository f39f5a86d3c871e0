import type { Database } from 'better-sqlite3';
import { assert } from '../assert.ts';
import { cutoffHeight } from '../channel/expiry.ts';
import type { Channel, StateName } from '../channel/vocabulary.ts';
import type { Koinu } from '../money.ts';
import type { Announcement } from '../protocol/announcement.ts';
import { fromHex } from '../protocol/bytes.ts';
import type { Terms } from '../protocol/terms.ts';
import type { Outpoint } from '../protocol/transaction.ts';
import { BrokenChannels } from './broken-channels.ts';
import { type ChannelConstants, readChannel, readConstants, type StoredChannel } from './channel-rows.ts';
import { type ChannelTotals, channelTotals, countByTerms } from './channel-totals.ts';
import { isStoreFault } from './database.ts';
import type { StoredOffer } from './offers.ts';
import { type Row, RowReader, txidBytes, txidOfBytes } from './rows.ts';
import type { TermsTable } from './terms.ts';

/** A funding output to look for in blocks and mempool, and whose it is. */
interface WatchedOutpoint extends Outpoint {
  readonly channel: number;
}

/** As many channels' constants are kept in memory; each is about a kilobyte. */
const CACHED_CHANNELS = 4096;

/** What changes in a channel's life; the rest is read once, and kept in memory. */
const SELECT = `SELECT c.id, c.state, c.paid, c.payments, c.is_released, c.change_script, c.funding_height, c.spend_kind,
  c.spend_txid, c.spend_pays, c.spend_height, c.opened_at, c.closing_at, c.ended_at, c.frozen_reason FROM channels c`;

/** Double-spent before the first confirmation; nothing was ever paid. */
const FAILED = "state = 'conflicted' AND payments = 0 AND opened_at IS NULL AND spend_kind IS NULL";

export class ChannelsTable {
  /** Those that lists leave out. */
  readonly broken: BrokenChannels;
  readonly #database: Database;
  readonly #terms: TermsTable;
  readonly #constants = new Map<number, ChannelConstants>();
  readonly #byRow;
  readonly #byId;
  readonly #byPrefix;
  readonly #byKeyIndex;
  readonly #byOutpoint;
  readonly #fixed;
  readonly #inputs;
  readonly #fundings;
  readonly #update;
  readonly #raisePaid;
  readonly #setPsbt;
  readonly #psbt;

  constructor(database: Database, terms: TermsTable) {
    this.#database = database;
    this.broken = new BrokenChannels(database);
    this.#terms = terms;
    this.#byRow = database.prepare<[number], Row>(`${SELECT} WHERE c.id = ?`);
    this.#byId = database.prepare<[Uint8Array], Row>(`${SELECT} WHERE c.channel_id = ?`);
    this.#byPrefix = database.prepare<[Uint8Array, Uint8Array], Row>(
      `${SELECT} WHERE c.channel_id BETWEEN ? AND ? LIMIT 1`,
    );
    this.#byKeyIndex = database.prepare<[number], Row>(`${SELECT} WHERE c.key_index = ?`);
    this.#byOutpoint = database.prepare<[Uint8Array, number], Row>(
      `${SELECT} WHERE c.id = (SELECT channel FROM channel_inputs WHERE txid = ? AND vout = ?)`,
    );
    // The key by a subquery and not by a join: SQLite plans a join of tables that have partial indexes anew for every
    // value that is bound, which takes ten times as long as running it.
    this.#fixed = database.prepare<[number], Row>(
      `SELECT c.*, (SELECT o.merchant_key FROM offers o WHERE o.key_index = c.key_index) AS merchant_key
       FROM channels c WHERE c.id = ?`,
    );
    this.#inputs = database.prepare<[number], Row>(
      'SELECT * FROM channel_inputs WHERE channel = ? ORDER BY position',
    );
    this.#fundings = database.prepare<[number], Row>('SELECT * FROM funding_transactions WHERE channel = ?');
    this.#update = database.prepare(
      `UPDATE channels SET state = ?, is_released = ?, funding_height = ?, spend_kind = ?, spend_txid = ?,
        spend_pays = ?, spend_height = ?, opened_at = ?, closing_at = ?, ended_at = ?, frozen_reason = ? WHERE id = ?`,
    );
    this.#raisePaid = database.prepare(
      'UPDATE channels SET paid = ?, payments = payments + 1, change_script = ? WHERE id = ? AND paid < ?',
    );
    this.#setPsbt = database.prepare(
      'INSERT INTO channel_psbts (channel, psbt) VALUES (?, ?) ON CONFLICT (channel) DO UPDATE SET psbt = excluded.psbt',
    );
    this.#psbt = database.prepare<[number], Row>('SELECT psbt FROM channel_psbts WHERE channel = ?');
  }

  /** Stores an announced channel with its inputs and funding transactions. @returns its row */
  insert(channel: {
    readonly announcement: Announcement;
    readonly offer: StoredOffer;
    readonly settlementScript: Uint8Array;
    readonly customerName: string;
    readonly announcedAt: number;
    readonly step: Channel;
    readonly fundingHeight: number | undefined;
  }): StoredChannel {
    const { announcement, offer, step } = channel;
    assert(step.lock !== undefined, 'an announced channel has a locktime');
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO channels (channel_id, key_index, terms, customer_name, customer_key, locktime, cutoff, version,
          settlement_script, capacity, announced_at, state, change_script, funding_height, opened_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        fromHex(announcement.channelId),
        offer.keyIndex,
        offer.termsId,
        channel.customerName,
        announcement.customerKey,
        announcement.locktime,
        cutoffHeight(step.lock),
        announcement.version,
        channel.settlementScript,
        announcement.capacity,
        channel.announcedAt,
        step.state,
        announcement.changeScript ?? null,
        channel.fundingHeight ?? null,
        step.state === 'open' ? channel.announcedAt : null,
      );
    const row = Number(lastInsertRowid);
    // A transaction that was undone may have had this row.
    this.#constants.delete(row);
    this.#insertInputs(row, announcement);
    return this.require(row);
  }

  #insertInputs(row: number, { inputs, fundingTransactions }: Announcement): void {
    const insertInput = this.#database.prepare(
      'INSERT INTO channel_inputs (channel, position, txid, vout, value) VALUES (?, ?, ?, ?, ?)',
    );
    for (const [position, { txid, vout, value }] of inputs.entries()) {
      insertInput.run(row, position, txidBytes(txid), vout, value);
    }
    const insertFunding = this.#database.prepare(
      'INSERT INTO funding_transactions (channel, txid, bytes) VALUES (?, ?, ?)',
    );
    for (const [txid, bytes] of fundingTransactions) insertFunding.run(row, txidBytes(txid), bytes);
  }

  #read(row: Row | undefined): StoredChannel | undefined {
    if (row === undefined) return undefined;
    const id = new RowReader(row).number('id');
    return this.broken.reading(id, () => readChannel(row, this.#constants.get(id) ?? this.#remember(id)));
  }

  #remember(id: number): ChannelConstants {
    const row = this.#fixed.get(id);
    assert(row !== undefined, `channel row ${id} exists`);
    const terms = this.#terms.get(new RowReader(row).number('terms'));
    const constants = readConstants(row, this.#inputs.all(id), terms);
    // All at once: looking for the oldest one walks over the holes that the ones before it left.
    if (this.#constants.size >= CACHED_CHANNELS) this.#constants.clear();
    this.#constants.set(id, constants);
    return constants;
  }

  byRow(row: number): StoredChannel | undefined {
    return this.#read(this.#byRow.get(row));
  }

  /** For rows that other tables refer to. */
  require(row: number): StoredChannel {
    const channel = this.byRow(row);
    assert(channel !== undefined, `channel row ${row} exists`);
    return channel;
  }

  /** By the id on the wire: 64 digits of lower-case hex. */
  byId(channelId: string): StoredChannel | undefined {
    return /^[0-9a-f]{64}$/.test(channelId) ? this.#read(this.#byId.get(fromHex(channelId))) : undefined;
  }

  /** By the first bytes of the id. */
  byPrefix(prefix: Uint8Array): StoredChannel | undefined {
    const first = new Uint8Array(32);
    const last = new Uint8Array(32).fill(0xff);
    first.set(prefix);
    last.set(prefix);
    return this.#read(this.#byPrefix.get(first, last));
  }

  byKeyIndex(keyIndex: number): StoredChannel | undefined {
    return this.#read(this.#byKeyIndex.get(keyIndex));
  }

  byOutpoint({ txid, vout }: Outpoint): StoredChannel | undefined {
    return this.#read(this.#byOutpoint.get(txidBytes(txid), vout));
  }

  /** The funding transactions' bytes, which the announcement brought. */
  fundingTransactions(row: number): Uint8Array[] {
    return this.#fundings.all(row).map((funding) => new RowReader(funding).bytes('bytes'));
  }

  /** The last payment's or release's PSBT. */
  psbt(row: number): Uint8Array | undefined {
    const found = this.#psbt.get(row);
    return found === undefined ? undefined : new RowReader(found).bytes('psbt');
  }

  setPsbt(row: number, psbt: Uint8Array): void {
    this.#setPsbt.run(row, psbt);
  }

  /** Raises what is paid. The guard in SQL is the last line of defence: the best payment never falls. */
  raisePaid(
    row: number,
    payment: { readonly paid: Koinu; readonly changeScript: Uint8Array | undefined },
  ): void {
    const { changes } = this.#raisePaid.run(payment.paid, payment.changeScript ?? null, row, payment.paid);
    assert(changes === 1, 'a stored payment raises what is paid');
  }

  /** Writes the machine's view of a channel back, except what only payments change. */
  update(channel: StoredChannel): void {
    this.#update.run(
      channel.state,
      channel.isReleased ? 1 : 0,
      channel.fundingHeight ?? null,
      channel.spend?.kind ?? null,
      channel.spend === undefined || channel.spendTxid === undefined ? null : txidBytes(channel.spendTxid),
      channel.spendPays ?? null,
      channel.spend?.height ?? null,
      channel.openedAt ?? null,
      channel.closingAt ?? null,
      channel.endedAt ?? null,
      channel.frozenReason ?? null,
      channel.constants.row,
    );
  }

  #many(where: string, ...values: (number | string)[]): StoredChannel[] {
    const rows = this.#database.prepare<unknown[], Row>(`${SELECT} ${where}`).all(...values);
    return rows.flatMap((row) => this.#readable(row) ?? []);
  }

  /** One channel that cannot be read hides no other. */
  #readable(row: Row | undefined): StoredChannel | undefined {
    try {
      return this.#read(row);
    } catch (error) {
      if (isStoreFault(error)) throw error;
      return undefined;
    }
  }

  /** undefined also where it cannot be read: for lists of many. */
  readable(row: number): StoredChannel | undefined {
    return this.#readable(this.#byRow.get(row));
  }

  /** Those that count most come first: alive before ended, soonest cutoff first. */
  list(limit: number, offset = 0): StoredChannel[] {
    return this.listed(limit, offset).map((row) => this.require(row));
  }

  /** Their rows alone, which takes no time. */
  listed(limit: number, offset = 0): number[] {
    const order = `ORDER BY state NOT IN ('open', 'closing', 'confirming'), cutoff, id LIMIT ? OFFSET ?`;
    return this.#rows(`1 ${order}`, limit, offset);
  }

  inState(state: StateName): StoredChannel[] {
    return this.#many('WHERE c.state = ?', state);
  }

  /** Channels that came to nothing, or were taken back with money in them. @param since milliseconds since 1970 */
  failedSince(since: number): StoredChannel[] {
    return this.#many(
      `WHERE (c.state = 'conflicted' OR (c.state = 'refunded' AND c.paid > 0)) AND coalesce(c.ended_at, ?) >= ?`,
      since,
      since,
    );
  }

  /** Channels of which an older settlement took less than is owed. @param since milliseconds since 1970 */
  settledShortSince(since: number): StoredChannel[] {
    return this.#many('WHERE c.spend_pays < c.paid AND coalesce(c.ended_at, ?) >= ?', since, since);
  }

  /** Channels whose funding is not deep enough, or was taken back by a reorg, or by a conflict that may not last. */
  withShallowFunding(): StoredChannel[] {
    return this.#many(
      `WHERE c.state = 'confirming' OR (c.state = 'closing' AND c.funding_height IS NULL AND c.spend_kind IS NULL)
        OR (c.state = 'conflicted' AND c.spend_kind IS NULL)`,
    );
  }

  /** The newest channel of those that came to nothing and are more than `kept`; undefined where there are no more. */
  failedBeyond(kept: number): number | undefined {
    const row = this.#database
      .prepare<[number], Row>(`SELECT id FROM channels WHERE ${FAILED} ORDER BY id DESC LIMIT 1 OFFSET ?`)
      .get(kept);
    return row === undefined ? undefined : new RowReader(row).number('id');
  }

  /**
   * Removes the oldest channels whose funding was spent elsewhere before it ever confirmed, but for the newest
   * `kept`, with their offers. Nothing was ever paid on them. @returns their outpoints
   */
  removeFailed(kept: number, limit: number): WatchedOutpoint[] {
    const newest = this.failedBeyond(kept);
    if (newest === undefined) return [];
    const rows = this.#database
      .prepare<[number, number], Row>(
        `SELECT id, key_index FROM channels WHERE ${FAILED} AND id <= ? ORDER BY id LIMIT ?`,
      )
      .all(newest, limit);
    return rows.flatMap((found) => {
      const reader = new RowReader(found);
      const row = reader.number('id');
      const outpoints = this.#inputs.all(row).map((input) => {
        const column = new RowReader(input);
        return { channel: row, txid: txidOfBytes(column.bytes('txid')), vout: column.number('vout') };
      });
      for (const table of [
        'channel_inputs',
        'funding_transactions',
        'channel_psbts',
        'settlements',
        'broadcasts',
        'fee_children',
        'outbox',
      ]) {
        this.#database.prepare(`DELETE FROM ${table} WHERE channel = ?`).run(row);
      }
      this.#database.prepare('DELETE FROM channels WHERE id = ?').run(row);
      this.#database.prepare('DELETE FROM offers WHERE key_index = ?').run(reader.number('key_index'));
      this.#constants.delete(row);
      this.broken.forget(row);
      return outpoints;
    });
  }

  /** Alive channels on which a broken invariant was met. */
  frozen(): StoredChannel[] {
    return this.#many(`WHERE c.state IN ('open', 'confirming', 'closing') AND c.frozen_reason IS NOT NULL`);
  }

  /** How many alive channels are bound by which terms. */
  aliveByTerms(): { readonly terms: Terms; readonly channels: number }[] {
    return countByTerms(this.#database).map(({ terms, channels }) => ({
      terms: this.#terms.get(terms),
      channels,
    }));
  }

  /** Rows of alive channels for which a tip at this height means something: money at the cutoff, or the locktime. */
  dueAt(height: number): number[] {
    return this.#rows(
      `state IN ('open', 'confirming') AND cutoff <= ? AND (paid > 0 OR is_released = 1 OR locktime <= ?)`,
      height,
      height,
    );
  }

  /** Rows of closing channels whose settlement is as deep at this height as their terms want. */
  buriedAt(height: number): number[] {
    return this.#rows(
      `state = 'closing' AND spend_kind = 'settlement'
        AND spend_height <= ? + 1 - (SELECT confirmations FROM terms WHERE terms.id = channels.terms)`,
      height,
    );
  }

  #rows(where: string, ...values: number[]): number[] {
    const rows = this.#database
      .prepare<unknown[], Row>(`SELECT id FROM channels WHERE ${where}`)
      .all(...values);
    return rows.map((row) => new RowReader(row).number('id'));
  }

  /** Channels whose funding or spend lies in blocks above a height, or whose spend is still moving. */
  touchedAbove(height: number): StoredChannel[] {
    return this.#many('WHERE c.funding_height > ? OR c.spend_height > ?', height, height);
  }

  /** Channels whose funding is spent by a transaction that is in the mempool only. */
  withUnminedSpend(): StoredChannel[] {
    return this.#many('WHERE c.spend_kind IS NOT NULL AND c.spend_height IS NULL');
  }

  /**
   * Every funding output that may still be spent, or whose spend is not buried under `settledBelow`; of channels
   * stored after a row.
   */
  watched(settledBelow: number, afterRow = 0): WatchedOutpoint[] {
    const rows = this.#database
      .prepare<unknown[], Row>(
        `SELECT i.channel, i.txid, i.vout FROM channel_inputs i JOIN channels c ON c.id = i.channel
         WHERE c.id > ? AND (c.spend_height IS NULL OR c.spend_height >= ?)`,
      )
      .all(afterRow, settledBelow);
    return rows.map((row) => {
      const reader = new RowReader(row);
      return {
        channel: reader.number('channel'),
        txid: txidOfBytes(reader.bytes('txid')),
        vout: reader.number('vout'),
      };
    });
  }

  /** Sums by state, off the index alone. */
  totals(): ChannelTotals[] {
    return channelTotals(this.#database);
  }
}
