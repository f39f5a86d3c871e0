import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallAnswer, CallName } from '../../core/bridge/bridge.ts';
import { Closing, type Question } from '../../electron/closing.ts';

let states: readonly string[];
let isSilent: boolean;
let answer: boolean;
let asked: Question[];
let quits: number;
let isTray: boolean;
let window: EventEmitter;
let closing: Closing;

beforeEach(() => {
  states = [];
  isSilent = false;
  answer = false;
  asked = [];
  quits = 0;
  isTray = false;
  window = new EventEmitter();
  closing = new Closing({
    desk: {
      call: (name: CallName) => {
        if (isSilent) return new Promise(() => undefined);
        const value =
          name === 'invoices'
            ? { invoices: states.filter((state) => state === 'open').map((state) => ({ state })) }
            : { settings: { language: 'de' } };
        return Promise.resolve({ ok: true, value } as CallAnswer<CallName>);
      },
    },
    hide: () => isTray,
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
    quit: () => {
      quits += 1;
    },
  });
  closing.guard(window as unknown as BrowserWindow);
});

/** @returns whether the window stays for now */
function close(): boolean {
  let isKept = false;
  window.emit('close', {
    preventDefault: () => {
      isKept = true;
    },
  });
  return isKept;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('closing the window', () => {
  test('asks while an invoice is open, in the shop’s language, and says what needs the till to run', async () => {
    states = ['paid', 'open'];
    expect(close()).toBe(true);
    close();
    await settled();
    expect(asked).toEqual([
      expect.objectContaining({ detail: expect.stringContaining('solange Dogetill läuft') }),
    ]);
    expect(quits).toBe(0);
  });

  test('ends the program when the answer is yes', async () => {
    states = ['open'];
    answer = true;
    close();
    await settled();
    expect(quits).toBe(1);
    expect(close()).toBe(false);
  });

  test('ends the program without a question when no invoice is open', async () => {
    states = ['paid', 'expired', 'cancelled'];
    close();
    await settled();
    expect([asked.length, quits]).toEqual([0, 1]);
  });

  test('is not kept from happening by a till that does not answer', async () => {
    vi.useFakeTimers();
    try {
      isSilent = true;
      close();
      await vi.advanceTimersByTimeAsync(2000);
      expect([asked.length, quits]).toEqual([0, 1]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('ends nothing and asks nothing where the till goes on in the tray', async () => {
    states = ['open'];
    isTray = true;
    expect(close()).toBe(true);
    await settled();
    expect([asked.length, quits]).toEqual([0, 0]);
  });

  test('is not asked about when the program is quit, or the computer shut down', () => {
    states = ['open'];
    closing.allow();
    expect(close()).toBe(false);
  });
});
