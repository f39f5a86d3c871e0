import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../core/store/store.ts';
import { doge } from '../doubles/channels.ts';
import { bytesPerPayment, fillWithChannels } from './growth.ts';
import { aFolder, aStore } from './store-doubles.ts';

describe('a payment', () => {
  test('takes at most 400 bytes of the disk, its invoice included', () => {
    const bytes = bytesPerPayment(join(aFolder(), 'till.sqlite'), 10_000);
    expect(bytes).toBeGreaterThan(100);
    expect(bytes).toBeLessThanOrEqual(400);
  });
});

describe('ten thousand channels', () => {
  function aFullStore(): Store {
    const path = join(aFolder(), 'till.sqlite');
    fillWithChannels(path);
    return aStore(path);
  }

  /** The best of three, so that what else the machine does counts least. Milliseconds. */
  function timeOf(work: () => unknown): number {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      work();
      return performance.now() - start;
    });
    return Math.min(...times);
  }

  test('are counted, summed and paged while a clerk looks at the screen', () => {
    const { channels } = aFullStore();
    expect(channels.totals()).toEqual([
      { state: 'open', channels: 10_000, paid: 0n, capacity: doge(9_999 * 100 + 100_000) },
    ]);
    expect(channels.list(50, 9_990)).toHaveLength(10);
    // A quiet machine takes a tenth of these.
    expect(timeOf(() => channels.totals())).toBeLessThan(50);
    expect(timeOf(() => channels.list(50))).toBeLessThan(250);
  });

  test('are all watched, and each is the one that it is, though not all are in memory', () => {
    const { channels } = aFullStore();
    const watched = channels.watched(0);
    expect(watched).toHaveLength(10_000);
    const ids = new Set(channels.inState('open').map(({ constants }) => constants.basis.channelId));
    expect(ids.size).toBe(10_000);
    for (const { channel, txid, vout } of [...watched, ...watched].filter((_, at) => at % 37 === 0)) {
      const { constants } = channels.require(channel);
      expect(constants.row).toBe(channel);
      expect(constants.basis.inputs).toMatchObject([{ txid, vout }]);
      expect(channels.byId(constants.basis.channelId)?.constants).toEqual(constants);
    }
  });
});
