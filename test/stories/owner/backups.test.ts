import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBackup } from '../../../core/merchant/backup/backup-files.ts';
import { Backups } from '../../../core/merchant/backup/backups.ts';
import { openStore } from '../../../core/store/store.ts';
import { Regular } from '../regular.ts';
import { Shop } from '../shop.ts';

let shop: Shop;
let elsewhere: string;

beforeAll(async () => {
  shop = await Shop.open();
  elsewhere = mkdtempSync(path.join(tmpdir(), 'disk-'));
});
afterAll(async () => {
  await shop.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

const DAY = 24 * 3600;
const daily = () => new Backups(shop.running.till, { data: shop.folder, files: [], isDaily: true });

async function problemOf(settings: { readonly backupFolder: string }) {
  const answer = await shop.running.desk.call('saveSettings', settings);
  return answer.ok ? 'saved' : [answer.problem.code, answer.problem.reason];
}

describe('a backup', () => {
  test('has the database with every payment acknowledged before it, and the keys; this user alone may read it', async () => {
    const alice = await Regular.withMoneyFrom(shop.node);
    const id = await alice.openChannel(shop.url);
    await shop.mine(2);
    await alice.wallet.channelStatus(id);
    await alice.pay((await shop.desk('issueInvoice', { amount: '12.5' })).uri, id);
    await alice.leave();
    const made = await shop.desk('backup', {});
    expect(path.dirname(made.path)).toBe(path.join(shop.folder, 'backups'));
    expect(readdirSync(made.path).sort()).toEqual(['keys.json', 'till.sqlite']);
    if (process.platform !== 'win32') expect(statSync(made.path).mode & 0o077).toBe(0);
    const copy = openStore(path.join(made.path, 'till.sqlite'));
    const channel = copy.channels.byId(id);
    expect(channel?.paid).toBe(1_250_000_000n);
    expect(channel && copy.channels.psbt(channel.constants.row)).toBeDefined();
    copy.close();
  });

  test('goes to another folder for once, where it is said', async () => {
    const made = await shop.desk('backup', { to: elsewhere });
    expect(path.dirname(made.path)).toBe(elsewhere);
    rmSync(made.path, { recursive: true });
  });

  test('is refused with what is wrong, and leaves nothing behind', async () => {
    const refused = async (to: string) => {
      const answer = await shop.running.desk.call('backup', { to });
      return answer.ok ? 'made' : [answer.problem.code, answer.problem.reason];
    };
    expect(await refused(path.join(elsewhere, 'unplugged'))).toEqual(['backup_failed', 'no_folder']);
    expect(await refused('somewhere')).toEqual(['backup_failed', 'no_folder']);
    const file = path.join(elsewhere, 'a file');
    writeFileSync(file, '');
    expect(await refused(file)).toEqual(['backup_failed', 'no_folder']);
    if (process.getuid?.() !== 0) {
      const closed = path.join(elsewhere, 'closed');
      mkdirSync(closed);
      chmodSync(closed, 0o500);
      expect(await refused(closed)).toEqual(['backup_failed', 'not_writable']);
      rmSync(closed, { recursive: true });
    }
    rmSync(file);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('of a disk that is full says so, and leaves nothing behind', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const store = { ...shop.store, copyTo: () => Promise.reject(full) };
    const made = await writeBackup({ store, files: [] }, { folder: elsewhere, till: '0'.repeat(8), made: 0 });
    expect(made).toMatchObject({ ok: false, refusal: { facts: { reason: 'disk_full' } } });
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('is made once a day, and the oldest are removed beyond those that are kept', async () => {
    await shop.desk('saveSettings', { backupFolder: elsewhere, backupsKept: 2 });
    mkdirSync(path.join(elsewhere, 'photos'));
    const backups = daily();
    const names = () =>
      readdirSync(elsewhere)
        .filter((name) => name.startsWith('dogetill-'))
        .sort();
    await backups.makeIfDue();
    await backups.makeIfDue();
    const [first = ''] = names();
    expect(names()).toEqual([first]);
    expect(await backups.status()).toMatchObject({ isBesideTill: false, made: expect.any(String) });
    mkdirSync(path.join(elsewhere, `${first}.new`));
    for (const _ of [1, 2]) {
      shop.clock.advance(DAY + 1);
      await backups.makeIfDue();
    }
    expect(names()).toHaveLength(2);
    expect(names()).not.toContain(first);
    expect(existsSync(path.join(elsewhere, 'photos'))).toBe(true);
    await shop.desk('saveSettings', { backupFolder: '', backupsKept: 30 });
  });

  test('that failed is on the status until one succeeds', async () => {
    const gone = path.join(elsewhere, 'usb');
    mkdirSync(gone);
    await shop.desk('saveSettings', { backupFolder: gone });
    rmSync(gone, { recursive: true });
    const backups = daily();
    await backups.makeIfDue();
    expect(await backups.status()).toEqual({ isBesideTill: false, problem: 'no_folder' });
    expect(existsSync(gone)).toBe(false);
    mkdirSync(gone);
    await backups.makeIfDue();
    expect(await backups.status()).toEqual({ isBesideTill: false, made: expect.any(String) });
    await shop.desk('saveSettings', { backupFolder: '' });
  });

  test('has a folder that exists and has a whole path', async () => {
    expect(await problemOf({ backupFolder: 'usb' })).toEqual(['bad_settings', 'folder_not_whole']);
    expect(await problemOf({ backupFolder: path.join(elsewhere, 'nowhere') })).toEqual([
      'backup_failed',
      'no_folder',
    ]);
    expect(await problemOf({ backupFolder: elsewhere })).toBe('saved');
    expect(await problemOf({ backupFolder: '' })).toBe('saved');
  });

  test('is not made by itself of play money', async () => {
    expect((await shop.desk('status', {})).backup).toBeUndefined();
  });
});
