import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One file that a screen is made of. */
export interface ScreenFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a screen may consist of; a file of another kind has no business in the folder. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export const PAGE = '/page.html';

/** The built screen's files by their path in a URL. Read once: no request ever reaches the disk. */
export function readScreenFiles(folder: string): ReadonlyMap<string, ScreenFile> {
  const files = new Map<string, ScreenFile>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[path.extname(name)];
    if (type === undefined) continue;
    files.set(`/${name}`, { type, bytes: new Uint8Array(readFileSync(path.join(folder, name))) });
  }
  return files;
}
