import { beforeEach, describe, expect, test } from 'vitest';
import { IdleWatch } from '../../renderer/hooks/idle-watch.ts';

const MINUTE = 60_000;
const LIMIT = 5 * MINUTE;

let now: number;
let monotonic: number;
let watch: IdleWatch;

beforeEach(() => {
  now = 1_000_000;
  monotonic = 0;
  watch = new IdleWatch({ now: () => now, monotonic: () => monotonic });
});

function pass(ms: number, { isAsleep = false } = {}): void {
  now += ms;
  if (!isAsleep) monotonic += ms;
}

describe('the time nobody has touched the screen', () => {
  test('goes on however often the page is drawn again and asks the till', () => {
    for (let minute = 1; minute < 5; minute++) {
      pass(MINUTE);
      expect(watch.takeInput()).toBe(false);
      expect(watch.idleMs()).toBe(minute * MINUTE);
    }
    pass(MINUTE);
    expect(watch.idleMs()).toBeGreaterThanOrEqual(LIMIT);
  });

  test('begins anew with each touch', () => {
    pass(LIMIT - 1);
    watch.touch();
    expect(watch.idleMs()).toBe(0);
    pass(LIMIT - 1);
    expect(watch.idleMs()).toBeLessThan(LIMIT);
  });

  test('counts what the machine has slept through', () => {
    pass(LIMIT, { isAsleep: true });
    expect(watch.idleMs()).toBe(LIMIT);
  });

  test('is not shortened by a clock that is set back', () => {
    pass(LIMIT);
    now -= 86_400_000;
    expect(watch.idleMs()).toBe(LIMIT);
  });
});

describe('the till', () => {
  test('is told of a touch at once, and of the next ones at most every two seconds', () => {
    watch.touch();
    expect(watch.takeInput()).toBe(true);
    watch.touch();
    expect(watch.takeInput()).toBe(false);
    pass(2000);
    expect(watch.takeInput()).toBe(true);
    pass(2000);
    expect(watch.takeInput()).toBe(false);
  });
});
