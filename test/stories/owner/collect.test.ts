import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doge } from '../../doubles/channels.ts';
import { Shop } from '../shop.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-collect-'));
let shop: Shop;

beforeAll(async () => {
  const passphraseFile = path.join(folder, 'passphrase');
  writeFileSync(passphraseFile, 'correct horse\n');
  shop = await Shop.open({ passphraseFile });
});
afterAll(async () => {
  await shop.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('a till that has its passphrase at hand still wants it of whoever collects', async () => {
  const { address } = await shop.desk('issueInvoice', { amount: '10' });
  await shop.node.sendToAddress(address, doge(10));
  await shop.mine(20);
  const to = shop.purse.address;
  expect(await shop.desk('status', {})).toMatchObject({ isLocked: false });
  await expect(shop.desk('collect', { to })).rejects.toThrow('till_locked');
  await expect(shop.desk('collect', { to, passphrase: 'wrong' })).rejects.toThrow('wrong_passphrase');
  const collected = await shop.desk('collect', { to, passphrase: 'correct horse' });
  expect(collected.collections).toMatchObject([{ to, amount: '9.99808', state: 'sent' }]);
});
