import path from 'node:path';
import type { FoundBackupView } from '../../bridge/views/setup.ts';
import { formatDoge, sum } from '../../money.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { Store } from '../../store/store.ts';
import { rfc3339 } from '../../system/times.ts';
import type { World } from '../../system/world.ts';
import { Pins } from '../desk/pins.ts';
import { requireNode } from '../nodes/find-nodes.ts';
import { OwnerChoices } from '../policy/choices.ts';
import type { ShopFacts } from './app-file.ts';
import type { BackupFacts } from './backup-copy.ts';
import { unusableBackup } from './backup-fault.ts';
import { lookAtBackup, readBackupFacts, restoreShopFolder } from './restore-backup.ts';

/** Channels in which money waits to be settled. */
const LIVING: readonly string[] = ['confirming', 'open', 'closing'];

/** What a backup holds. Changes nothing. Refuses backup_unusable. @param data the app's folder, for a copy to look at */
export async function findBackup(
  backup: string,
  data: string,
  world: World,
): Promise<Result<FoundBackupView>> {
  const folder = readFolder(backup);
  if (!folder.ok) return folder;
  const read = (store: Store, found: BackupFacts) => viewOf({ store, found, folder: folder.value, world });
  try {
    return ok(await lookAtBackup(folder.value, data, { now: world.now(), read }));
  } catch (error) {
    return { ok: false, refusal: unusableBackup(error) };
  }
}

/**
 * Puts a shop back into its folder. @returns how it is run. Refuses backup_unusable, and node_unusable where the backup
 * names no node and the one that is given cannot be used.
 */
export async function restoreShop(
  backup: string,
  {
    folder,
    node,
    place,
    world,
  }: {
    readonly folder: string;
    readonly node: string;
    readonly place: Pick<ShopFacts, 'host' | 'port'>;
    readonly world: World;
  },
): Promise<Result<ShopFacts>> {
  const from = readFolder(backup);
  if (!from.ok) return from;
  const now = world.now();
  try {
    const found = await readBackupFacts(from.value, path.dirname(folder));
    if (found.app?.shop === undefined) {
      const tested = await requireNode(found.network, node);
      if (!tested.ok) return tested;
    }
    const factsOf = ({ network, app }: BackupFacts) => app?.shop ?? { network: network.name, node, ...place };
    return ok(await restoreShopFolder(from.value, folder, { now, factsOf }));
  } catch (error) {
    return { ok: false, refusal: unusableBackup(error) };
  }
}

function readFolder(text: string): Result<string> {
  const folder = text.trim();
  if (path.isAbsolute(folder)) return ok(folder);
  return refuse('backup_unusable', {
    reason: 'not_whole_path',
    problem: `"${folder.slice(0, 100)}" is not a whole path.`,
  });
}

function viewOf({
  store,
  found,
  folder,
  world,
}: {
  readonly store: Store;
  readonly found: BackupFacts;
  readonly folder: string;
  readonly world: World;
}): FoundBackupView {
  const { network, app } = found;
  const { settings } = new OwnerChoices(store, world, { network });
  const [newest] = store.invoices.newest(1);
  const living = store.channels.totals().filter(({ state }) => LIVING.includes(state));
  return {
    folder,
    network: network.name,
    shopName: settings.shopName,
    namesNode: app?.shop !== undefined,
    ...(newest !== undefined && { newestSale: rfc3339(newest.issuedAt) }),
    channels: living.reduce((total, { channels }) => total + channels, 0),
    owed: formatDoge(sum(living.map(({ paid }) => paid))),
    hasOwnerPin: new Pins(store, world).has('owner'),
  };
}
