import { statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { NodeFault } from './backend.ts';
import type { NodeAddress } from './node-address.ts';

type CookieAddress = Extract<NodeAddress, { readonly kind: 'cookie' }>;

/** What the node is shown with every call. */
export interface Credentials {
  /** The Authorization header. */
  authorization(): Promise<string>;
  /** After a 401 to the header `shown`. @returns whether there is another to show now */
  renew(shown: string): Promise<boolean>;
}

/** `__cookie__:` and 64 hex digits (rpc/protocol.cpp); anything longer is another file. Bytes. */
const LONGEST_COOKIE = 1024;
const COOKIE = /^[^\s:]+:\S+$/;

function basic(userAndPassword: string): string {
  return `Basic ${Buffer.from(userAndPassword, 'utf8').toString('base64')}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(LONGEST_COOKIE);
    const { bytesRead } = await handle.read(buffer, 0, LONGEST_COOKIE, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A data directory holds the cookie in the network's folder; that folder itself may be named too. */
async function cookieFile(location: string, subfolder: string): Promise<string> {
  return (await stat(location)).isDirectory() ? cookieIn(location, subfolder) : location;
}

function cookieIn(folder: string, subfolder: string): string {
  const isSubfolder = subfolder !== '' && path.basename(folder) === subfolder;
  return isSubfolder ? path.join(folder, '.cookie') : path.join(folder, subfolder, '.cookie');
}

/** Where the cookie of a node lies. */
export function cookieFileOf({ path: location, subfolder }: CookieAddress): string {
  const isFolder = statSync(location, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? cookieIn(location, subfolder) : location;
}

function unreadable(file: string, cause: unknown): NodeFault {
  if (codeOf(cause) === 'EACCES' || codeOf(cause) === 'EPERM') {
    return new NodeFault('unauthorised', `The node's cookie file ${file} may not be read by this user.`, {
      cause,
    });
  }
  return new NodeFault(
    'unreachable',
    `There is no cookie file at ${file}: the node is not running there, or it has a password of its own.`,
    { cause },
  );
}

async function readCookie(location: string, subfolder: string): Promise<string> {
  let file = location;
  let text: string;
  try {
    file = await cookieFile(location, subfolder);
    // A pipe or device would block for ever.
    text = (await stat(file)).isFile() ? (await readStart(file)).trim() : '';
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (!COOKIE.test(text)) throw new NodeFault('unreachable', `${file} holds no cookie of a Dogecoin node.`);
  return basic(text);
}

/** The node writes a new cookie at every start and removes it at every stop (rpc/protocol.cpp, GenerateAuthCookie). */
function cookieCredentials(location: string, subfolder: string): Credentials {
  let current: string | undefined;
  return {
    async authorization() {
      current ??= await readCookie(location, subfolder);
      return current;
    },
    async renew(shown) {
      current = await readCookie(location, subfolder);
      return current !== shown;
    },
  };
}

export function credentialsOf(address: NodeAddress): Credentials {
  if (address.kind === 'cookie') return cookieCredentials(address.path, address.subfolder);
  const header = basic(`${address.user}:${address.password}`);
  return {
    authorization: async () => header,
    renew: async () => false,
  };
}
