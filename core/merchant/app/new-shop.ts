import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CallArguments } from '../../bridge/bridge.ts';
import { parseWords } from '../../keys-words.ts';
import { NETWORKS, type NetworkName } from '../../networks.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { openStore } from '../../store/store.ts';
import { syncFolder } from '../../system/durable-file.ts';
import type { World } from '../../system/world.ts';
import { Pins } from '../desk/pins.ts';
import { createKeyFile } from '../keys/key-file.ts';
import { unusedIndex } from '../keys/unused-index.ts';
import { requireNode } from '../nodes/find-nodes.ts';
import { OwnerChoices, type SettingChanges } from '../policy/choices.ts';
import type { Policy } from '../policy/policy.ts';
import { writePolicy } from '../policy/policy.ts';
import { APP_FILE, type ShopFacts, writeAppFile } from './app-file.ts';

const SHORTEST_PASSPHRASE = 12;

export type NewShop = CallArguments<'createShop'>;

/** Everything that may be wrong with a new shop, before anything of it is made. @returns the words as they are kept */
export async function checkNewShop(wanted: NewShop): Promise<Result<{ readonly words: string }>> {
  const words = parseWords(wanted.words);
  if (words === undefined) return refuse('bad_words', {});
  if ([...wanted.passphrase].length < SHORTEST_PASSPHRASE) {
    return refuse('weak_passphrase', { least: SHORTEST_PASSPHRASE });
  }
  if (wanted.clerkPin === wanted.ownerPin) return refuse('pin_in_use', {});
  if (wanted.currency.length === 4 && wanted.currency !== 'DOGE') {
    return refuse('bad_settings', {
      reason: 'no_currency',
      problem: `currency: ${wanted.currency} is no currency`,
    });
  }
  const node = await requireNode(NETWORKS[wanted.network], wanted.node);
  return node.ok ? ok({ words }) : node;
}

/** What a crash left of a shop that was not made to the end, or of one that was being removed. */
export function removeDraft(folder: string): void {
  rmSync(draftOf(folder), { recursive: true, force: true });
}

/** Moved away whole first: a crash leaves a shop or none here, too. */
export function removeShopFolder(folder: string): void {
  renameSync(folder, draftOf(folder));
  removeDraft(folder);
}

/** They were for a crash before the app had noted them itself; later they would be out of date. */
export function forgetFacts(folder: string): void {
  rmSync(path.join(folder, APP_FILE), { force: true });
}

function draftOf(folder: string): string {
  return `${folder}.new`;
}

/**
 * Makes a shop's data folder: keys, settings, PINs, and the facts for an app that is killed before it has noted them
 * itself. It is made beside its place and moved there whole, so that a crash leaves a shop or none.
 * @param wanted one that checkNewShop has passed
 */
export async function makeShopFolder(
  folder: string,
  { facts, ...wanted }: NewShop & { readonly words: string; readonly facts: ShopFacts },
  world: World,
): Promise<Result<void>> {
  const draft = draftOf(folder);
  removeDraft(folder);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    const { words, passphrase, language, shopName, currency, rate } = wanted;
    const network = NETWORKS[wanted.network];
    // Words of unknown age may be those of an earlier till, whose keys must not be given away again.
    const firstIndex = wanted.areWordsNew ? 0 : unusedIndex(world.now());
    await createKeyFile(draft, { words, passphrase, network, firstIndex });
    const furnished = await furnish(
      draft,
      { network, settings: { language, shopName, currency, rate }, pins: wanted },
      world,
    );
    if (!furnished.ok) return furnished;
    writeAppFile(draft, { format: 1, mode: 'shop', shop: facts });
    renameSync(draft, folder);
    syncFolder(path.dirname(folder));
    return ok(undefined);
  } finally {
    if (existsSync(draft)) rmSync(draft, { recursive: true, force: true });
  }
}

/** What a new till's database begins with. */
interface Furniture {
  readonly settings: SettingChanges;
  readonly network: { readonly name: NetworkName };
  readonly policy?: Policy;
  readonly pins?: { readonly ownerPin: string; readonly clerkPin: string };
}

/** Writes a till's first choices into its database, while no till runs on it. */
export async function furnish(
  folder: string,
  { settings, policy, pins, network }: Furniture,
  world: World,
): Promise<Result<void>> {
  const store = openStore(path.join(folder, 'till.sqlite'));
  try {
    const choices = new OwnerChoices(store, world, { network });
    const saved = choices.saveSettings(settings);
    if (!saved.ok) return saved;
    const kept = policy === undefined ? ok(undefined) : choices.savePolicy(writePolicy(policy));
    if (!kept.ok) return kept;
    if (pins === undefined) return ok(undefined);
    const own = new Pins(store, world);
    const owner = await own.set('owner', pins.ownerPin);
    if (!owner.ok || pins.clerkPin === '') return owner;
    return await own.set('clerk', pins.clerkPin);
  } finally {
    store.close();
  }
}
