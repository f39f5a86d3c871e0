import { describe, expect, test } from 'vitest';
import type { ChannelView } from '../../core/bridge.ts';
import { rowsInView } from '../../renderer/hooks/use-windowed-rows.ts';
import {
  byUrgency,
  channelName,
  channelStateLabel,
  closeProgress,
  isAtRisk,
  isClosable,
  locktimeLabel,
  matchingChannels,
} from '../../renderer/labels/channel-labels.ts';
import { timelineOf } from '../../renderer/labels/timeline-labels.ts';
import { fakeChannels, fakeDetail, HEIGHT } from './fake-channels.ts';

const NOW = Date.UTC(2026, 0, 1);
const [sample] = fakeChannels(1, NOW);

function channel(part: Partial<ChannelView>): ChannelView {
  if (sample === undefined) throw new Error('there is one');
  return { ...sample, state: 'open', paid: '5', ...part };
}

describe('the list of channels', () => {
  test('begins with trouble, then with money whose time is shortest; what is over comes last', () => {
    const sorted = [
      channel({ id: 'closed', state: 'closed' }),
      channel({ id: 'conflicted', state: 'conflicted' }),
      channel({ id: 'taken back', state: 'refunded', cutoff: 9_999_999 }),
      channel({ id: 'refunded', state: 'refunded', paid: '0' }),
      channel({ id: 'late', cutoff: 900 }),
      channel({ id: 'unpaid', paid: '0', cutoff: 1 }),
      channel({ id: 'soon', cutoff: 100 }),
      channel({ id: 'confirming', state: 'confirming', paid: '0' }),
      channel({ id: 'frozen', frozen: 'why', cutoff: 9999 }),
    ].sort(byUrgency);
    expect(sorted.map(({ id }) => id)).toEqual([
      'frozen',
      'soon',
      'late',
      'conflicted',
      'taken back',
      'unpaid',
      'confirming',
      'closed',
      'refunded',
    ]);
  });

  test('finds by name in any case and by the beginning of an id, within the wanted state', () => {
    const all = [channel({ id: 'ab12', name: 'Ada' }), channel({ id: 'cd34', name: '', state: 'closed' })];
    expect(matchingChannels(all, 'all', 'ADA').map(({ id }) => id)).toEqual(['ab12']);
    expect(matchingChannels(all, 'all', 'cd3').map(({ id }) => id)).toEqual(['cd34']);
    expect(matchingChannels(all, 'ended', '').map(({ id }) => id)).toEqual(['cd34']);
    expect(matchingChannels(all, 'at-risk', '').map(({ id }) => id)).toEqual(['ab12']);
  });
});

describe('a channel', () => {
  test('without a name is called by the beginning of its id', () => {
    expect(channelName({ id: '0123456789abcdef', name: '' })).toBe('01234567');
  });

  test('that is frozen says so, whatever its state', () => {
    expect(channelStateLabel({ state: 'open', frozen: 'why' }).text).toBe('channel.state.frozen');
  });

  test.each([
    ['open', '5', true, true],
    ['open', '0', false, false],
    ['closing', '5', true, false],
    ['conflicted', '5', false, false],
    ['closed', '5', false, false],
  ] as const)('that is %s with %s paid: at risk %s, closable %s', (state, paid, risk, closable) => {
    expect(isAtRisk(channel({ state, paid }))).toBe(risk);
    expect(isClosable(channel({ state, paid }))).toBe(closable);
  });

  test('counts the blocks to its cutoff, and about when that is', () => {
    const chain = { height: 1000, blockSeconds: 60, warnBlocks: 100 };
    const label = locktimeLabel({ locktime: 2540, cutoff: 1100 }, chain, NOW);
    expect(label).toMatchObject({ blocksToCutoff: 100, blocksToLocktime: 1540, tone: 'warning' });
    expect(label.cutoffAt).toBe(NOW + 100 * 60_000);
    expect(locktimeLabel({ locktime: 999, cutoff: 900 }, chain, NOW).tone).toBe('bad');
  });

  test('tells how far its close has come', () => {
    expect(closeProgress({ required: 6 }, 100)).toEqual({ step: 'sending' });
    expect(closeProgress({ required: 6, spend: { kind: 's', txid: '' } }, 100)).toEqual({
      step: 'unconfirmed',
    });
    const spend = { kind: 's', txid: '', height: 98 };
    expect(closeProgress({ required: 6, spend }, 100)).toEqual({ step: 'confirming', done: 3, wanted: 6 });
    expect(closeProgress({ required: 6, spend }, 500)).toMatchObject({ done: 6 });
  });

  test('has a timeline that ends where its life did', () => {
    const closed = { ...fakeDetail(channel({ state: 'closed' }), NOW) };
    expect(timelineOf(closed).at(-1)).toMatchObject({ text: 'timeline.closed', isPast: true });
    const open = timelineOf(fakeDetail(channel({ cutoff: HEIGHT + 10 }), NOW));
    expect(open.filter(({ isPast }) => !isPast).map(({ text }) => text)).toEqual([
      'timeline.cutoff',
      'timeline.locktime',
    ]);
  });
});

describe('the rows that are drawn', () => {
  test('are those in view and a few beyond, never outside of the list', () => {
    expect(rowsInView(10_000, 64, { top: 64_000, height: 640 })).toEqual({ first: 992, end: 1018 });
    expect(rowsInView(3, 64, { top: 0, height: 640 })).toEqual({ first: 0, end: 3 });
    expect(rowsInView(3, 64, { top: 99_999, height: 640 })).toEqual({ first: 3, end: 3 });
  });
});
