import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { SetupFault } from './faults.ts';

const NAME = 'Dogetill';

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Where a till keeps its data when nobody says where: the same folder for the window and for a browser. */
export function defaultDataFolder(
  { platform, env, home }: Surroundings = { platform: process.platform, env: process.env, home: homedir() },
): string {
  switch (platform) {
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', NAME);
    case 'win32':
      // Not APPDATA: a roaming folder is copied between machines, and two tills must never share keys and channels.
      return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), NAME);
    default:
      return path.join(env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), NAME);
  }
}

/** Makes it if need be, for this user alone. Throws SetupFault. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(folder, 0o700);
  } catch (error) {
    throw new SetupFault(`${folder} cannot be used as the data folder: check that you may write there.`, {
      cause: error,
    });
  }
}
