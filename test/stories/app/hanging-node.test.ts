import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { Valve } from '../../node/scenes/valve.ts';
import { App } from './app.ts';

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
