import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Command, Option } from 'commander';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tillProgram } from '../../core/commands/program.ts';
import { program as walletProgram } from '../../core/customer/command-line/cli-program.ts';
import { readGivenPath } from '../../core/given-path.ts';
import { openShop } from '../../core/merchant/app/tills.ts';
import { openStore } from '../../core/store/store.ts';
import { Desktop, expectSentence, ServedTill, sentenceOf, till } from './till-process.ts';

const desktop = new Desktop();
afterAll(() => desktop.remove());

/** Every option of every command that names a file or folder. */
function pathOptions(command: Command): (readonly [string, Option])[] {
  const own = command.options
    .filter(({ flags }) => /<(?:file|folder|backup)>/.test(flags))
    .map((option) => [`${command.name()} ${option.long}`, option] as const);
  return [...own, ...command.commands.flatMap(pathOptions)];
}
const OPTIONS = [...pathOptions(tillProgram()), ...pathOptions(walletProgram)];

describe('a path on the command line', () => {
  test('is one of many options', () => {
    expect(OPTIONS.length).toBeGreaterThan(20);
  });

  test.each(OPTIONS)(
    'of %s is below the home folder after ~, and is never empty or ~somebody',
    (_, option) => {
      const read = (text: string) => option.parseArg?.(text, undefined as never) as unknown;
      expect(read('~/x')).toBe(path.join(homedir(), 'x'));
      expect(read('~')).toBe(path.join(homedir(), ''));
      expect(read('x~')).toBe('x~');
      for (const none of ['', ' ', '\t\n']) expect(() => read(none)).toThrow(/It is empty/);
      expect(() => read('~bob/x')).toThrow(/write the whole path/);
    },
  );

  test('that is empty ends the command in words, and makes no folder', async () => {
    for (const given of ['', ' ']) {
      const run = await till('serve', '--network', 'regtest', '--data', given);
      expect([run.status, run.out]).toEqual([1, '']);
      expect(run.err).toMatch(/--data <folder>.*It is empty: name a file or folder\./);
      expect(run.err).not.toMatch(/^ {4}at /m);
    }
    expect(existsSync(path.join(process.cwd(), '~'))).toBe(false);
  });

  test('is told apart on Windows too', () => {
    expect(readGivenPath('~\\shop')).toEqual({ ok: true, path: path.join(homedir(), '\\shop') });
  });
});

describe('a data folder in use', () => {
  let running: ServedTill;
  const REGTEST = ['--network', 'regtest', '--node', 'practice'];
  beforeAll(async () => {
    running = await ServedTill.start('--data', desktop.folder('shop'), ...REGTEST);
  });
  afterAll(async () => {
    await running.end();
  });

  test('by another till is named by its file, with the process and what to do', async () => {
    const file = path.join(desktop.folder('shop'), 'till.sqlite');
    const run = await till('serve', '--data', desktop.folder('shop'), ...REGTEST);
    expectSentence(
      run,
      /till\.sqlite is in use: .*stop it first, or name another folder\. It is process \d+\./,
    );
    expect(run.err).toContain(file);
  });

  test('by a program that says nothing of itself is named by its file, with what to do', async () => {
    const folder = desktop.folder('held');
    const first = await ServedTill.start('--data', folder, ...REGTEST);
    await first.end();
    const store = openStore(path.join(folder, 'till.sqlite'));
    try {
      const run = await till('serve', '--data', folder, ...REGTEST);
      expectSentence(run, /till\.sqlite is in use: .*stop it first, or name another folder\./);
      expect(run.err).not.toMatch(/process/);
    } finally {
      store.close();
    }
  });
});

describe('the app on a folder in use', () => {
  test('names the file and what to do, and opens once the other has ended', async () => {
    const data = desktop.folder('app');
    const app = { data, log: pino({ level: 'silent' }), listen: { host: '127.0.0.1', port: 0 } };
    await (await openShop(app)).close();
    const file = path.join(data, 'practice', 'till.sqlite');
    const store = openStore(file);
    try {
      await expect(openShop(app)).rejects.toThrow(
        `${file} is in use: another Dogetill runs on this data folder; stop it first, or name another folder.`,
      );
    } finally {
      store.close();
    }
    await (await openShop(app)).close();
  }, 20_000);
});

describe('--shop', () => {
  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['two lines', 'Bob\nShop'],
    ['a control character', 'Bob\u0007'],
    ['a direction mark', 'Bob\u202eshop'],
    ['65 characters', 'x'.repeat(65)],
  ])('of %s is refused with the rule', async (_, name) => {
    const said = await sentenceOf(
      'serve',
      '--data',
      desktop.folder('unnamed'),
      '--network',
      'regtest',
      '--shop',
      name,
    );
    expect(said).toMatch(/^--shop is no name: /);
    expect(existsSync(desktop.folder('unnamed'))).toBe(false);
  });
});
