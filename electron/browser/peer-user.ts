import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Linux lists every socket with its user: both kinds, since an IPv6 socket may speak IPv4. */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/** TCP_ESTABLISHED. In every later state the owner may have closed the socket already, and then it is listed as user 0. */
const ESTABLISHED = '01';
/** Of a socket that belongs to no process any more. */
const NO_INODE = '0';
/** 127.0.0.1 as an IPv6 socket writes it, in the byte order of this machine. */
const MAPPED_PREFIX = `${'0'.repeat(16)}${hexOfWord([0, 0, 0xff, 0xff])}`;

/** What the check needs of a connection to this machine. */
type LocalConnection = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>;

/**
 * Whether the one at the other end of a connection over loopback may be another user of this machine. Only Linux tells;
 * there, whoever is not certainly this user or the superuser counts as another: an end that the system does not list,
 * or lists as closed. To be asked when the connection is accepted: later its end may be closed, and nobody's.
 */
export function isAnotherUsers(
  connection: LocalConnection,
  read: (file: string) => string = readTable,
): boolean {
  const own = process.getuid?.();
  if (process.platform !== 'linux' || own === undefined) return false;
  const { remoteAddress, remotePort, localAddress, localPort } = connection;
  const from = listedAs(remoteAddress, remotePort);
  const to = listedAs(localAddress, localPort);
  const users = TABLES.flatMap((file) => usersOf(read(file), from, to));
  return users.length === 0 || !users.every((user) => user === String(own) || user === '0');
}

function readTable(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** The users of the open sockets that go from one address and port to another, as `man 5 proc` describes the table. */
function usersOf(table: string, from: readonly string[], to: readonly string[]): string[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', remote = '', state, , , , user = '', , inode] = line.trim().split(/\s+/);
    if (!from.includes(local) || !to.includes(remote)) return [];
    return state === ESTABLISHED && inode !== undefined && inode !== NO_INODE ? [user] : ['closed'];
  });
}

/** How the tables write an IPv4 address and a port; none for an end that is gone. The port alone is not enough: another
 * user may use the same one at 127.0.0.2. */
function listedAs(address: string | undefined, port: number | undefined): readonly string[] {
  const bytes =
    address
      ?.replace(/^::ffff:/i, '')
      .split('.')
      .map(Number) ?? [];
  if (bytes.length !== 4 || !bytes.every((byte) => byte >= 0 && byte <= 255) || port === undefined) return [];
  const word = hexOfWord(bytes);
  const end = port.toString(16).toUpperCase().padStart(4, '0');
  return [`${word}:${end}`, `${MAPPED_PREFIX}${word}:${end}`];
}

/** Four bytes as the kernel prints them: a number of this machine's byte order. */
function hexOfWord(bytes: readonly number[]): string {
  const word = new Uint32Array(Uint8Array.from(bytes).buffer)[0] ?? 0;
  return word.toString(16).toUpperCase().padStart(8, '0');
}
