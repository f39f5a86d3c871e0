import { read } from './tree.ts';

/** Folders whose rooms have a table in docs/ARCHITECTURE.md. */
export const ROOM_FOLDERS = ['core/merchant', 'core/customer'] as const;

/** The tables of rooms in docs/ARCHITECTURE.md: name and number. */
export function roomsIn(folder: string): ReadonlyMap<string, number> {
  const document = read('docs/ARCHITECTURE.md');
  const [, table = ''] = document.split(
    `| room of \`${folder}/\` | number | what lives there |\n| --- | --- | --- |\n`,
  );
  const rows = table.slice(0, table.indexOf('\n\n')).matchAll(/^\| `([\w.-]+?)\/?` \| (\d+) \| .+ \|$/gm);
  return new Map(Array.from(rows, ([, room = '', number]) => [room, Number(number)]));
}
