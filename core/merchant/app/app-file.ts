import { existsSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { writeDurably } from '../../system/durable-file.ts';
import { SetupFault } from '../../system/faults.ts';
import { PlainFileFault, readPlainFile } from '../../system/plain-file.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

/** Each is asked at every look and given every settlement that has not spread. */
export const MOST_OTHER_NODES = 8;

const appSchema = v.object({
  format: v.literal(1),
  /** What the screens show. */
  mode: v.picklist(['practice', 'shop']),
  /** Where practice's till answered last: its customer's channels are with that address. */
  practicePort: v.optional(port),
  /** How the shop's till is run; absent until one was set up. */
  shop: v.optional(
    v.object({
      network: v.picklist(['mainnet', 'testnet', 'regtest']),
      /** As the owner named it, with its password: the file is for this user's eyes only. */
      node: v.string(),
      /** Further nodes, named in the same way. */
      otherNodes: v.optional(v.pipe(v.array(v.string()), v.maxLength(MOST_OTHER_NODES))),
      host: v.string(),
      /** What customers' wallets know: they ask there again for as long as their channels live. */
      port,
      publicUrl: v.optional(v.string()),
    }),
  ),
});

/** What the app knows before any till runs. */
export type AppFile = v.InferOutput<typeof appSchema>;
export type ShopFacts = NonNullable<AppFile['shop']>;

export const APP_FILE = 'app.json';
const NEW: AppFile = { format: 1, mode: 'practice' };

/** Throws SetupFault for a damaged file: with another one in its place a shop's channels would not be watched. */
export function readAppFile(folder: string): AppFile {
  const file = path.join(folder, APP_FILE);
  if (!existsSync(file)) return NEW;
  const parsed = v.safeParse(appSchema, readContent(file));
  if (parsed.success) return parsed.output;
  throw new SetupFault(`${file} is damaged: restore it from a backup.`);
}

/** On return the file is the new one, whole; a crash leaves the old one. */
export function writeAppFile(folder: string, content: AppFile): void {
  writeDurably(path.join(folder, APP_FILE), `${JSON.stringify(content, null, 2)}\n`);
}

/** Bytes: nine nodes and an address. */
const LARGEST = 64 * 1024;

function readContent(file: string): unknown {
  try {
    return JSON.parse(readPlainFile(file, { atMost: LARGEST, mayBeLink: true }).toString('utf8'));
  } catch (error) {
    if (error instanceof PlainFileFault) throw new SetupFault(error.message, { cause: error });
    return undefined;
  }
}
