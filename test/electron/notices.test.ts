import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CallAnswer, CallName } from '../../core/bridge/bridge.ts';
import type { WarningView } from '../../core/bridge/views/status.ts';
import { type Notice, noticeOf, watchWarnings } from '../../electron/notices.ts';
import { RecordingDesk } from './visiting.ts';

const NEAR: WarningView = {
  kind: 'cutoff_near',
  severity: 'warning',
  channel: 'a1',
  name: 'Alice',
  amount: '12.50000000',
};

class WarningDesk extends RecordingDesk {
  warnings: readonly WarningView[] = [];
  isMute = false;

  override call(name: CallName): Promise<CallAnswer<CallName>> {
    if (name === 'session') {
      return Promise.resolve({ ok: true, value: { settings: { language: 'de' } } } as CallAnswer<CallName>);
    }
    return Promise.resolve(
      this.isMute
        ? { ok: false, problem: { code: 'internal_error', detail: 'The disk is full.' } }
        : { ok: true, value: this.warnings },
    );
  }
}

let desk: WarningDesk;
let shown: Notice[];
let forget: () => void;

/** Something changed, and the time for a look is over. */
async function change(warnings: readonly WarningView[]): Promise<void> {
  desk.warnings = warnings;
  desk.tell({ type: 'chain_changed' });
  await vi.advanceTimersByTimeAsync(1000);
}

beforeEach(async () => {
  vi.useFakeTimers();
  desk = new WarningDesk();
  shown = [];
  forget = watchWarnings(desk, (notice) => shown.push(notice));
  await vi.advanceTimersByTimeAsync(1000);
});

afterEach(() => {
  forget();
  vi.useRealTimers();
});

describe('a warning', () => {
  test("is shown on the desktop once, in the shop's language and without the amount", async () => {
    await change([NEAR]);
    await change([NEAR]);
    expect(shown).toEqual([{ title: 'Ein Kanal muss bald geschlossen werden', body: 'Alice' }]);
  });

  test('is shown again when it comes back', async () => {
    await change([NEAR]);
    await change([]);
    await change([NEAR]);
    expect(shown).toHaveLength(2);
  });

  test('is shown for each channel', async () => {
    await change([NEAR, { ...NEAR, channel: 'b2', name: 'Bea' }]);
    expect(shown.map(({ body }) => body)).toEqual(['Alice', 'Bea']);
  });

  test('that only takes notice is left to the screens', async () => {
    await change([{ ...NEAR, severity: 'notice' }]);
    expect(shown).toEqual([]);
  });

  test('waits while the till cannot say', async () => {
    desk.isMute = true;
    await change([NEAR]);
    expect(shown).toEqual([]);
    desk.isMute = false;
    await change([NEAR]);
    expect(shown).toHaveLength(1);
  });

  test('is nobody’s any more when the screen is gone', async () => {
    forget();
    await change([NEAR]);
    expect(shown).toEqual([]);
  });

  test('about no channel has a title alone', () => {
    expect(noticeOf({ kind: 'node_unreachable', severity: 'alarm' }, 'en')).toEqual({
      title: 'The Dogecoin node does not answer',
      body: '',
    });
  });
});
