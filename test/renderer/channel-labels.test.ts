import { describe, expect, test } from 'vitest';
import type { ChannelDetailView, ChannelView } from '../../core/bridge/views/channels.ts';
import { rowsInView } from '../../renderer/hooks/owner/use-windowed-rows.ts';
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
import { fakeChannels, fakeDetail, HEIGHT } from './fake/fake-channels.ts';

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
    expect(closeProgress({ required: 6, settling: 'signed' }, 100)).toEqual({ step: 'sending' });
    const inMempool = { kind: 'settlement', txid: '' };
    expect(closeProgress({ required: 6, settling: 'sent' }, 100)).toEqual({ step: 'sent' });
    expect(closeProgress({ required: 6, settling: 'sent', spend: inMempool }, 100)).toEqual({ step: 'sent' });
    expect(closeProgress({ required: 6, settling: 'spread', spend: inMempool }, 100)).toEqual({
      step: 'spread',
    });
    const spend = { ...inMempool, height: 98 };
    expect(closeProgress({ required: 6, spend }, 100)).toEqual({ step: 'confirming', done: 3, wanted: 6 });
    expect(closeProgress({ required: 6, spend }, 500)).toMatchObject({ done: 6 });
  });

  test('that somebody else takes is not on its way, mined or not', () => {
    const spend = { kind: 'refund', txid: '' };
    expect(closeProgress({ required: 6, settling: 'sent', spend }, 100)).toEqual({ step: 'taken' });
    expect(closeProgress({ required: 6, spend: { ...spend, height: 98 } }, 100)).toEqual({ step: 'taken' });
    const taken = fakeDetail(channel({ state: 'closing', spend: { kind: 'foreign', txid: '' } }), NOW);
    expect(timelineOf(taken, HEIGHT)).toContainEqual({ text: 'timeline.taken', isPast: false });
  });

  test('has a step in its timeline for all that becomes of its settlement', () => {
    const steps = (part: Partial<ChannelDetailView>) =>
      timelineOf({ ...fakeDetail(channel({ state: 'closing' }), NOW), ...part }, HEIGHT)
        .map(({ text, isPast, done, wanted }) => [text.replace('timeline.', ''), isPast, done, wanted])
        .filter(([text]) => /sent|spread|mined|burying|closed/.test(String(text)));
    const signed = { txid: '', hex: '', signed: '', state: 'signed' as const, nodes: [] };
    const sent = { ...signed, nodes: [{ name: '', given: '2026-11-20T15:31:00Z' }] };
    const heard = [...sent.nodes, { name: 'other', heard: '2026-11-20T15:32:00Z' }];
    const spread = { ...signed, nodes: heard };
    const spend = { kind: 'settlement', txid: '', height: HEIGHT - 1 };
    expect(steps({ settlement: signed })).toEqual([]);
    expect(steps({ settlement: sent })).toEqual([['sent', true, undefined, undefined]]);
    expect(steps({ settlement: spread }).map(([text]) => text)).toEqual(['sent', 'spread']);
    expect(steps({ settlement: spread, spend })).toEqual([
      ['sent', true, undefined, undefined],
      ['spread', true, undefined, undefined],
      ['mined', true, undefined, undefined],
      ['burying', false, 2, 6],
    ]);
    const ended = { state: 'closed' as const, ended: '2026-11-20T15:39:00Z' };
    expect(steps({ settlement: spread, spend, ...ended }).map(([text]) => text)).toEqual([
      'sent',
      'spread',
      'mined',
      'closed',
    ]);
  });

  test('has a timeline that ends where its life did', () => {
    const closed = { ...fakeDetail(channel({ state: 'closed' }), NOW) };
    expect(timelineOf(closed).at(-1)).toMatchObject({ text: 'timeline.closed', isPast: true });
    const texts = timelineOf(fakeDetail(channel({ cutoff: HEIGHT + 10 }), NOW), HEIGHT, true).map(
      ({ text }) => text,
    );
    expect(texts).toContain('timeline.cutoffLocked');
    expect(texts).not.toContain('timeline.cutoff');
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
