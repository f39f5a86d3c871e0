import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { App } from './app.ts';

/** Stands before a node, and holds back everything once it is told to. */
class Valve {
  isShut = false;
  held = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.on('data', (bytes) => {
        if (this.isShut) this.held += 1;
        else far.write(bytes);
      });
      far.on('data', (bytes) => near.write(bytes));
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('a node that hangs', () => {
  let practice: PracticeNode;
  let valve: Valve;
  let app: App;

  beforeAll(async () => {
    practice = await startPracticeNode({ initialBlocks: 1400 });
    valve = new Valve(practice.port);
    app = await App.open();
    await app.ask('createShop', {
      language: 'en',
      shopName: 'Wow Coffee',
      currency: 'DOGE',
      network: 'regtest',
      node: `http://${practice.user}:${practice.password}@127.0.0.1:${await valve.open()}`,
      words: 'legal winner thank year wave sausage worth useful legal winner thank yellow',
      passphrase: 'correct horse',
      clerkPin: '',
      ownerPin: '987654',
    });
  });

  afterAll(async () => {
    valve.close();
    await practice.close();
    await app.remove();
  });

  test('does not hold up the end of the till for long', async () => {
    valve.isShut = true;
    await expect.poll(() => valve.held, { timeout: 10_000 }).toBeGreaterThan(0);
    const startedAt = performance.now();
    await app.shop.close();
    expect(performance.now() - startedAt).toBeLessThan(9000);
  }, 60_000);
});
