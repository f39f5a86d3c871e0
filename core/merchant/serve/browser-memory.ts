import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { writeDurably } from '../../system/durable-file.ts';

/** A browser that may come back after a restart: never its cookie, which only the browser has. */
export interface KnownVisitor {
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly lastSeen: number;
}

const schema = v.object({
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Who can read this file may have a new link. */
  key: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  visitors: v.pipe(
    v.array(v.object({ hash: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)), lastSeen: v.number() })),
    v.maxLength(64),
  ),
});
type BrowserFile = v.InferOutput<typeof schema>;

const NAME = 'browser.json';

/** What the browser host of a data folder keeps over restarts; undefined before the first, or when it cannot be read. */
export function readBrowserFile(folder: string): BrowserFile | undefined {
  try {
    return v.parse(schema, JSON.parse(readFileSync(path.join(folder, NAME), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Never throws: what is not kept costs a new link. */
export function writeBrowserFile(folder: string, content: BrowserFile): void {
  const file = path.join(folder, NAME);
  try {
    writeDurably(file, JSON.stringify(content));
  } catch {
    // The next start takes another port and lets nobody back in without a link.
  }
}

export function newLinkKey(): string {
  return randomBytes(32).toString('base64url');
}
