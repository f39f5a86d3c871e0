import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientAt, networkAt } from '../../system/network-address.ts';

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
