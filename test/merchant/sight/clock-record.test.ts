import { describe, expect, test } from 'vitest';
import { doge } from '../../doubles/channels.ts';
import { DAY, MINUTE, NOW, Sight } from '../sight.ts';

describe('the record of the time', () => {
  test('is written at most every 20 seconds', () => {
    const sight = new Sight();
    sight.see(100, 0);
    const first = sight.store.settings.get('clock.latest');
    sight.wait(0.2);
    sight.see(100, 0);
    expect(sight.store.settings.get('clock.latest')).toBe(first);
    sight.wait(0.3);
    sight.see(100, 0);
    expect(Number(sight.store.settings.get('clock.latest'))).toBe(NOW + 0.5 * MINUTE);
  });

  test('goes back by no correction: it waits for the clock at half its pace', () => {
    const sight = new Sight();
    sight.see(100, 0);
    sight.setClock(-8);
    for (let minute = 1; minute <= 18; minute++) {
      const last = sight.view.clock.now();
      sight.wait(1);
      sight.see(100 + minute, 0);
      expect(sight.view.clock.now()).toBeGreaterThan(last);
    }
    expect(sight.view.clock.now()).toBe(sight.world.now());
  });

  test.each([-7, -3 * DAY])(
    'goes on from where it was on regtest, whose blocks prove no clock (%i minutes)',
    (minutes) => {
      const sight = new Sight('regtest');
      sight.see(100, 0);
      sight.setClock(minutes);
      sight.see(101, 0);
      sight.wait(2);
      sight.see(102, 0);
      expect(sight.view.clock.now()).toBe(NOW + 2 * MINUTE);
    },
  );

  test('of a clock that was in another year is given up once blocks prove the clock right, and not before', () => {
    const sight = new Sight();
    sight.see(100, 0);
    const year = 365 * DAY;
    sight.setClock(4 * year);
    sight.view.lose(new Error('away'));
    sight.setClock(-4 * year);
    sight.wait(1);
    sight.view.lose(new Error('away'));
    expect(sight.view.clock.now()).toBeGreaterThan(NOW + 4 * year * MINUTE);
    sight.restart();
    expect(sight.view.clock.now()).toBeGreaterThan(NOW + 4 * year * MINUTE);
    sight.see(101, 0);
    expect(sight.view.clock.now()).toBe(sight.world.now());
    sight.restart();
    expect(sight.view.clock.now()).toBe(sight.world.now());
  });

  test('given up leaves no invoice open until another year, and opens none that was over', () => {
    const sight = new Sight();
    sight.see(100, 0);
    const issue = (issuedAt: number, lifetime: number) => {
      const id = crypto.randomUUID().replaceAll('-', '');
      const invoice = {
        amount: doge(1),
        allowsTip: false,
        memo: '',
        issuedAt,
        expiresAt: issuedAt + lifetime,
      };
      return sight.store.transaction(() => sight.store.invoices.insert({ id, ...invoice })).number;
    };
    const overByWrongClock = issue(NOW, 10 * MINUTE);
    sight.setClock(365 * DAY);
    const ofNextYear = issue(sight.view.clock.now(), 10 * MINUTE);
    const paidNextYear = issue(sight.view.clock.now(), 10 * MINUTE);
    const arrival = { txid: 'ab'.repeat(32), vout: 0, value: doge(1), firstSeen: sight.view.clock.now() + 1 };
    sight.store.transaction(() =>
      sight.store.arrivals.insert({
        ...arrival,
        invoice: paidNextYear,
        place: 'mempool',
        height: undefined,
        isReplaceable: false,
      }),
    );
    sight.setClock(-365 * DAY);
    sight.wait(1);
    sight.see(101, 0);
    const now = sight.view.clock.now();
    const ends = (number: number) => sight.store.invoices.require(number).expiresAt;
    expect(ends(overByWrongClock)).toBe(now);
    expect(ends(ofNextYear)).toBe(now);
    expect(ends(paidNextYear)).toBeGreaterThan(arrival.firstSeen);
    expect(ends(issue(now, 10 * MINUTE))).toBe(now + 10 * MINUTE);
  });
});

describe('a clock that new blocks disagree with', () => {
  /** Blocks one minute apart, each ahead of the clock by so many minutes when it comes. */
  function blocks(sight: Sight, ahead: number, count = 7): void {
    for (let height = 100; height < 100 + count; height++) {
      sight.wait(1);
      sight.see(height, -ahead);
    }
  }

  test.each([
    [7, 'clock_behind'],
    [90, 'clock_behind'],
    [-7, 'clock_ahead'],
    [-25, 'clock_ahead'],
  ])('is named with what both say (%i minutes: %s)', (ahead, kind) => {
    const sight = new Sight();
    blocks(sight, ahead);
    const clock = new Date(sight.world.now()).toISOString();
    const time = new Date(sight.world.now() + ahead * MINUTE).toISOString();
    expect(sight.view.notices).toEqual([{ kind, minutes: Math.abs(ahead), clock, time }]);
  });

  test('is named where the till would else blame the node for old blocks', () => {
    const sight = new Sight();
    blocks(sight, -60);
    expect(sight.view.blindness).toMatchObject({ kind: 'clock_ahead', minutes: 60 });
  });

  test('states the blocks’ time where it is behind', () => {
    const sight = new Sight();
    blocks(sight, 20);
    expect(sight.view.clock.now()).toBe(sight.world.now() + 20 * MINUTE);
  });

  test('is not named for one miner whose clock is two hours ahead, nor for a node that catches up', () => {
    const one = new Sight();
    blocks(one, 0, 6);
    one.see(200, -119);
    expect(one.view.notices).toEqual([]);
    const other = new Sight();
    for (let height = 0; height < 20; height++) {
      other.wait(0.2);
      other.see(height, 20 * 60 - height * 50);
    }
    expect(other.view.blindness).toMatchObject({ kind: 'tip_old' });
  });

  test('is nothing on regtest', () => {
    const sight = new Sight('regtest');
    blocks(sight, 90);
    expect(sight.view.notices).toEqual([]);
    expect(sight.view.clock.now()).toBe(sight.world.now());
  });
});
