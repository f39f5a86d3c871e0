import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase, readMigrations } from '../../core/store/database.ts';
import { openStore } from '../../core/store/store.ts';
import { doge, TERMS } from '../doubles/channels.ts';
import { aFolder } from './store-doubles.ts';

const migrations = readMigrations();
const CORPUS = join(import.meta.dirname, 'corpus');

/** What every version of the corpus holds. The amounts are above 2^53 koinu. */
const CORPUS_CHANNEL = {
  channelId: '49ad7cc90d57d150fb194fc4e21efbeb352377b546a35b5a7bf3430c52cd8f38',
  capacity: 9_007_209_954_740_993n,
  paid: 9_000_001_250_000_001n,
  inputs: [
    {
      txid: 'e6779574cd57a234605018bdcafb3510ebbd1264f8ac76e1f39a7e42edac3ec9',
      vout: 0,
      value: 9_007_199_254_740_993n,
    },
    {
      txid: '8c07a116edf1a136244511e3aba55a78e534a5c1c35a18047deeef418b4188d8',
      vout: 0,
      value: doge(100),
    },
    { txid: '8c07a116edf1a136244511e3aba55a78e534a5c1c35a18047deeef418b4188d8', vout: 1, value: doge(7) },
  ],
};
const CORPUS_INVOICE = {
  number: 2,
  id: '16367aacb67a4a017c8da8ab95682ccb',
  amount: 9_000_000_000_000_001n,
  memo: 'second',
};

/** The rows that a till of an old version had: `version-1.sql` fills the tables of migration 1. */
function corpusOf(version: number): string {
  return readFileSync(join(CORPUS, `version-${version}.sql`), 'utf8');
}

function versionOf(path: string): unknown {
  const database = openDatabase(path, migrations);
  const version = database.pragma('user_version', { simple: true });
  database.close();
  return version;
}

describe('the migrations', () => {
  test('are numbered from 1 without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, at) => at + 1));
  });

  test('have a database of every version to begin from', () => {
    expect(readdirSync(CORPUS).sort()).toEqual(
      migrations.map(({ version }) => `version-${version}.sql`).sort(),
    );
  });

  test.each(migrations.map(({ version }) => version))('bring an empty file to version %i', (version) => {
    const path = join(aFolder(), 'till.sqlite');
    const database = openDatabase(path, migrations.slice(0, version));
    expect(database.pragma('user_version', { simple: true })).toBe(BigInt(version));
    database.close();
  });

  test.each(migrations.map(({ version }) => version))(
    'bring what version %i held to the newest, whole',
    (version) => {
      const path = join(aFolder(), 'till.sqlite');
      const old = openDatabase(path, migrations.slice(0, version));
      old.exec(corpusOf(version));
      old.close();
      const store = openStore(path);
      const channel = store.channels.byId(CORPUS_CHANNEL.channelId);
      expect(channel).toMatchObject({
        state: 'open',
        paid: CORPUS_CHANNEL.paid,
        payments: 2,
        isReleased: false,
        fundingHeight: 99_990,
        constants: {
          terms: TERMS,
          keyIndex: 3,
          customerName: 'Alice',
          basis: { capacity: CORPUS_CHANNEL.capacity, inputs: CORPUS_CHANNEL.inputs },
        },
      });
      expect(store.channels.psbt(channel?.constants.row ?? 0)).toEqual(Uint8Array.of(0x70, 0x73, 0x62, 0x74));
      expect(store.invoices.byId(CORPUS_INVOICE.id)).toMatchObject(CORPUS_INVOICE);
      expect(store.payments.ofChannel(channel?.constants.row ?? 0, 10).map(({ paid }) => paid)).toEqual([
        CORPUS_CHANNEL.paid,
        doge('12.5'),
      ]);
      expect(store.outbox.due(Number.MAX_SAFE_INTEGER, 10)).toMatchObject([
        { effect: 'settle', attempts: 4 },
      ]);
      expect(store.offers.nextKeyIndex()).toBe(8);
      store.close();
      expect(versionOf(path)).toBe(BigInt(migrations.length));
    },
  );
});

describe('a migration', () => {
  const next = migrations.length + 1;
  const added = { version: next, sql: 'ALTER TABLE channels ADD COLUMN colour TEXT' };
  const broken = {
    version: next + 1,
    sql: 'CREATE TABLE shelf (name TEXT) STRICT; DELETE FROM blocks; INSERT INTO nowhere VALUES (1)',
  };

  test('keeps what is in the tables', () => {
    const path = join(aFolder(), 'till.sqlite');
    const old = openDatabase(path, migrations);
    old.exec(corpusOf(migrations.length));
    old.close();
    const database = openDatabase(path, [...migrations, added]);
    expect(database.prepare('SELECT paid, colour FROM channels').all()).toEqual([
      { paid: CORPUS_CHANNEL.paid, colour: null },
    ]);
    expect(database.pragma('user_version', { simple: true })).toBe(BigInt(next));
    database.close();
  });

  test('that fails leaves the version before it, whole', () => {
    const path = join(aFolder(), 'till.sqlite');
    const old = openDatabase(path, migrations);
    old.exec(corpusOf(migrations.length));
    old.close();
    expect(() => openDatabase(path, [...migrations, added, broken])).toThrow('no such table: nowhere');
    const database = openDatabase(path, [...migrations, added]);
    expect(database.pragma('user_version', { simple: true })).toBe(BigInt(next));
    expect(database.prepare('SELECT count(*) AS rows FROM blocks').get()).toEqual({ rows: 1n });
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'shelf'`).all()).toEqual([]);
    database.close();
  });

  test('runs once', () => {
    const path = join(aFolder(), 'till.sqlite');
    openDatabase(path, [...migrations, added]).close();
    openDatabase(path, [...migrations, added]).close();
  });
});
