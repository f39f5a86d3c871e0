import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { restoreBackup } from '../../core/merchant/app/restore-backup.ts';
import { createKeyFile } from '../../core/merchant/keys/key-file.ts';
import { NETWORKS } from '../../core/networks.ts';
import { openStore } from '../../core/store/store.ts';

const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const NOW = Date.UTC(2026, 2, 1, 12);

async function backup() {
  const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-restore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const made = path.join(folder, 'backup');
  mkdirSync(made);
  await createKeyFile(made, { words: WORDS, passphrase: '', network: NETWORKS.regtest });
  openStore(path.join(made, 'till.sqlite')).close();
  const app = {
    format: 1,
    mode: 'shop',
    shop: { network: 'regtest', node: 'practice', host: '127.0.0.1', port: 1 },
  };
  writeFileSync(path.join(made, 'app.json'), JSON.stringify(app));
  return { folder, made };
}

/** What somebody may put in the place of one file of a backup. */
const PUT: Readonly<Record<string, (file: string) => void>> = {
  'a pipe': (file) => spawnSync('mkfifo', [file]),
  'a folder': (file) => mkdirSync(file),
  'a link to the file itself, elsewhere': (file) => {
    renameSync(`${file}.aside`, path.join(path.dirname(file), '..', path.basename(file)));
    symlinkSync(path.join(path.dirname(file), '..', path.basename(file)), file);
  },
  'a link to a pipe': (file) => {
    spawnSync('mkfifo', [`${file}.pipe`]);
    symlinkSync(`${file}.pipe`, file);
  },
  'a link to a device': (file) => symlinkSync('/dev/zero', file),
  'a link to nothing': (file) => symlinkSync('nothing', file),
  'a circle of links': (file) => symlinkSync(file, file),
  'a huge file': (file) => {
    writeFileSync(file, '');
    truncateSync(file, 2 ** 43);
  },
  'the file with gigabytes behind it': (file) => {
    cpSync(`${file}.aside`, file);
    truncateSync(file, 4 * 2 ** 30);
  },
  'the start of the file': (file) => {
    cpSync(`${file}.aside`, file);
    truncateSync(file, 40);
  },
  'an empty file': (file) => writeFileSync(file, ''),
};

const PLACES = ['till.sqlite', 'keys.json', 'app.json'].flatMap((name) =>
  Object.keys(PUT).map((what) => ({ name, what })),
);

describe.skipIf(process.platform === 'win32')('putting a till back', () => {
  test.each(PLACES)('refuses $what as $name at once, and leaves nothing behind', async ({ name, what }) => {
    const { folder, made } = await backup();
    const file = path.join(made, name);
    renameSync(file, `${file}.aside`);
    PUT[what]?.(file);
    const before = readdirSync(folder).sort();
    const began = Date.now();
    await expect(restoreBackup(made, path.join(folder, 'deep', 'data'), NOW)).rejects.toMatchObject({
      name: expect.stringMatching(/^(SetupFault|DatabaseFault)$/),
    });
    expect(Date.now() - began).toBeLessThan(2000);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test('refuses a link, a pipe, a file and nothing in the place of the folder', async () => {
    const { folder, made } = await backup();
    symlinkSync(made, path.join(folder, 'link'));
    spawnSync('mkfifo', [path.join(folder, 'pipe')]);
    writeFileSync(path.join(folder, 'file'), '');
    const before = readdirSync(folder).sort();
    for (const name of ['link', 'pipe', 'file', 'nothing']) {
      await expect(restoreBackup(path.join(folder, name), path.join(folder, 'data'), NOW)).rejects.toThrow(
        name === 'link' ? /is a link/ : /it is not a folder/,
      );
    }
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test("takes the whole backup that the others were made from, and what a crash left is in nobody's way", async () => {
    const { folder, made } = await backup();
    const data = path.join(folder, 'deep', 'data');
    mkdirSync(path.join(data, 'shop.restoring'), { recursive: true });
    appendFileSync(path.join(data, 'shop.restoring', 'till.sqlite'), 'half');
    expect((await restoreBackup(made, data, NOW)).folder).toBe(path.join(data, 'shop'));
    expect(readdirSync(data).sort()).toEqual(['app.json', 'shop']);
    expect(readdirSync(path.join(data, 'shop')).sort()).toEqual(['keys.json', 'till.sqlite']);
  });
});
