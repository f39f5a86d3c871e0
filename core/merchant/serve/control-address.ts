import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { SetupFault } from '../../system/faults.ts';
import { readPlainFile } from '../../system/plain-file.ts';

/** Where a running till is spoken to, and the secret that proves the caller may read this user's files. */
interface ControlAddress {
  /** A Unix socket, or a named pipe on Windows. */
  readonly socket: string;
  readonly token: string;
  readonly pid: number;
}

const schema = v.object({
  socket: v.string(),
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  pid: v.number(),
});

const NAME = 'control.json';
const LIMITS = { atMost: 4096, mayBeLink: false };
/** sun_path is 104 bytes on macOS, 108 on Linux. */
const LONGEST_SOCKET_PATH = 100;

/** A socket that only this user can open, in the data folder or, where that path is too long, in a private folder. */
export function newControlAddress(folder: string): ControlAddress {
  return { socket: socketPath(folder), token: randomBytes(32).toString('hex'), pid: process.pid };
}

function socketPath(folder: string): string {
  const name = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\dogetill-${name}`;
  const inside = path.join(path.resolve(folder), 'control.sock');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside;
  return path.join(privateFolder(), `${name}.sock`);
}

/** This user's own folder for what has to have a short path. Throws SetupFault where somebody else has made it. */
function privateFolder(): string {
  const { XDG_RUNTIME_DIR: runtime } = process.env;
  const folder = path.join(runtime || tmpdir(), `dogetill-${process.getuid?.() ?? 'user'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isPrivate(folder)) {
    throw new SetupFault(`${folder} is not this user's alone: remove it, or choose a shorter --data folder.`);
  }
  return folder;
}

/** A real folder of this user that nobody else can write to or look into: not a link that somebody left. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

export function writeControlAddress(folder: string, address: ControlAddress): void {
  const file = path.join(folder, NAME);
  writeFileSync(`${file}.new`, JSON.stringify(address), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeControlAddress(folder: string): void {
  rmSync(path.join(folder, NAME), { force: true });
}

/** @returns undefined when no till runs on this folder, or its file cannot be read */
export function readControlAddress(folder: string): ControlAddress | undefined {
  const file = path.join(folder, NAME);
  if (!existsSync(file)) return undefined;
  try {
    const address = v.parse(schema, JSON.parse(readPlainFile(file, LIMITS).toString('utf8')));
    // Whoever answers there is told a passphrase: it must be this user's folder still.
    const isSafe = process.platform === 'win32' || isPrivate(path.dirname(address.socket));
    return isSafe ? address : undefined;
  } catch {
    return undefined;
  }
}
