import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Connections, READING_MS } from '../../core/merchant/endpoint/connections.ts';
import { clientAt, networkAt } from '../../core/system/network-address.ts';
import { Shop } from '../stories/shop.ts';

/** As much of a socket as is looked at. */
class SocketDouble extends EventEmitter {
  isDestroyed = false;
  readonly remoteAddress: string;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): void {
    this.isDestroyed = true;
    this.emit('close');
  }
}

function aServer(trusted: readonly string[] = []) {
  const server = new EventEmitter();
  new Connections(server as unknown as Server, (address) => trusted.includes(address));
  return (address: string): SocketDouble => {
    const socket = new SocketDouble(address);
    server.emit('connection', socket);
    return socket;
  };
}

const alive = (sockets: readonly SocketDouble[]) => sockets.filter(({ isDestroyed }) => !isDestroyed).length;

describe('connections that take every place', () => {
  test('of few addresses keep no other address out [LIM-3]', () => {
    const open = aServer();
    const greedy = Array.from({ length: 9 * 128 }, (_, at) => open(`10.0.0.${at % 9}`));
    const honest = Array.from({ length: 50 }, (_, at) => open(`192.168.1.${at}`));
    expect(alive(honest)).toBe(50);
    expect(alive(greedy)).toBe(1024 - 50);
  });

  test('of one house, each from a /64 of its own, keep no other house out [LIM-3]', () => {
    const open = aServer();
    const greedy = Array.from({ length: 1024 }, (_, at) => open(`2001:db8:1:${at.toString(16)}::1`));
    const honest = open('2001:db8:2:7::1');
    expect(honest.isDestroyed).toBe(false);
    expect(alive(greedy)).toBe(1023);
  });

  test('lose the one that has said nothing for longest', async () => {
    const open = aServer();
    const first = open('10.0.0.1');
    const second = open('10.0.0.1');
    await expect.poll(() => performance.now() > 5).toBe(true);
    first.emit('data', Buffer.from('x'));
    for (let at = 0; at < 1022; at++) open(`10.1.${at >> 8}.${at & 255}`);
    open('10.9.9.9');
    expect([first.isDestroyed, second.isDestroyed]).toEqual([false, true]);
  });

  test('are at most 128 of one address, but for a proxy of the shop', () => {
    const open = aServer(['10.0.0.2']);
    expect(alive(Array.from({ length: 200 }, () => open('10.0.0.1')))).toBe(128);
    expect(alive(Array.from({ length: 200 }, () => open('::ffff:10.0.0.1')))).toBe(0);
    expect(alive(Array.from({ length: 200 }, () => open('10.0.0.2')))).toBe(200);
  });
});

describe('an answer', () => {
  const LARGE = Buffer.alloc(64 * 1024 * 1024);
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** Answers everything with more than the system's buffers hold. @returns its port, and the end of the first socket */
  async function answering(withinMs: number) {
    const server = createServer((_request, response) => {
      connections.awaitReading(response, withinMs);
      response.end(LARGE);
    });
    servers.push(server);
    const connections = new Connections(server, () => false);
    const closed = new Promise<void>((resolve) => {
      server.once('connection', (socket) => socket.once('close', resolve));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, closed };
  }

  test('that is read a byte at a time ends at its deadline [LIM-4]', async () => {
    const { port, closed } = await answering(500);
    const began = performance.now();
    const slow = connect({ port, host: '127.0.0.1' }, () => slow.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    slow.on('error', () => undefined);
    // It never stops reading, and never reads much.
    const reading = setInterval(() => slow.read(1), 20);
    slow.on('readable', () => undefined);
    await closed;
    clearInterval(reading);
    slow.destroy();
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(400);
    expect(took).toBeLessThan(3000);
  });

  test('that is read as fast as it comes is read whole, whatever comes after it', async () => {
    const { port } = await answering(5000);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect((await answer.arrayBuffer()).byteLength).toBe(LARGE.length);
  });

  test('of the till has ten seconds to be read', () => {
    expect(READING_MS).toBe(10_000);
  });
});

describe('a network address', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1', '127.0.0.1'],
    ['::ffff:10.1.2.3', '10.1.2.3', '10.1.2.3'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    ['::1', '0:0:0:0::/64', '0:0:0::/48'],
    ['::ffff:c633:6401', '198.51.100.1', '198.51.100.1'],
    ['198.51.100.1:5001', '198.51.100.1', '198.51.100.1'],
    ['[2001:db8::1]:443', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['garbage', 'unknown', 'unknown'],
    ['FD00:0:0::2', 'fd00:0:0:0::/64', 'fd00:0:0::/48'],
  ])('%s is counted as %s, and belongs to %s', (address, client, network) => {
    expect([clientAt(address), networkAt(address)]).toEqual([client, network]);
  });
});

describe('a stranger who never closes', () => {
  let shop: Shop;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  test('does not keep the till from stopping, whatever he has begun', async () => {
    const { port } = new URL(shop.url);
    const beginnings = [
      '',
      'POST /v1/chan',
      'POST /v1/channels HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{',
      'GET /v1/channel-key HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /v1/channel-key HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2000),
      'nonsense\r\n\r\n',
    ];
    const connected = beginnings.map(
      (beginning) =>
        new Promise<void>((resolve) => {
          const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true }, () =>
            socket.write(beginning, () => resolve()),
          );
          socket.pause().on('error', () => undefined);
          sockets.push(socket);
        }),
    );
    await Promise.all(connected);
    const began = performance.now();
    await shop.remove();
    // Three seconds for who is served, one for each thing that is stopped beside it.
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
