import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseWords } from '../../core/keys-words.ts';
import { Desktop, expectSentence, sentenceOf, till } from './till-process.ts';

const desktop = new Desktop();
afterAll(() => desktop.remove());

const passphrase = ['--passphrase-file', desktop.file('passphrase', 'correct horse\n')];

describe('the seed of a till', () => {
  test('is shown once when it is made, is sealed in the file, and opens with the passphrase alone', async () => {
    const folder = desktop.folder('main');
    const made = await till('init', '--data', folder, '--network', 'mainnet', ...passphrase);
    expect([made.status, made.err]).toEqual([0, '']);
    const words = made.out.trim();
    expect(parseWords(words)).toBe(words);
    expect(words.split(' ').length).toBe(12);
    const file = path.join(folder, 'keys.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const kept = readFileSync(file, 'utf8');
    // One word of them may be the name of a member: "account" is on the list.
    expect(kept).not.toContain(words.split(' ').slice(0, 2).join(' '));
    expect(kept).not.toContain(words.split(' ').slice(-2).join(' '));

    expect((await till('seed', '--data', folder, ...passphrase)).out).toBe(`${words}\n`);
    const wrong = ['--passphrase-file', desktop.file('wrong', 'battery staple\n')];
    expectSentence(await till('seed', '--data', folder, ...wrong), /^The passphrase is wrong\.$/m);
    expect(await sentenceOf('seed', '--data', folder)).toMatch(/give its passphrase with --passphrase-file/);
    const again = ['init', '--data', folder, '--network', 'mainnet', ...passphrase];
    expect(await sentenceOf(...again)).toMatch(/has keys already/);
    const served = ['serve', '--data', folder, '--node', 'http://a:b@127.0.0.1:1', ...wrong];
    expect(await sentenceOf(...served)).toMatch(/does not open the seed/);
  });

  test('restores the same till from its words', async () => {
    const first = desktop.folder('first');
    const words = (await till('init', '--data', first, '--network', 'regtest')).out;
    const second = desktop.folder('second');
    const wordsFile = desktop.file('words', `  ${words.toUpperCase().replaceAll(' ', '\n')}`);
    const made = await till('init', '--data', second, '--network', 'regtest', '--words-file', wordsFile);
    expect(made.status).toBe(0);
    expect(made.out).toMatch(/^Restored in .* at index \d{9}, above all that were used before\./);
    const keys = (folder: string) =>
      JSON.parse(readFileSync(path.join(folder, 'keys.json'), 'utf8')) as {
        account: string;
        identity: string;
        first_index: number;
      };
    expect(keys(second).account).toBe(keys(first).account);
    expect(keys(second).identity).toBe(keys(first).identity);
    expect(keys(first).first_index).toBe(0);
    // One for every second since 2020: a till restored a day later begins above this one too.
    expect(keys(second).first_index).toBeGreaterThan(200_000_000);
  });

  test.each([
    [
      'without a passphrase on the main network',
      () => ['init', '--data', desktop.folder('a')],
      /needs a passphrase/,
    ],
    [
      'from words that are none',
      () => [
        'init',
        '--data',
        desktop.folder('b'),
        '--network',
        'regtest',
        '--words-file',
        desktop.file('bad', 'such wow'),
      ],
      /does not hold the words/,
    ],
    [
      'from a file that is not there',
      () => [
        'init',
        '--data',
        desktop.folder('c'),
        '--network',
        'regtest',
        '--words-file',
        desktop.folder('none'),
      ],
      /cannot be read/,
    ],
    ['of a folder without a till', () => ['seed', '--data', desktop.folder('none')], /holds no till/],
  ] as const)('is not made or shown %s', async (_, args, words) => {
    expect(await sentenceOf(...args())).toMatch(words);
  });
});
