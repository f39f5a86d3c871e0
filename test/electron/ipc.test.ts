import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { connectPage } from '../../electron/ipc.ts';
import { PAGE_URL } from '../../electron/screen-response.ts';
import { RecordingDesk } from './visiting.ts';

type Handler = (event: IpcMainInvokeEvent, ...given: unknown[]) => unknown;

class FakeContents extends EventEmitter {
  readonly sent: unknown[][] = [];

  isDestroyed(): boolean {
    return false;
  }

  send(...message: unknown[]): void {
    this.sent.push(message);
  }
}

let desk: RecordingDesk;
let contents: FakeContents;
let handlers: Map<string, Handler>;

beforeEach(() => {
  desk = new RecordingDesk();
  contents = new FakeContents();
  handlers = new Map();
  const ipc = {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
  };
  connectPage(ipc as unknown as IpcMain, contents as unknown as WebContents, {
    desk,
    chooseFolder: () => Promise.resolve('/chosen'),
  });
});

const FRAME = { url: `${PAGE_URL}#/charge`, parent: null };

function call(given: readonly unknown[], from: object = {}): unknown {
  const event = { sender: contents, senderFrame: FRAME, ...from };
  return handlers.get('call')?.(event as unknown as IpcMainInvokeEvent, ...given);
}

describe("the window's page", () => {
  test('is answered by the till', async () => {
    expect(await call(['invoice', { id: 'a' }])).toMatchObject({ problem: { code: 'unknown_invoice' } });
    await call(['close', { ids: [] }, { pin: '1234' }]);
    expect(desk.calls).toEqual([
      ['invoice', { id: 'a' }],
      ['close', { ids: [] }, { pin: '1234' }],
    ]);
  });

  test('alone is shown the system’s dialog for a folder', async () => {
    const choose = (from: object) =>
      handlers.get('choose-folder')?.({
        sender: contents,
        senderFrame: FRAME,
        ...from,
      } as unknown as IpcMainInvokeEvent);
    expect(await choose({})).toBe('/chosen');
    expect(() => choose({ sender: new FakeContents() })).toThrow('not a screen of the till');
    expect(() => choose({ senderFrame: { url: 'https://shop.example/', parent: null } })).toThrow();
  });

  test('is told what happens, until it is gone', () => {
    desk.tell({ type: 'chain_changed' });
    contents.emit('destroyed');
    desk.tell({ type: 'chain_changed' });
    expect(contents.sent).toEqual([['event', { type: 'chain_changed' }]]);
    expect(desk.isClosed).toBe(true);
    expect(handlers.size).toBe(0);
  });
});

describe("the till's process", () => {
  test('gives signs of life to the page, until that is gone', () => {
    vi.useFakeTimers();
    try {
      const own = new FakeContents();
      const ipc = { handle: () => undefined, removeHandler: () => undefined };
      connectPage(ipc as unknown as IpcMain, own as unknown as WebContents, {
        desk: new RecordingDesk(),
        chooseFolder: () => Promise.resolve(undefined),
      });
      vi.advanceTimersByTime(2000);
      expect(own.sent).toEqual([['alive'], ['alive'], ['alive'], ['alive']]);
      own.emit('destroyed');
      vi.advanceTimersByTime(2000);
      expect(own.sent).toHaveLength(4);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a call', () => {
  test.each([
    ['another window', { sender: new FakeContents() }],
    ['a frame that is gone', { senderFrame: null }],
    ['a frame within the page', { senderFrame: { ...FRAME, parent: FRAME } }],
    ['another page', { senderFrame: { ...FRAME, url: 'https://shop.example/page.html' } }],
    ['a blank page', { senderFrame: { ...FRAME, url: 'about:blank' } }],
  ])('from %s is not heard', (_, from) => {
    expect(() => call(['invoice', { id: 'a' }], from)).toThrow('not a screen');
    expect(desk.calls).toEqual([]);
  });

  test.each([['nothing'], ['__proto__'], ['toString'], [7], [undefined], [{}]])(
    'named %s is not heard',
    (name) => {
      expect(() => call([name, {}])).toThrow('not a call');
      expect(desk.calls).toEqual([]);
    },
  );

  test.each(['1234', { pin: 1234 }, { pin: '1', role: 'owner' }, { pin: '1'.repeat(65) }])(
    'with an override of %j is not heard',
    (override) => {
      expect(() => call(['close', { ids: [] }, override])).toThrow('not a call');
      expect(desk.calls).toEqual([]);
    },
  );

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  test.each([
    ['too long a text', { uri: 'x'.repeat(1024 * 1024 + 1) }],
    ['too many values', { ids: Array(20_001).fill('a') }],
    ['too many names', Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [index, 1]))],
    ['too long names', { ['x'.repeat(1024 * 1024 + 1)]: '' }],
    ['no end', cyclic],
  ])('with %s is not heard', (_, input) => {
    expect(() => call(['close', input])).toThrow('not a call');
    expect(desk.calls).toEqual([]);
  });

  test('with the largest payment, or with every channel there can be, is heard', async () => {
    await call(['scan', { text: '\\"'.repeat(150_000) }]);
    await call(['close', { ids: Array(10_000).fill('a'.repeat(64)) }]);
    expect(desk.calls).toHaveLength(2);
  });
});
