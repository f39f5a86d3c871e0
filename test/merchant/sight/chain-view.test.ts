import { describe, expect, test } from 'vitest';
import { worstCaseHeight } from '../../../core/channel/expiry.ts';
import { DAY, NOW, Sight } from '../sight.ts';

function afterMinutes(height: number, minutes: number): number {
  return worstCaseHeight({ height, secondsSinceSeen: minutes * 60, blockSeconds: 54 });
}

describe('the height that deadlines count with', () => {
  test('is the tip’s while the node answers with a tip that is young enough', () => {
    const sight = new Sight();
    expect(sight.view.worstCaseHeight).toBeUndefined();
    sight.see(5_000_000, 20);
    expect(sight.view.worstCaseHeight).toBe(5_000_000);
    expect(sight.view.problem).toBeUndefined();
  });

  test('is the tip’s for the minute after the node’s last word', () => {
    const sight = new Sight();
    sight.see(100, 1);
    sight.wait(1);
    expect(sight.view.worstCaseHeight).toBe(100);
    sight.wait(1);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, 2));
  });

  test('counts from the tip’s own time when the node answers and yet lags', () => {
    const sight = new Sight();
    sight.see(5_000_000, 20 * DAY);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(5_000_000, 20 * DAY));
    expect(sight.view.blindness).toEqual({ kind: 'tip_old', minutes: 20 * DAY });
  });

  test('does not fall because a node that lags answers after a start', () => {
    const sight = new Sight('testnet', { height: 900, minutesOld: 600 });
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(900, 600));
    sight.see(910, 590);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(910, 590));
  });

  test('counts the time while the computer slept and its monotonic clock stood still', () => {
    const sight = new Sight();
    sight.see(100, 1);
    sight.setClock(3 * DAY);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, 3 * DAY));
  });

  test('counts the time that only the monotonic clock saw, the other one being set back meanwhile', () => {
    const sight = new Sight();
    sight.see(100, 1);
    sight.wait(2 * DAY);
    sight.setClock(-2 * DAY);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, 2 * DAY));
  });

  test('is the tip’s on regtest, where blocks come when somebody wants them', () => {
    const sight = new Sight('regtest');
    sight.see(1400, 3 * DAY);
    expect(sight.view.worstCaseHeight).toBe(1400);
  });

  test('counts with the chain’s own speed where it is the faster one', () => {
    const sight = new Sight();
    sight.store.transaction(() => {
      for (let at = 0; at <= 15; at++) {
        const time = NOW / 1000 - (15 - at) * 100 * 40;
        sight.store.blocks.insert({ height: 5000 + at * 100, hash: `${at + 10}`.repeat(32), time });
      }
    });
    sight.see(6500, 0);
    expect(sight.view.blockSeconds).toBe(40);
    sight.wait(DAY);
    const fast = { height: 6500, secondsSinceSeen: 86_400, blockSeconds: 36 };
    expect(sight.view.worstCaseHeight).toBe(worstCaseHeight(fast));
  });

  test('is the highest that any node claims and that can be, which the tip is not', () => {
    const sight = new Sight();
    sight.store.transaction(() => sight.store.blocks.insert(sight.tip({ height: 100, minutesOld: 1 })));
    sight.see(100, 1);
    expect(sight.view.hear('127.0.0.1:1', 115, 100)).toBe(true);
    sight.view.hear('127.0.0.1:2', 90, 90);
    expect(sight.view.worstCaseHeight).toBe(115);
    expect(sight.view.tip?.height).toBe(100);
    sight.view.hear('127.0.0.1:1', 101, 100);
    expect(sight.view.worstCaseHeight).toBe(101);
    expect(sight.view.hear('127.0.0.1:1', 5_000_000, 100)).toBe(false);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, 1));
  });
});

describe('a clock set back', () => {
  test('before a start is known by the record, and takes no time off the absence', () => {
    const sight = new Sight();
    sight.store.transaction(() => sight.store.blocks.insert(sight.tip({ height: 100, minutesOld: 0 })));
    sight.see(100, 0);
    sight.wait(2 * DAY);
    sight.view.lose(new Error('away'));
    sight.restart();
    sight.setClock(-2 * DAY);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, 2 * DAY));
    sight.view.lose(new Error('still away'));
    expect(sight.view.notices).toMatchObject([{ kind: 'clock_set_back', minutes: 2 * DAY }]);
  });

  test('is no more said once the chain shows that it is right', () => {
    const sight = new Sight();
    sight.setClock(10 * DAY);
    sight.see(100, 0);
    sight.restart();
    sight.setClock(-10 * DAY);
    sight.view.lose(new Error('away'));
    expect(sight.view.notices).toMatchObject([{ kind: 'clock_set_back' }]);
    sight.see(101, 3);
    expect(sight.view.notices).toEqual([]);
    expect(sight.view.worstCaseHeight).toBe(101);
    sight.restart();
    expect(sight.view.clock.setBackMs).toBe(0);
  });

  test('is said by the chain itself, when more than half of its last blocks are ahead of it', () => {
    const sight = new Sight();
    sight.setClock(-60);
    sight.view.see({ height: 100, hash: 'ab'.repeat(32), time: NOW / 1000, medianTime: NOW / 1000 - 360 });
    expect(sight.view.notices).toEqual([
      {
        kind: 'clock_behind',
        minutes: 54,
        clock: '2026-01-10T11:00:00.000Z',
        time: '2026-01-10T11:54:00.000Z',
      },
    ]);
    sight.wait(10);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, 10));
  });

  test.each(['while it runs', 'before a start'])(
    'hides nothing when it comes past the time of a block that a node is stuck at (%s)',
    (when) => {
      const sight = new Sight();
      const stuckAt = sight.tip({ height: 100, minutesOld: 0 });
      sight.store.transaction(() => sight.store.blocks.insert(stuckAt));
      sight.view.see(stuckAt);
      sight.wait(DAY);
      sight.view.see(stuckAt);
      sight.setClock(-DAY);
      if (when === 'before a start') sight.restart();
      sight.view.see(stuckAt);
      expect(sight.view.blindness).toEqual({ kind: 'tip_old', minutes: DAY });
      expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, DAY));
    },
  );

  test('still tells how long the computer slept', () => {
    const sight = new Sight();
    sight.see(100, 0);
    sight.setClock(-3 * DAY);
    sight.wait(1);
    expect(sight.view.worstCaseHeight).toBe(100);
    sight.setClock(DAY);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, DAY + 1));
  });

  test('still tells how long the program was off', () => {
    const sight = new Sight('mainnet', { height: 100, minutesOld: 0 });
    sight.see(100, 0);
    sight.setClock(-3 * DAY);
    sight.wait(1);
    sight.view.lose(new Error('away'));
    sight.restart();
    sight.setClock(DAY);
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(100, DAY + 1));
  });

  test('by a correction in passing is nothing', () => {
    const sight = new Sight();
    sight.see(100, 1);
    sight.setClock(-1);
    sight.see(100, 0);
    expect(sight.view.notices).toEqual([]);
  });
});

describe('a clock set forward', () => {
  test('makes deadlines earlier, and is said', () => {
    const sight = new Sight();
    sight.see(100, 1);
    sight.setClock(3 * DAY);
    sight.view.see({ height: 101, hash: 'cd'.repeat(32), time: NOW / 1000 });
    expect(sight.view.blindness).toMatchObject({ kind: 'clock_ahead', minutes: 3 * DAY });
    expect(sight.view.worstCaseHeight).toBe(afterMinutes(101, 3 * DAY));
    sight.setClock(-3 * DAY);
    sight.view.see({ height: 102, hash: 'ef'.repeat(32), time: NOW / 1000 });
    expect(sight.view.blindness).toBeUndefined();
    expect(sight.view.worstCaseHeight).toBe(102);
  });
});
