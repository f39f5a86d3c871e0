import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { restoreBackup } from '../../../core/merchant/app/restore-backup.ts';
import { createKeyFile } from '../../../core/merchant/keys/key-file.ts';
import { NETWORKS, type NetworkName } from '../../../core/networks.ts';
import { openStore } from '../../../core/store/store.ts';

const MINED = Date.UTC(2026, 2, 1, 12);
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

/** A backup of a till whose newest block was mined at MINED, in a folder of its own. */
async function backedUp(network: NetworkName) {
  const folder = mkdtempSync(path.join(tmpdir(), 'restore-clock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const backup = path.join(folder, 'backup');
  mkdirSync(backup);
  await createKeyFile(backup, { words: WORDS, passphrase: '', network: NETWORKS[network] });
  const store = openStore(path.join(backup, 'till.sqlite'));
  store.transaction(() => store.blocks.insert({ height: 7, hash: 'ab'.repeat(32), time: MINED / 1000 }));
  store.close();
  return { folder, backup, data: path.join(folder, 'data') };
}

describe('a backup', () => {
  test.each(['mainnet', 'testnet'] as const)(
    'of %s is not put back under a clock that is behind its chain, for keys would be given again',
    async (network) => {
      const { folder, backup, data } = await backedUp(network);
      await expect(restoreBackup(backup, data, MINED - 86_400_000)).rejects.toThrow(/clock is behind/);
      expect(readdirSync(folder)).toEqual(['backup']);
      // A block's time may be two hours ahead of the world's.
      expect((await restoreBackup(backup, data, MINED - 3_600_000)).folder).toBe(data);
    },
  );

  test('of regtest is put back whatever its blocks say, since they come when somebody wants one', async () => {
    const { backup, data } = await backedUp('regtest');
    expect((await restoreBackup(backup, data, MINED - 86_400_000)).folder).toBe(data);
  });
});
