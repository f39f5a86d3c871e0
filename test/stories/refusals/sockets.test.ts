import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Shop } from '../shop.ts';

describe('a machine that opens sockets and says nothing', () => {
  let shop: Shop;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await shop.remove();
  });

  test('has at most 128 of them, and loses them when it goes on saying nothing [LIM-3]', async () => {
    const { port } = new URL(shop.url);
    let closed = 0;
    for (let count = 0; count < 160; count++) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined).resume();
      socket.on('connect', () => socket.write('GET /v1/channel-key HTTP/1.1\r\n'));
      socket.on('close', () => closed++);
      sockets.push(socket);
    }
    await expect.poll(() => closed, { timeout: 60_000 }).toBeGreaterThanOrEqual(32);
    await expect.poll(() => closed, { timeout: 60_000 }).toBe(160);
    await expect.poll(() => answersAnother(shop), { timeout: 60_000 }).toBe(true);
  });

  test('cannot keep them by never closing its own half [LIM-3]', async () => {
    const { port } = new URL(shop.url);
    for (let count = 0; count < 128; count++) {
      const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => undefined).resume();
      socket.on('connect', () => socket.write('this is not HTTP\r\n\r\n'));
      sockets.push(socket);
    }
    await Promise.all(sockets.map((socket) => once(socket, 'end')));
    expect(await answersAnother(shop)).toBe(false);
    await expect.poll(() => answersAnother(shop), { timeout: 60_000 }).toBe(true);
  });
});

/** On a socket of its own. A client sees a socket closed before the server does: until then one more may be turned away. */
function answersAnother(shop: Shop): Promise<boolean> {
  return new Promise((resolve) => {
    get(`${shop.url}/v1/channel-key`, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}
