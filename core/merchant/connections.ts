import type { Server, ServerResponse } from 'node:http';
import { isIP, isIPv6, type Socket } from 'node:net';

/** Of all network addresses together, and of one. */
const MOST_CONNECTIONS = 1024;
const MOST_CONNECTIONS_OF_ONE = 128;
/** What is still on its way when our side has ended reaches a peer that reads within this time. Milliseconds. */
const LINGER_MS = 1000;

/** So long a peer has for reading an answer, of which the largest has some hundred kilobytes. Milliseconds. */
export const READING_MS = 10_000;

interface Connection {
  readonly socket: Socket;
  /** The network address it comes from, as requests are counted by it. */
  readonly client: string;
  /** When it was opened or said something last, by a clock that only goes on. Milliseconds. */
  heardAt: number;
}

/**
 * The sockets of the endpoint. When all places are taken, a new one is given the place of the greediest network address:
 * whoever holds many with nothing to say loses the one that has been silent longest, so that strangers keep only
 * themselves out.
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  readonly #ofClient = new Map<string, number>();
  readonly #isTrusted: (address: string) => boolean;

  /** @param isTrusted whether an address is a proxy of the shop's own, which brings everybody's connections */
  constructor(server: Server, isTrusted: (address: string) => boolean) {
    this.#isTrusted = isTrusted;
    server.on('connection', (socket) => this.#admit(socket));
  }

  /** Ends every socket at once, whatever is still on its way. */
  destroyAll(): void {
    for (const socket of this.#open.keys()) socket.destroy();
  }

  /**
   * The answer begins to be sent: a peer that has not taken it off our hands within the time, however busily it reads a
   * byte now and then, loses its connection.
   */
  awaitReading(response: ServerResponse, withinMs = READING_MS): void {
    const { socket } = response;
    const deadline = setTimeout(() => socket?.destroy(), withinMs).unref();
    response.once('finish', () => clearTimeout(deadline)).once('close', () => clearTimeout(deadline));
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const client = clientAt(address);
    const isTrusted = this.#isTrusted(address);
    if (!isTrusted && (this.#ofClient.get(client) ?? 0) >= MOST_CONNECTIONS_OF_ONE) {
      socket.destroy();
      return;
    }
    const connection: Connection = { socket, client, heardAt: performance.now() };
    this.#open.set(socket, connection);
    this.#count(client, 1);
    socket.on('data', () => {
      connection.heardAt = performance.now();
    });
    // Our side has ended: who keeps his own open for longer has nothing more to hear.
    socket.once('finish', () => {
      setTimeout(() => socket.destroy(), LINGER_MS).unref();
    });
    socket.once('close', () => {
      if (this.#open.delete(socket)) this.#count(client, -1);
    });
    if (this.#open.size > MOST_CONNECTIONS) this.#takeBack();
  }

  #count(client: string, change: 1 | -1): void {
    const count = (this.#ofClient.get(client) ?? 0) + change;
    if (count === 0) this.#ofClient.delete(client);
    else this.#ofClient.set(client, count);
  }

  /** The longest silent socket of the network that holds the most, and within it of the address that does. */
  #takeBack(): void {
    const strangers = [...this.#open.values()].filter(
      ({ socket }) => !this.#isTrusted(socket.remoteAddress ?? ''),
    );
    const networkOf = ({ socket }: Connection) => networkAt(socket.remoteAddress ?? '');
    const ofNetwork = greediest(strangers, networkOf);
    const ofClient = greediest(ofNetwork, ({ client }) => client);
    const [first] = ofClient.sort((a, b) => a.heardAt - b.heardAt);
    first?.socket.destroy();
  }
}

/** Those of the key that the most have. */
function greediest(connections: readonly Connection[], keyOf: (one: Connection) => string): Connection[] {
  const groups = new Map<string, Connection[]>();
  for (const connection of connections) {
    const key = keyOf(connection);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [connection]);
    else group.push(connection);
  }
  const most = Math.max(0, ...[...groups.values()].map(({ length }) => length));
  return [...groups.values()].filter(({ length }) => length === most).flat();
}

/** The network address that a customer has. Of IPv6 the half that one customer gets (/64). @param address of a socket */
export function clientAt(address: string): string {
  const ip = plainAddress(address);
  return isIPv6(ip) ? `${ipv6Groups(ip).slice(0, 4).join(':')}::/64` : ip;
}

/** Whose address it is: of IPv6 what a provider gives to one house (/48), of IPv4 the address itself. */
export function networkAt(address: string): string {
  const ip = plainAddress(address);
  return isIPv6(ip) ? `${ipv6Groups(ip).slice(0, 3).join(':')}::/48` : ip;
}

/**
 * An IPv4 address that came over an IPv6 socket is that address, in whatever form; a port that a proxy wrote with it is
 * not part of it. All that is no address at all is one client.
 */
export function plainAddress(address: string): string {
  const text = address.slice(0, 64).trim();
  const bare =
    /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(text)?.[1] ?? text;
  const mapped = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(mapped)) return isIP(mapped) === 0 ? 'unknown' : mapped;
  const groups = ipv6Groups(mapped);
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (!isMapped) return groups.join(':');
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function ipv6Groups(ip: string): string[] {
  const [head = '', tail] = (ip.split('%', 1)[0] ?? '').split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = (tail ?? '').split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...new Array<string>(missing).fill('0'), ...last];
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
