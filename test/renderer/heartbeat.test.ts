import { beforeEach, describe, expect, test } from 'vitest';
import { HeartbeatWatch } from '../../renderer/hooks/till/heartbeat.ts';

let now: number;
let watch: HeartbeatWatch;

beforeEach(() => {
  now = 0;
  watch = new HeartbeatWatch(() => now);
});

/** Looks four times a second, as the page does. */
function lookFor(ms: number): boolean {
  let isHere = watch.isHere();
  for (const end = now + ms; now < end; ) {
    now += 250;
    isHere = watch.isHere();
  }
  return isHere;
}

describe('a till', () => {
  test('is there as long as it is heard', () => {
    for (let beat = 0; beat < 20; beat++) {
      watch.hear();
      expect(lookFor(500)).toBe(true);
    }
  });

  test('that was never heard, or is not heard any more, is gone within three seconds', () => {
    expect(lookFor(2500)).toBe(false);
    watch.hear();
    expect(watch.isHere()).toBe(true);
    expect(lookFor(1750)).toBe(true);
    expect(lookFor(1000)).toBe(false);
  });

  test('is back at its next sign of life', () => {
    lookFor(60_000);
    watch.hear();
    expect(watch.isHere()).toBe(true);
  });

  test('is given a moment to be heard when the page itself has slept', () => {
    watch.hear();
    expect(lookFor(500)).toBe(true);
    now += 3_600_000;
    expect(watch.isHere()).toBe(true);
    expect(lookFor(1500)).toBe(false);
  });
});
