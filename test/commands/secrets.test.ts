import { chmodSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import type { WarningView } from '../../core/bridge/views/status.ts';
import { readGivenHook } from '../../core/commands/given-hook.ts';
import { createKeyFile, readKeyFile } from '../../core/merchant/keys/key-file.ts';
import { NETWORKS } from '../../core/networks.ts';
import { readGivenNode } from '../../core/node/given-node.ts';
import { Desktop, ServedTill, sentenceOf, till, tillJson } from './till-process.ts';

const REGTEST = ['--network', 'regtest'];
const PRACTICE = [...REGTEST, '--node', 'practice'];
const WORDS = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const desktop = new Desktop();
afterAll(() => desktop.remove());

function secretFile(name: string, text: string | Uint8Array, mode = 0o600): string {
  const file = desktop.file(name, text);
  chmodSync(file, mode);
  return file;
}

const kinds = async (folder: string) =>
  (await tillJson<WarningView[]>('warnings', '--data', folder)).map(({ kind }) => kind);

describe.skipIf(process.platform === 'win32')('a secret that other users of the machine can read', () => {
  test('is said while a password of a node is in the arguments, and not of one from a file or the environment', async () => {
    const first = await ServedTill.start('--data', desktop.folder('node'), ...PRACTICE);
    const node = first.ready.node ?? '';
    const file = secretFile('node.txt', `\ufeff${node}\r\n`);
    const ways = {
      shown: ['--node', node],
      file: ['--node', `@${file}`],
      other: ['--node', 'practice', '--other-node', `@${file}`],
    };
    const said: Record<string, readonly string[]> = {};
    try {
      for (const [way, given] of Object.entries(ways)) {
        const folder = desktop.folder(way);
        const served = await ServedTill.start('--data', folder, ...REGTEST, ...given);
        said[way] = (await kinds(folder)).filter((kind) => /password|secret/.test(kind));
        await served.end();
      }
    } finally {
      await first.end();
    }
    expect(said).toEqual({ shown: ['password_in_arguments'], file: [], other: [] });
  });

  test('is said once in words on standard error, without the password', async () => {
    const run = await till(
      'serve',
      '--data',
      desktop.folder('said'),
      ...REGTEST,
      '--node',
      'http://user:hunter2@127.0.0.1:1',
    );
    expect(run.err).toMatch(/password is in the arguments.*@FILE/);
    expect(run.err).not.toContain('hunter2');
  });

  test('is said while a key of a hook is in the arguments, and not of one from a file', async () => {
    const folder = desktop.folder('hook');
    const served = await ServedTill.start('--data', folder, ...PRACTICE);
    const heard: (string | undefined)[] = [];
    const hook = createServer((request, response) => {
      heard.push(request.headers.authorization);
      request.resume().once('end', () => response.end());
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    const address = `http://owner:hunter2@127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
    const file = secretFile('hook.txt', `\ufeff${address}\r\n`);
    try {
      const shown = await till('alerts', '--url', address, '--data', folder);
      expect(shown.err).toMatch(/^Warning: .* in the arguments.*--url @FILE/);
      expect(shown.err).not.toContain('hunter2');
      const read = await till('alerts', '--url', `@${file}`, '--data', folder);
      expect([read.status, read.err]).toEqual([0, '']);
      chmodSync(file, 0o644);
      expect((await till('alerts', '--url', `@${file}`, '--data', folder)).err).toMatch(
        /others can read .* 600/,
      );
      expect(new Set(heard)).toEqual(new Set([`Basic ${Buffer.from('owner:hunter2').toString('base64')}`]));
    } finally {
      hook.close();
      await served.end();
    }
  });

  test.each([
    ['https://user:password@example.org/', 1],
    ['https://key@example.org/hook', 1],
    ['https://example.org/hook?key=1', 1],
    ['https://api.example.org/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send', 1],
    ['https://example.org/hook', 0],
    ['https://alerts.a-long-name-of-a-host.example.org/', 0],
    ['', 0],
  ])('is found in the address of a hook, or not: %s', (address, count) => {
    expect(readGivenHook(address)).toMatchObject({ url: address, warnings: { length: count } });
  });

  test('is said of a passphrase file, with its name and what to do', async () => {
    const file = secretFile('open-passphrase', 'a passphrase of words\n', 0o644);
    const folder = desktop.folder('open');
    const served = await ServedTill.start('--data', folder, ...PRACTICE, '--passphrase-file', file);
    try {
      const warnings = () => tillJson<WarningView[]>('warnings', '--data', folder);
      expect(await warnings()).toMatchObject([
        {
          kind: 'secret_readable',
          severity: 'warning',
          facts: { file },
          detail: expect.stringMatching(/644.*600/),
        },
      ]);
      chmodSync(file, 0o600);
      expect(await warnings()).toEqual([]);
    } finally {
      await served.end();
    }
  });
});

describe('a node that is named', () => {
  test.each([
    [
      'by its password in the arguments',
      'http://a:b@h:1',
      ['node', 'serve', '--node', 'http://a:b@h:1'],
      true,
    ],
    ['in one argument', 'http://a:b@h:1', ['node', '--node=http://a:b@h:1'], true],
    ['in the environment', 'http://a:b@h:1', ['node', 'serve'], false],
    ['by its folder', '/home/a:b@c', ['node', '/home/a:b@c'], false],
  ])('%s shows it or not', (_, given, argv, isPasswordShown) => {
    expect(readGivenNode(given, argv)).toEqual({ ok: true, text: given, isPasswordShown });
  });

  test.each([
    ['@', /name of a file/],
    ['@/nowhere/at/all', /\/nowhere\/at\/all/],
    [`@${secretFile('empty.txt', '\r\n')}`, /is empty/],
    [`@${secretFile('utf16.txt', Buffer.from('\ufeffhttp://a:b@h', 'utf16le'))}`, /UTF-16/],
  ])('by a file that names none is refused in words (%s)', (given, words) => {
    expect(readGivenNode(given)).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
  });
});

describe('what an editor adds to a file', () => {
  test('is no part of the passphrase, the words or the policy', async () => {
    const folder = desktop.folder('edited');
    const made = await till(
      'init',
      '--data',
      folder,
      '--network',
      'mainnet',
      '--passphrase-file',
      secretFile('first', 'correct horse battery'),
      '--words-file',
      secretFile('words', `\ufeff${WORDS}\r\n`),
    );
    expect(made.status).toBe(0);
    const shown = await till(
      'seed',
      '--data',
      folder,
      '--passphrase-file',
      secretFile('second', '\ufeffcorrect horse battery\r\n'),
    );
    expect(shown.out).toBe(`${WORDS}\n`);
    const policy = secretFile('policy.json', '\ufeff{ "confirmations": 3 }\r\n');
    const served = await ServedTill.start(
      '--data',
      desktop.folder('policy'),
      ...PRACTICE,
      '--policy',
      policy,
    );
    expect(await served.end()).toBe(0);
  });

  test('still opens a seed that an earlier release sealed with it', async () => {
    const other = desktop.folder('marked-keys');
    mkdirSync(other);
    await createKeyFile(other, {
      words: WORDS,
      passphrase: '\ufeffcorrect horse',
      network: NETWORKS.regtest,
    });
    const keys = readKeyFile(other);
    expect(await keys.words('correct horse')).toBe(WORDS);
    expect((await keys.unlock('correct horse')) === undefined).toBe(false);
    expect(await keys.words('correct  horse')).toBeUndefined();
  });

  test.each(['passphrase-file', 'policy'])('of UTF-16 is named (--%s)', async (option) => {
    const file = secretFile(`utf16-${option}`, Buffer.from('\ufeffabc', 'utf16le'));
    expect(
      await sentenceOf(
        'serve',
        '--data',
        desktop.folder(`utf16-${option}-till`),
        ...PRACTICE,
        `--${option}`,
        file,
      ),
    ).toMatch(/is UTF-16/);
  });

  test('is said of a passphrase that ends with a space and is wrong', async () => {
    const folder = desktop.folder('spaced');
    await till(
      'init',
      '--data',
      folder,
      ...REGTEST,
      '--passphrase-file',
      secretFile('plain', 'correct horse'),
    );
    expect(
      await sentenceOf(
        'serve',
        '--data',
        folder,
        ...PRACTICE,
        '--passphrase-file',
        secretFile('spaced-passphrase', 'correct horse \n'),
      ),
    ).toMatch(/ends with a space/);
  });
});
