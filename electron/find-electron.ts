import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './build.ts';

const PACKAGE = path.join(ROOT, 'node_modules', 'electron');
const LOOK_EVERY_MS = 500;
/** No byte for so long: there is no way to the download, or it has died. */
const STALLED_AFTER_MS = 8000;
const MEGABYTE = 1024 * 1024;

/** @returns Electron's program, or undefined while its package has not fetched it */
export function installedElectron(env = process.env): string | undefined {
  const named = path.join(PACKAGE, 'path.txt');
  const relative = existsSync(named) ? readFileSync(named, 'utf8') : undefined;
  const elsewhere = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (elsewhere) return existing(path.join(elsewhere, relative ?? 'electron'));
  return relative === undefined ? undefined : existing(path.join(PACKAGE, 'dist', relative));
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

interface Fetching {
  /** Of Electron's package: fetches what fits the system, and unpacks it. */
  readonly installer: string;
  readonly stalledAfterMs: number;
}

const FETCHING: Fetching = {
  installer: path.join(PACKAGE, 'install.js'),
  stalledAfterMs: STALLED_AFTER_MS,
};

/**
 * Lets Electron's package fetch its program, which `npm ci` leaves undone (docs/decisions/browser-host.md).
 * @returns undefined when it cannot be had, within seconds
 */
export async function fetchElectron(
  print: (text: string) => void,
  { installer, stalledAfterMs } = FETCHING,
): Promise<string | undefined> {
  if (!existsSync(installer)) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-electron-'));
  // The download grows in the temporary folder, what is unpacked beside the package.
  const grown = () => sizeOf(folder) + sizeOf(path.join(PACKAGE, 'dist'));
  const child = spawn(process.execPath, [installer], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, ELECTRON_GET_NO_PROGRESS: '1' },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const finished = await watch(child, { grown, print, stalledAfterMs });
  rmSync(folder, { recursive: true, force: true });
  return finished ? installedElectron() : undefined;
}

interface Watch {
  /** Bytes so far. */
  readonly grown: () => number;
  readonly print: (text: string) => void;
  readonly stalledAfterMs: number;
}

/** @returns whether the installer says that it has done its work */
function watch(child: ChildProcess, { grown, print, stalledAfterMs }: Watch): Promise<boolean> {
  return new Promise((resolve) => {
    let size = grown();
    let grewAt = performance.now();
    const timer = setInterval(() => {
      const now = grown();
      if (now !== size) {
        size = now;
        grewAt = performance.now();
        print(`${Math.round(size / MEGABYTE)} MB`);
      }
      if (performance.now() - grewAt > stalledAfterMs) child.kill('SIGKILL');
    }, LOOK_EVERY_MS);
    const end = (isFetched: boolean) => {
      clearInterval(timer);
      resolve(isFetched);
    };
    child.once('error', () => end(false));
    child.once('exit', (status) => end(status === 0));
  });
}

function sizeOf(folder: string): number {
  let size = 0;
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) size += statSync(path.join(entry.parentPath, entry.name)).size;
    }
  } catch {
    // The installer moves files while they are counted: the next look counts anew.
  }
  return size;
}
