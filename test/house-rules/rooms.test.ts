import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOM_FOLDERS, roomsIn } from './rooms.ts';
import { ROOT } from './tree.ts';

/** What a folder holds: rooms, and files that are none of a command's beginning. */
function foldersIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder)).filter((name) => name !== 'cli.ts');
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

/** Imports from one room of the folder into another, as "a -> b" with the file. */
function passages(folder: string): { from: string; to: string; file: string }[] {
  const roomOf = (file: string) => path.relative(folder, file).split(path.sep)[0] ?? '';
  return filesBelow(folder).flatMap((file) =>
    Array.from(readFileSync(path.join(ROOT, file), 'utf8').matchAll(/from '(\.[^']+)'/g), ([, to = '']) =>
      path.join(path.dirname(file), to),
    )
      .filter((to) => to.startsWith(`${folder}${path.sep}`) && roomOf(to) !== roomOf(file))
      .map((to) => ({ from: roomOf(file), to: roomOf(to), file })),
  );
}

describe.each(ROOM_FOLDERS)('the rooms of %s', (folder) => {
  const rooms = roomsIn(folder);

  test('are those of docs/ARCHITECTURE.md', () => {
    expect([...rooms.keys()].sort()).toEqual(foldersIn(folder).sort());
  });

  test('import only rooms with a lower number', () => {
    const found = passages(folder).filter(({ from }) => from !== 'cli.ts');
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter(({ from, to }) => (rooms.get(to) ?? 99) >= (rooms.get(from) ?? 0))).toEqual([]);
  });
});
