import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { NETWORKS } from '../../../core/networks.ts';
import type { NodeBackend } from '../../../core/node/backend.ts';
import { parseNodeAddress } from '../../../core/node/node-address.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../../core/node/rpc.ts';
import { Regular } from '../regular.ts';
import { Shop } from '../shop.ts';
import { App } from './app.ts';

const PASSPHRASE = 'correct horse';
const OWNER_PIN = '987654';
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';
const PATIENCE = { timeout: 20_000, interval: 100 };

let practice: PracticeNode;
let address: string;
let node: NodeBackend;
/** Of an app's shop, with a channel on which 12.5 DOGE were paid. */
let backup: string;
let channel: string;
let folder: string;
let app: App;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'restore-shop-'));
  practice = await startPracticeNode({ initialBlocks: 1400 });
  address = `http://${practice.user}:${practice.password}@127.0.0.1:${practice.port}`;
  const parsed = parseNodeAddress(address, NETWORKS.regtest);
  if (!parsed.ok) throw new Error(parsed.problem);
  node = connectNode({ address: parsed.address, network: NETWORKS.regtest });
  const earlier = await App.open();
  earlier.proof = { pin: OWNER_PIN };
  const { words } = await earlier.ask('newSeed', {});
  await earlier.ask('createShop', {
    language: 'de',
    shopName: 'Wow Kaffee',
    currency: 'EUR',
    network: 'regtest',
    node: address,
    words,
    areWordsNew: true,
    passphrase: PASSPHRASE,
    clerkPin: '',
    ownerPin: OWNER_PIN,
  });
  const alice = await Regular.withMoneyFrom(node);
  channel = await alice.openChannel((await earlier.ask('status', {})).endpoint);
  await node.mine(7, MINER);
  await vi.waitFor(async () => {
    expect((await earlier.ask('channels', {}))[0]?.state).toBe('open');
  }, PATIENCE);
  await alice.wallet.channelStatus(channel);
  await alice.pay((await earlier.ask('issueInvoice', { amount: '12.5' })).uri, channel);
  await alice.leave();
  backup = (await earlier.ask('backup', { to: folder })).path;
  await earlier.remove();
}, 60_000);
afterAll(async () => {
  node.close();
  await practice.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => {
  await app?.remove();
});

/** A copy of the backup, to be spoilt. */
function copied(): string {
  const copy = mkdtempSync(path.join(folder, 'copy-'));
  cpSync(backup, copy, { recursive: true });
  return copy;
}

function shopFilesOf({ folder: data }: App): string[] {
  return readdirSync(data).filter((name) => name.startsWith('shop') || name.startsWith('backup'));
}

describe('a shop from a backup', () => {
  test('is looked into first, without a trace, and then runs with all that was paid', async () => {
    app = await App.open();
    expect(await app.ask('findBackup', { folder: backup })).toEqual({
      folder: backup,
      network: 'regtest',
      shopName: 'Wow Kaffee',
      namesNode: true,
      newestSale: expect.any(String),
      channels: 1,
      owed: '12.5',
      hasOwnerPin: true,
    });
    expect(shopFilesOf(app)).toEqual([]);
    const session = await app.ask('restoreShop', { folder: backup });
    expect(session).toMatchObject({ mode: 'shop', hasShop: true, network: 'regtest', hasOwnerPin: true });
    // Whoever put it back has not shown the earlier owner's PIN.
    expect(session.role).not.toBe('owner');
    await app.ask('unlock', { pin: OWNER_PIN });
    app.proof = { pin: OWNER_PIN };
    expect(await app.ask('channels', {})).toMatchObject([{ id: channel, paid: '12.5', state: 'open' }]);
    expect(await app.refused('restoreShop', { folder: backup })).toBe('shop_exists');
    await app.restart();
    await app.ask('unlock', { pin: OWNER_PIN });
    const [closed] = await app.ask('close', { ids: [channel], passphrase: PASSPHRASE });
    expect(closed).toMatchObject({ channel: { state: 'closing', paid: '12.5' } });
    await expect
      .poll(async () => {
        await node.mine(1, MINER);
        return (await app.ask('channel', { id: channel })).state;
      }, PATIENCE)
      .toBe('closed');
  });

  test('that no app ran asks for a node of its network', async () => {
    const shop = await Shop.open();
    const { path: bare } = await shop.desk('backup', { to: folder });
    await shop.stop();
    app = await App.open();
    expect(await app.ask('findBackup', { folder: bare })).toMatchObject({
      namesNode: false,
      network: 'regtest',
    });
    expect(await app.refused('restoreShop', { folder: bare })).toBe('node_unusable');
    expect(shopFilesOf(app)).toEqual([]);
    expect(await app.ask('restoreShop', { folder: bare, node: address })).toMatchObject({ mode: 'shop' });
    await shop.remove();
  });

  test('is kept also when its node does not answer', async () => {
    const copy = copied();
    const facts = { network: 'regtest', node: 'http://u:p@127.0.0.1:1', host: '127.0.0.1', port: 0 };
    writeFileSync(path.join(copy, 'app.json'), JSON.stringify({ format: 1, mode: 'shop', shop: facts }));
    app = await App.open();
    const outcome = await app.refused('restoreShop', { folder: copy });
    expect(['accepted', 'shop_not_started']).toContain(outcome);
    expect(existsSync(path.join(app.folder, 'shop', 'till.sqlite'))).toBe(true);
    expect((await app.ask('session', {})).hasShop).toBe(true);
  });

  test('is not overwritten by another, nor by a new one', async () => {
    app = await App.open();
    await app.ask('restoreShop', { folder: backup });
    await app.ask('unlock', { pin: OWNER_PIN });
    expect(await app.refused('restoreShop', { folder: copied() })).toBe('shop_exists');
  });

  test.each<[string, string, (copy: string) => string]>([
    ['not_whole_path', 'a path that is not whole', () => 'backups/dogetill-1'],
    ['not_whole_path', 'a path of a home folder', () => '~/dogetill-1'],
    ['not_a_folder', 'a folder that is not there', (copy) => path.join(copy, 'none')],
    ['not_a_folder', 'a file', (copy) => path.join(copy, 'keys.json')],
    [
      'link',
      'a link',
      (copy) => {
        symlinkSync(copy, `${copy}-link`);
        return `${copy}-link`;
      },
    ],
    [
      'incomplete',
      'a folder of something else',
      (copy) => {
        mkdirSync(path.join(copy, 'photos'));
        return path.join(copy, 'photos');
      },
    ],
    [
      'damaged',
      'a database that is cut off',
      (copy) => {
        truncateSync(path.join(copy, 'till.sqlite'), 8192);
        return copy;
      },
    ],
    [
      'damaged',
      'keys that are none',
      (copy) => {
        writeFileSync(path.join(copy, 'keys.json'), '{"format":1}');
        return copy;
      },
    ],
    [
      'damaged',
      'facts that are none',
      (copy) => {
        writeFileSync(path.join(copy, 'app.json'), '[]');
        return copy;
      },
    ],
  ])('is refused as %s from %s, and nothing is made', async (reason, _, spoil) => {
    app = await App.open();
    const given = spoil(copied());
    for (const call of ['findBackup', 'restoreShop'] as const) {
      const answer = await app.screen.call(call, { folder: given });
      expect(answer).toMatchObject({ ok: false, problem: { code: 'backup_unusable', reason } });
    }
    expect(shopFilesOf(app)).toEqual([]);
    expect((await app.ask('session', {})).hasShop).toBe(false);
  });

  test('leaves nothing of an app that was killed in the middle of it', async () => {
    app = await App.open();
    await app.shop.close();
    for (const left of ['backup.looked-at', 'shop.restoring']) {
      mkdirSync(path.join(app.folder, left));
      writeFileSync(path.join(app.folder, left, 'keys.json'), '{}');
    }
    await app.start();
    expect(shopFilesOf(app)).toEqual([]);
  });
});
