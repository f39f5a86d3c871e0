import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Shop } from './shop.ts';

describe('a machine that opens sockets and says nothing', () => {
  let shop: Shop;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
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
    expect((await shop.get('/v1/channel-key')).status).toBe(200);
  });
});
