import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Linux lists every socket with its user: both kinds, since an IPv6 socket may speak IPv4. */
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;

/** What the check needs of a connection to this machine's own 127.0.0.1. */
export type LocalConnection = Pick<Socket, 'remotePort' | 'localPort'>;

/**
 * Whether who is at the other end of a connection over loopback is another user of this machine, as far as the system
 * tells: only Linux does. The superuser is nobody to be kept out.
 */
export function isAnotherUsers(
  { remotePort, localPort }: LocalConnection,
  read: (file: string) => string = readTable,
): boolean {
  const own = process.getuid?.();
  if (process.platform !== 'linux' || own === undefined) return false;
  const users = TABLES.flatMap((file) => usersOf(read(file), remotePort, localPort));
  return users.length > 0 && !users.some((user) => user === own || user === 0);
}

function readTable(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** The users of the sockets that go from one port to another, as `man 5 proc` describes the table. */
function usersOf(table: string, from: number | undefined, to: number | undefined): number[] {
  return table.split('\n').flatMap((line) => {
    const [, local, remote, , , , , user] = line.trim().split(/\s+/);
    return portOf(local) === from && portOf(remote) === to ? [Number(user)] : [];
  });
}

function portOf(address: string | undefined): number | undefined {
  const port = address?.split(':')[1];
  return port === undefined ? undefined : Number.parseInt(port, 16);
}
