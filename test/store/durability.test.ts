import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../core/protocol/bytes.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { doge } from '../doubles/channels.ts';
import { party } from '../doubles/parties.ts';
import { forAll } from '../properties/for-all.ts';
import { startChild } from './child.ts';
import { aFolder, insertChannel, insertInvoice, insertOffer, NOW, pay } from './store-doubles.ts';

/** Everything that a store holds, as far as a till asks for it. */
function contentsOf(store: Store): unknown {
  const channels = store.channels.list(1000);
  return {
    nextKeyIndex: store.offers.nextKeyIndex(),
    offers: store.offers.open(0),
    shop: store.settings.get('shop'),
    tip: store.blocks.newest(),
    invoices: store.invoices.newest(1000),
    outbox: store.outbox.due(Number.MAX_SAFE_INTEGER, 1000),
    totals: store.channels.totals(),
    channels: channels.map((channel) => ({
      channel,
      psbt: store.channels.psbt(channel.constants.row),
      settlement: store.settlements.get(channel.constants.row),
      payments: store.payments.ofChannel(channel.constants.row, 1000),
    })),
  };
}

type Operation = (store: Store, at: number) => void;

const firstRow = (store: Store) => store.channels.list(1)[0]?.constants.row;

const operations: readonly (readonly [string, Operation])[] = [
  ['offer', (store) => insertOffer(store)],
  ['prune', (store) => store.offers.prune(NOW + 700_000)],
  ['channel', (store, at) => insertChannel(store, { customer: party(`customer ${at}`) })],
  ['invoice', (store, at) => insertInvoice(store, `${at}`)],
  ['setting', (store, at) => store.settings.set('shop', `shop ${at}`)],
  ['block', (store, at) => store.blocks.insert({ height: at, hash: 'ab'.repeat(32), time: at })],
  ['reorg', (store, at) => store.blocks.removeAbove(at - 3)],
  [
    'payment',
    (store, at) => {
      const row = firstRow(store);
      if (row !== undefined && store.channels.require(row).paid < doge(90)) {
        pay(store, row, insertInvoice(store, `paid ${at}`, doge(1)));
      }
    },
  ],
  [
    'close',
    (store, at) => {
      const row = firstRow(store);
      if (row === undefined) return;
      store.channels.update({ ...store.channels.require(row), state: 'closing', closingAt: at });
      store.outbox.add(row, 'settle', at);
      store.settlements.set(row, { txid: 'cd'.repeat(32), bytes: utf8(`settlement ${at}`), signedAt: at });
    },
  ],
];

const plans = fc.record({
  operations: fc.array(fc.constantFrom(...operations), { minLength: 1, maxLength: 8 }),
  /** Which operation the power cut comes in, and how much of what it wrote was written by then. */
  cutAt: fc.nat({ max: 7 }),
  share: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

function walOf(path: string): Uint8Array {
  return existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : new Uint8Array();
}

describe('a power cut', () => {
  test('leaves what was committed last, wherever in the next transaction it comes', () => {
    const folder = aFolder();
    let round = 0;
    const claim = ({
      operations: plan,
      cutAt,
      share,
    }: typeof plans extends fc.Arbitrary<infer T> ? T : never) => {
      const path = join(folder, `${round++}.sqlite`);
      const store = openStore(path);
      const cut = cutAt % plan.length;
      for (const [at, [, operate]] of plan.slice(0, cut).entries())
        store.transaction(() => operate(store, at));
      const committed = contentsOf(store);
      const before = walOf(path).length;
      const [, operate] = plan[cut] ?? operations[0] ?? [];
      store.transaction(() => operate?.(store, cut));
      const wal = walOf(path);
      const written = before + Math.floor((wal.length - before) * share);
      copyFileSync(path, `${path}.cut`);
      writeFileSync(`${path}.cut-wal`, wal.subarray(0, written));
      const wanted = written < wal.length ? committed : contentsOf(store);
      store.close();
      const reopened = openStore(`${path}.cut`);
      const found = contentsOf(reopened);
      reopened.close();
      expect(found).toEqual(wanted);
    };
    forAll(plans, claim, 12);
  });

  test('leaves nothing of a transaction that was not committed', () => {
    const path = join(aFolder(), 'till.sqlite');
    const store = openStore(path);
    insertInvoice(store, 'one');
    store.transaction(() => {
      insertInvoice(store, 'two');
      copyFileSync(path, `${path}.cut`);
      writeFileSync(`${path}.cut-wal`, walOf(path));
    });
    store.close();
    const reopened = openStore(`${path}.cut`);
    expect(reopened.invoices.newest(10).map(({ memo }) => memo)).toEqual(['one']);
    reopened.close();
  });
});

describe('a till that is killed', () => {
  test('has every payment that it acknowledged, and the store in order', async () => {
    const path = join(aFolder(), 'till.sqlite');
    const first = openStore(path);
    const { row } = insertChannel(first).stored.constants;
    first.close();
    for (let round = 0; round < 2; round++) {
      const child = startChild('paying-till.ts', path, `${round}`);
      const patience = 5 + Math.floor(Math.random() * 45);
      let acknowledged = 0n;
      let lines = 0;
      for await (const line of child.lines) {
        acknowledged = BigInt(line);
        if (++lines === patience) child.process.kill('SIGKILL');
      }
      await child.ended;
      expect(lines).toBeGreaterThanOrEqual(patience);
      const store = openStore(path);
      const channel = store.channels.require(row);
      const payments = store.payments.ofChannel(row, Number.MAX_SAFE_INTEGER);
      expect(channel.paid).toBeGreaterThanOrEqual(acknowledged);
      expect(channel.payments).toBe(payments.length);
      expect(payments.at(0)?.paid).toBe(channel.paid);
      expect(store.channels.psbt(row)).toEqual(utf8(`psbt ${channel.paid}`));
      expect(payments.reduce((total, { amount }) => total + amount, 0n)).toBe(channel.paid);
      store.close();
    }
  });
});
