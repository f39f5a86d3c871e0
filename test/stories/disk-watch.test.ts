import { afterEach, describe, expect, test } from 'vitest';
import { DiskWatch, watched } from '../../core/merchant/watch/disk-watch.ts';
import { openStore } from '../../core/store/store.ts';
import { doge } from '../doubles/channels.ts';
import { aPayment } from '../doubles/payments.ts';
import { openChannel, pay, paying } from './deviant-customer.ts';
import { OUT_OF_SIGHT } from './refusals/refused-limits.ts';
import { Shop } from './shop.ts';
import { expectProblem } from './wire.ts';

let shop: Shop | undefined;
afterEach(async () => {
  await shop?.remove();
  shop = undefined;
});

const MIB = 1024n * 1024n;
const FULL = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

describe('a disk', () => {
  test.each([
    [10_000n, []],
    [500n, []],
    [499n, [{ kind: 'disk_low', free: 499, alarming: 100 }]],
    [99n, [{ kind: 'disk_low', free: 99, alarming: 100 }]],
    [0n, [{ kind: 'disk_low', free: 0, alarming: 100 }]],
  ])('with %d MiB left is told of before it is full', (free, problems) => {
    const store = openStore(':memory:');
    const watch = new DiskWatch({ store, announce: () => undefined }, '/data', () => free * MIB);
    watch.look();
    expect(watch.problems).toEqual(problems);
    store.close();
  });

  test('that fails a write is an alarm until a write succeeds, and no other error is', () => {
    const inner = openStore(':memory:');
    let isFull = false;
    const told: string[] = [];
    const failing = {
      ...inner,
      transaction: <T>(work: () => T): T => {
        if (isFull) throw FULL;
        return inner.transaction(work);
      },
    };
    const store = watched(failing, (error) => watch.note(error));
    const watch = new DiskWatch({ store, announce: ({ type }) => told.push(type) }, undefined);
    expect(() =>
      store.transaction(() => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(watch.problems).toEqual([]);
    isFull = true;
    expect(() => store.transaction(() => undefined)).toThrow('full');
    watch.look();
    expect(watch.problems).toEqual([{ kind: 'disk_failed', said: FULL.message }]);
    isFull = false;
    watch.look();
    expect(watch.problems).toEqual([]);
    expect(told).toEqual(['chain_changed', 'chain_changed']);
    inner.close();
  });
});

describe('a till whose disk is full', () => {
  test('refuses payments in words, says so everywhere, and takes the same one when there is room', async () => {
    shop = await Shop.open();
    const channel = await openChannel(shop);
    const invoice = await shop.invoice('10');
    const { store } = shop.running.till.context;
    const real = store.payments.insert.bind(store.payments);
    store.payments.insert = () => {
      throw FULL;
    };
    expectProblem(await shop.ask(paying(invoice, aPayment(channel, { paid: doge(10) }))), OUT_OF_SIGHT.disk);
    const kinds = (await shop.desk('warnings', {})).map(({ kind, severity }) => [kind, severity]);
    expect(kinds).toContainEqual(['disk_failed', 'alarm']);
    const { chainProblems, node } = await shop.desk('status', {});
    expect(chainProblems.map(({ kind }) => kind)).toContain('disk_failed');
    expect(node.isReachable).toBe(true);
    store.payments.insert = real;
    expect((await pay(shop, channel, { invoice, paid: 10 })).status).toBe(200);
    shop.running.till.disk.look();
    expect((await shop.desk('warnings', {})).map(({ kind }) => kind)).not.toContain('disk_failed');
  });
});
