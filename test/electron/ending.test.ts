import { EventEmitter } from 'node:events';
import type { App, PowerMonitor } from 'electron';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Ending, LONGEST_CLOSE_MS, RESTART_AFTER_MS } from '../../electron/ending.ts';
import { FAULT_STATUS } from '../../electron/exit-status.ts';

/** Electron's app, as far as it quits: asks those who listen, and is gone when nobody objects. */
class FakeApp extends EventEmitter {
  readonly ends: (string | number)[] = [];

  quit(): void {
    let isStopped = false;
    this.emit('before-quit', {
      preventDefault: () => {
        isStopped = true;
      },
    });
    if (!isStopped) this.ends.push('quit');
  }

  relaunch(): void {
    this.ends.push('relaunch');
  }

  exit(status: number): void {
    this.ends.push(status);
  }
}

let app: FakeApp;
let ending: Ending;
let lines: string[];
let shown: string[];
let uptime: number;

beforeEach(() => {
  vi.useFakeTimers();
  app = new FakeApp();
  lines = [];
  shown = [];
  uptime = 0;
  ending = new Ending({
    app: app as unknown as App,
    log: pino({}, { write: (line) => void lines.push(line) }),
    uptime: () => uptime,
    show: (message) => void shown.push(message),
  });
});
afterEach(() => vi.useRealTimers());

/** A till that is closed when the test says so. */
function slowTill() {
  let finish = () => {};
  const close = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  ending.guard(close);
  return { close, finish: () => finish() };
}

describe('the program', () => {
  test('is gone only after its till was closed, once, however often it is asked', async () => {
    const till = slowTill();
    app.quit();
    app.quit();
    await vi.advanceTimersByTimeAsync(1000);
    expect(app.ends).toEqual([]);
    till.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.ends).toContain('quit');
    expect(till.close).toHaveBeenCalledTimes(1);
  });

  test('goes without a till that does not end, and says so', async () => {
    slowTill();
    app.quit();
    await vi.advanceTimersByTimeAsync(LONGEST_CLOSE_MS - 1);
    expect(app.ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(app.ends).toEqual(['quit']);
    expect(lines.join()).toContain('not closed in time');
  });

  test('goes when closing its till fails, and says why', async () => {
    ending.guard(() => Promise.reject(new Error('disk full')));
    app.quit();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.ends).toEqual(['quit']);
    expect(lines.join()).toContain('disk full');
  });

  test('closes its till when the computer is shut down, which waits for it', async () => {
    const till = slowTill();
    const power = new EventEmitter();
    ending.heed(power as unknown as PowerMonitor);
    const preventDefault = vi.fn();
    power.emit('shutdown', { preventDefault });
    expect(preventDefault).toHaveBeenCalled();
    expect(till.close).toHaveBeenCalled();
    till.finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.ends).toEqual(['quit']);
  });

  test('that fails after a while is closed in order and started anew', async () => {
    const till = slowTill();
    uptime = RESTART_AFTER_MS;
    const failed = ending.fail(new Error('a bug'));
    void ending.fail(new Error('another'));
    expect(app.ends).toEqual([]);
    till.finish();
    await failed;
    expect(app.ends).toEqual(['relaunch', FAULT_STATUS]);
    expect(lines.join()).toContain('a bug');
    expect(lines.join()).toContain('another');
  });

  test('that fails at once is not started over and over: it says what is wrong', async () => {
    await ending.fail(new Error('a bug'));
    expect(app.ends).toEqual([FAULT_STATUS]);
    expect(shown).toEqual([expect.stringContaining('a bug')]);
  });
});
