import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../core/store/store.ts';
import { doge } from '../doubles/channels.ts';
import { aFolder, insertChannel, insertInvoice, pay } from './store-doubles.ts';

describe('a copy of the database', () => {
  test('that is taken while payments go on has every payment stored before it began, and opens', async () => {
    const folder = aFolder();
    const store = openStore(join(folder, 'till.sqlite'));
    const { row } = insertChannel(store).stored.constants;
    let paid = 0;
    const payOne = () => {
      paid += 1;
      pay(store, row, insertInvoice(store, `sale ${paid}`, doge('0.01')));
    };
    // More than the pages of one step, so that payments fall into the copying.
    for (let i = 0; i < 1500; i++) store.transaction(payOne);
    const before = paid;
    const target = join(folder, 'copy.sqlite');
    let isCopying = true;
    const copying = store.copyTo(target).finally(() => {
      isCopying = false;
    });
    while (isCopying) {
      store.transaction(payOne);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await copying;
    expect(paid).toBeGreaterThan(before + 3);
    store.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.sqlite']);

    const copy = openStore(target);
    const { payments } = copy.channels.require(row);
    expect(payments).toBeGreaterThanOrEqual(before);
    expect(copy.payments.ofChannel(row, 10_000)).toHaveLength(payments);
    expect(copy.channels.require(row).paid).toBe(doge('0.01') * BigInt(payments));
    copy.close();
  });

  test('is refused where there is no such folder', async () => {
    const folder = aFolder();
    const store = openStore(join(folder, 'till.sqlite'));
    await expect(store.copyTo(join(folder, 'nowhere', 'copy.sqlite'))).rejects.toThrow('does not exist');
    store.close();
  });
});
