import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import type { BackupView } from '../../core/bridge/views/status.ts';
import { Pins } from '../../core/merchant/desk/pins.ts';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { openStore } from '../../core/store/store.ts';
import { REAL_WORLD } from '../../core/system/world.ts';
import { Desktop, expectSentence, ServedTill, sentenceOf, till, tillJson } from './till-process.ts';

const desktop = new Desktop();
let node: PracticeNode;
let address: string;
const passphrase = ['--passphrase-file', desktop.file('passphrase', 'correct horse battery\n')];
const folder = desktop.folder('till');
let backup: string;

beforeAll(async () => {
  node = await startPracticeNode({ initialBlocks: 1 });
  address = `http://${node.user}:${node.password}@127.0.0.1:${node.port}`;
  await till('init', '--data', folder, '--network', 'regtest', ...passphrase);
});
afterAll(async () => {
  await node.close();
  desktop.remove();
});

const serving = (data: string) => ['--data', data, '--network', 'regtest', '--node', address];

describe('a till', () => {
  test('that runs is copied, and put back elsewhere at an index that nobody has used', async () => {
    const served = await ServedTill.start(...serving(folder));
    let sold: InvoiceView;
    try {
      sold = await tillJson<InvoiceView>('invoice', '--data', folder, '--amount', '3');
      const elsewhere = desktop.folder('usb');
      expect(await sentenceOf('backup', '--data', folder, '--to', elsewhere)).toMatch(/could not be made/);
      mkdirSync(elsewhere);
      const made = await tillJson<BackupView>('backup', '--data', folder, '--to', elsewhere);
      expect(path.dirname(made.path)).toBe(elsewhere);
      backup = made.path;
    } finally {
      await served.end();
    }
    const anew = desktop.folder('anew');
    const restored = await till('restore', '--data', anew, '--from', backup);
    expect(restored.err).toBe('');
    expect(restored.out).toMatch(/begin at index \d{9}, above/);
    const again = await ServedTill.start(...serving(anew));
    try {
      expect(again.ready.identity).toBe(served.ready.identity);
      const fresh = await tillJson<InvoiceView>('invoice', '--data', anew, '--amount', '3');
      const known = await tillJson<InvoiceView[]>('invoices', '--data', anew);
      expect(known.map(({ id }) => id)).toEqual([fresh.id, sold.id]);
      expect(fresh.address).not.toBe(sold.address);
    } finally {
      await again.end();
    }
    const store = openStore(path.join(anew, 'till.sqlite'));
    expect(store.offers.nextKeyIndex()).toBeGreaterThan(200_000_000);
    store.close();
  });

  test('is never put back over another one, nor from what is not a backup or is damaged', async () => {
    expect(await sentenceOf('restore', '--data', folder, '--from', backup)).toMatch(/is not empty/);
    const fresh = desktop.folder('fresh');
    expect(await sentenceOf('restore', '--data', fresh, '--from', desktop.folder('usb'))).toMatch(
      /is not a backup of a till/,
    );
    const damaged = path.join(backup, 'till.sqlite');
    const whole = readFileSync(damaged);
    writeFileSync(damaged, whole.subarray(0, whole.length / 2));
    expect(await sentenceOf('restore', '--data', fresh, '--from', backup)).toMatch(/is damaged/);
    expect(existsSync(path.join(fresh, 'keys.json'))).toBe(false);
    writeFileSync(damaged, whole);
  });
});

describe('PINs that nobody knows any more', () => {
  test('are taken away by the passphrase alone', async () => {
    const file = path.join(folder, 'till.sqlite');
    const withPins = async <T>(work: (pins: Pins) => T | Promise<T>) => {
      const store = openStore(file);
      try {
        return await work(new Pins(store, REAL_WORLD));
      } finally {
        store.close();
      }
    };
    await withPins(async (pins) => {
      await pins.set('owner', '987654');
      await pins.set('clerk', '1111');
    });
    const wrong = ['--passphrase-file', desktop.file('wrong', 'battery staple\n')];
    expectSentence(await till('clear-pin', '--data', folder, ...wrong), /^The passphrase is wrong\.$/m);
    expect(await sentenceOf('clear-pin', '--data', folder)).toMatch(/--passphrase-file/);
    expect(await sentenceOf('clear-pin', '--data', desktop.folder('none'))).toMatch(/holds no till/);
    expect(await withPins((pins) => [pins.has('owner'), pins.has('clerk')])).toEqual([true, true]);
    expect((await till('clear-pin', '--data', folder, ...passphrase)).out).toMatch(/no PINs any more/);
    expect(await withPins((pins) => [pins.has('owner'), pins.has('clerk')])).toEqual([false, false]);
  });

  test('stay while the till runs', async () => {
    const served = await ServedTill.start(...serving(folder));
    try {
      expect(await sentenceOf('clear-pin', '--data', folder, ...passphrase)).toMatch(/is in use/);
    } finally {
      await served.end();
    }
  });
});
