import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeDurably } from '../../core/system/durable-file.ts';

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-durable-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a file is replaced whole, and is its owner’s alone', () => {
  const folder = aFolder();
  const file = path.join(folder, 'keys.json');
  writeFileSync(file, 'old', { mode: 0o644 });
  writeDurably(file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

test('what a crash left beside it is not written into, wherever it leads', () => {
  const folder = aFolder();
  const file = path.join(folder, 'keys.json');
  const elsewhere = path.join(folder, 'elsewhere');
  writeFileSync(elsewhere, 'somebody’s');
  symlinkSync(elsewhere, `${file}.new`);
  writeDurably(file, Uint8Array.from([1, 2, 3]));
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
  expect(readFileSync(elsewhere, 'utf8')).toBe('somebody’s');
});

test('where it cannot be written the old one stays', () => {
  const file = path.join(aFolder(), 'none', 'keys.json');
  expect(() => writeDurably(file, 'new')).toThrow('ENOENT');
});
