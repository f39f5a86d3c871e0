import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyPlainFile, PlainFileFault, readPlainFile } from '../../core/system/plain-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dogetill-plain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIMITS = { atMost: 1024, mayBeLink: false };
const at = (name: string) => path.join(folder, name);

async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PlainFileFault) return error.problem;
    throw error;
  }
  return 'none';
}

describe('a plain file', () => {
  test.each([0, 1, 1024])('of %i bytes is read whole', async (size) => {
    writeFileSync(at('a'), Buffer.alloc(size, 7));
    expect(readPlainFile(at('a'), LIMITS)).toEqual(Buffer.alloc(size, 7));
    await copyPlainFile(at('a'), at('b'), LIMITS);
    expect(readPlainFile(at('b'), LIMITS)).toEqual(Buffer.alloc(size, 7));
  });

  test('is never copied over another one', async () => {
    writeFileSync(at('a'), 'new');
    writeFileSync(at('b'), 'old');
    await expect(copyPlainFile(at('a'), at('b'), LIMITS)).rejects.toThrow('EEXIST');
    expect(readPlainFile(at('b'), LIMITS).toString()).toBe('old');
  });

  test.skipIf(process.platform === 'win32').each(['read', 'copy'])(
    'is the only thing that is given: %s',
    async (way) => {
      const take = (file: string) => () =>
        way === 'read'
          ? readPlainFile(file, LIMITS)
          : copyPlainFile(file, at(`copy of ${path.basename(file)}`), LIMITS);
      spawnSync('mkfifo', [at('pipe')]);
      mkdirSync(at('folder'));
      writeFileSync(at('huge'), '');
      truncateSync(at('huge'), 2 ** 40);
      writeFileSync(at('real'), 'x');
      symlinkSync(at('real'), at('link'));
      symlinkSync(at('circle'), at('circle'));
      const server = createServer().listen(at('socket'));
      await new Promise((resolve) => server.once('listening', resolve));
      try {
        const names = ['pipe', 'folder', 'huge', 'link', 'circle', 'socket', 'nothing', 'real/below'];
        expect(await Promise.all(names.map((name) => problemOf(take(at(name)))))).toEqual([
          'not_a_file',
          'not_a_file',
          'too_large',
          'link',
          'link',
          'not_a_file',
          'missing',
          'missing',
        ]);
        expect(await problemOf(take('/dev/zero'))).toBe('not_a_file');
        expect(await problemOf(take('/dev/tty'))).toBe('not_a_file');
      } finally {
        server.close();
      }
    },
  );

  test.skipIf(process.platform === 'win32')(
    'may be behind a link where that is said, but nothing else may',
    async () => {
      writeFileSync(at('real'), 'x');
      symlinkSync(at('real'), at('link'));
      spawnSync('mkfifo', [at('pipe')]);
      symlinkSync(at('pipe'), at('link-to-pipe'));
      const limits = { atMost: 10, mayBeLink: true };
      expect(readPlainFile(at('link'), limits).toString()).toBe('x');
      expect(await problemOf(() => readPlainFile(at('link-to-pipe'), limits))).toBe('not_a_file');
      expect(await problemOf(() => readPlainFile('/dev/zero', limits))).toBe('not_a_file');
    },
  );
});
