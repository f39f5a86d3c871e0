import { describe, expect, test } from 'vitest';
import { BugError } from '../../core/assert.ts';
import { transition } from '../../core/channel/machine.ts';
import type { Channel, ChannelEffect, ChannelEvent, StateName } from '../../core/channel/vocabulary.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { amount, CUTOFF, channelThat, inMempool, LOCK, mined, OFFERED } from './channel-doubles.ts';

const SETTLE: ChannelEffect = { type: 'settle' };
const BROADCAST_FUNDING: ChannelEffect = { type: 'broadcast_funding' };
const NOTHING = { paid: amount(0) };
const RELEASED = { paid: amount(0), isReleased: true };

/** The state that an event leads to and, in order, what is owed because of it. */
function step(channel: Channel, event: ChannelEvent): readonly [StateName, ...ChannelEffect['type'][]] {
  const { channel: after, effects } = accepted(transition(channel, event));
  return [after.state, ...effects.map(({ type }) => type)];
}

describe('an announcement', () => {
  test.each([
    [0, 'confirming', [BROADCAST_FUNDING]],
    [1, 'confirming', []],
    [2, 'open', []],
    [3, 'open', []],
  ] as const)(
    'with %i confirmations makes the channel %s [STA-3, STA-4]',
    (confirmations, state, effects) => {
      const taken = accepted(transition(OFFERED, { type: 'announced', lock: LOCK, confirmations }));
      expect(taken).toEqual({ channel: { ...OFFERED, state, lock: LOCK }, effects });
    },
  );

  test('of a channel that was announced before is refused', () => {
    const event = { type: 'announced', lock: LOCK, confirmations: 2 } as const;
    expectRefusal(transition(channelThat(), event), 'channel_not_open', { state: 'open' });
  });
});

describe('an offer', () => {
  test('lapses when its time is over, and not once it was announced [OFF-3]', () => {
    expect(step(OFFERED, { type: 'offer_expired' })).toEqual(['lapsed']);
    expect(step(channelThat(NOTHING), { type: 'offer_expired' })).toEqual(['open']);
  });

  test('that lapsed cannot be announced', () => {
    const lapsed: Channel = { ...OFFERED, state: 'lapsed' };
    const event = { type: 'announced', lock: LOCK, confirmations: 2 } as const;
    expectRefusal(transition(lapsed, event), 'channel_not_open', { state: 'lapsed' });
  });
});

describe('the depth of the funding', () => {
  const depth = (confirmations: number) => ({ type: 'funding_depth_changed', confirmations }) as const;

  test('opens a channel when it is as deep as the terms ask', () => {
    const confirming = channelThat({ ...NOTHING, state: 'confirming' });
    expect(step(confirming, depth(1))).toEqual(['confirming']);
    expect(step(confirming, depth(2))).toEqual(['open']);
  });

  test('that a reorg took away stops payments, also on a channel with money in it', () => {
    expect(step(channelThat(), depth(1))).toEqual(['confirming']);
    expect(step(channelThat(), depth(0))).toEqual(['confirming', 'broadcast_funding']);
  });

  test('that a reorg took away is owed again while the channel is closing: the settlement needs it', () => {
    expect(step(channelThat({ state: 'closing' }), depth(0))).toEqual(['closing', 'broadcast_funding']);
    expect(step(channelThat({ state: 'closing' }), depth(1))).toEqual(['closing']);
  });

  test('after a conflict lets an empty channel confirm again, and closes one with money in it', () => {
    const conflicted = channelThat({ ...NOTHING, state: 'conflicted' });
    expect(step(conflicted, depth(1))).toEqual(['confirming']);
    expect(step(conflicted, depth(2))).toEqual(['open']);
    expect(step({ ...conflicted, paid: amount(1) }, depth(2))).toEqual(['closing', 'settle']);
    expect(step({ ...conflicted, ...RELEASED }, depth(0))).toEqual([
      'closing',
      'broadcast_funding',
      'settle',
    ]);
  });
});

describe('the depth of a funding that a block shows as spent by a stranger', () => {
  test('does not open the channel: only the undoing of that block does', () => {
    const conflicted = channelThat({ state: 'conflicted', spend: mined('foreign', 50) });
    const event = { type: 'funding_depth_changed', confirmations: 60 } as const;
    expect(accepted(transition(conflicted, event)).channel).toEqual(conflicted);
    expect(accepted(transition({ ...conflicted, ...NOTHING }, event)).channel.state).toBe('conflicted');
  });
});

describe('a conflict of the funding', () => {
  test('ends a channel that was not closed', () => {
    expect(step(channelThat(), { type: 'funding_conflicted' })).toEqual(['conflicted']);
    expect(step(channelThat({ state: 'closing' }), { type: 'funding_conflicted' })).toEqual(['conflicted']);
  });

  test('means that no block holds a spend of it', () => {
    const refunded = channelThat({ state: 'refunded', spend: mined('refund', 100) });
    const { channel } = accepted(transition(refunded, { type: 'funding_conflicted' }));
    expect(channel).toEqual(channelThat({ state: 'conflicted' }));
  });

  test('says nothing about a channel whose settlement is buried', () => {
    const closed = channelThat({ state: 'closed', spend: mined('settlement', 50) });
    expect(accepted(transition(closed, { type: 'funding_conflicted' })).channel).toEqual(closed);
  });
});

describe('a payment', () => {
  const payment = (paid: number, height = CUTOFF - 1) =>
    ({ type: 'payment_accepted', paid: amount(paid), height }) as const;

  test('raises what is paid', () => {
    const { channel, effects } = accepted(transition(channelThat(), payment(51)));
    expect([channel, effects]).toEqual([channelThat({ paid: amount(51) }), []]);
  });

  test('is accepted one block below the cutoff and refused at it [PAY-13]', () => {
    expect(step(channelThat(), payment(51, CUTOFF - 1))).toEqual(['open']);
    const facts = { cutoff: CUTOFF, height: CUTOFF };
    expectRefusal(transition(channelThat(), payment(51, CUTOFF)), 'channel_expiring', facts);
  });

  test.each(['offered', 'confirming', 'closing', 'closed', 'refunded', 'lapsed', 'conflicted'] as const)(
    'is refused on a channel that is %s',
    (state) => {
      expectRefusal(transition(channelThat({ state }), payment(51)), 'channel_not_open', { state });
    },
  );

  test('is refused on a released channel, whatever its state', () => {
    expectRefusal(transition(channelThat(RELEASED), payment(1)), 'channel_not_open');
  });

  test('is refused while somebody else spends the funding, even if only in the mempool', () => {
    for (const kind of ['refund', 'foreign'] as const) {
      const channel = channelThat({ ...NOTHING, spend: inMempool(kind) });
      expectRefusal(transition(channel, payment(1)), 'channel_not_open', { state: 'closing' });
    }
  });

  test('that is no more than what was paid is a bug of the program, said aloud', () => {
    expect(() => transition(channelThat(), payment(50))).toThrow(BugError);
    expect(() => transition(channelThat(), payment(49))).toThrow(BugError);
  });
});

describe('a close', () => {
  test('of a channel with money in it owes the settlement [CLS-4]', () => {
    expect(step(channelThat(), { type: 'close_requested' })).toEqual(['closing', 'settle']);
    expect(step(channelThat({ state: 'confirming' }), { type: 'close_requested' })).toEqual([
      'closing',
      'settle',
    ]);
  });

  test('of a channel on which nothing was paid needs a release [CLS-6]', () => {
    expectRefusal(transition(channelThat(NOTHING), { type: 'close_requested' }), 'nothing_paid', {});
  });

  test('that is asked for again is as before', () => {
    expect(step(channelThat({ state: 'closing' }), { type: 'close_requested' })).toEqual(['closing']);
    expect(step(channelThat({ state: 'closed' }), { type: 'close_requested' })).toEqual(['closed']);
  });
});

describe('a release', () => {
  test('of a channel on which nothing was paid is settled as a payment would be [REL-1]', () => {
    const { channel, effects } = accepted(transition(channelThat(NOTHING), { type: 'release_accepted' }));
    expect([channel, effects]).toEqual([channelThat({ ...RELEASED, state: 'closing' }), [SETTLE]]);
  });

  test('is refused once something was paid: it would give that away', () => {
    for (const state of ['confirming', 'open', 'closing'] as const) {
      expectRefusal(transition(channelThat({ state }), { type: 'release_accepted' }), 'bad_release');
    }
  });
});

describe('a new tip', () => {
  const tip = (height: number) => ({ type: 'tip_advanced', height }) as const;

  test('at the cutoff closes a channel with money in it, also one whose funding a reorg made shallow', () => {
    for (const state of ['open', 'confirming'] as const) {
      expect(step(channelThat({ state }), tip(CUTOFF - 1))).toEqual([state]);
      expect(step(channelThat({ state }), tip(CUTOFF))).toEqual(['closing', 'settle']);
      expect(step(channelThat({ state }), tip(1000))).toEqual(['closing', 'settle']);
    }
  });

  test('at the locktime lets a channel lapse on which nothing was paid', () => {
    expect(step(channelThat(NOTHING), tip(LOCK.locktime - 1))).toEqual(['open']);
    expect(step(channelThat(NOTHING), tip(LOCK.locktime))).toEqual(['lapsed']);
  });

  test('buries a settlement as deep as the terms ask [CLS-1]', () => {
    const closing = channelThat({ state: 'closing', spend: mined('settlement', 95) });
    expect(step(closing, tip(95))).toEqual(['closing']);
    expect(step(closing, tip(96))).toEqual(['closed']);
  });

  test('buries neither a refund nor what is in the mempool', () => {
    for (const spend of [inMempool('settlement'), inMempool('refund'), undefined]) {
      expect(step(channelThat({ state: 'closing', spend }), tip(1000))).toEqual(['closing']);
    }
  });
});

describe('a spend of the funding', () => {
  const spent = (spend: Channel['spend'] & {}, height = 100) =>
    ({ type: 'funding_spent', spend, height }) as const;

  test('by a settlement is done when it is buried', () => {
    const closing = channelThat({ state: 'closing' });
    expect(step(closing, spent(inMempool('settlement')))).toEqual(['closing']);
    expect(step(closing, spent(mined('settlement', 100)))).toEqual(['closing']);
    expect(step(closing, spent(mined('settlement', 99)))).toEqual(['closed']);
  });

  test('by a refund in the mempool is raced by the settlement', () => {
    for (const state of ['confirming', 'open', 'closing'] as const) {
      expect(step(channelThat({ state }), spent(inMempool('refund')))).toEqual(['closing', 'settle']);
    }
  });

  test('by a refund in the mempool is raced also after a deep reorg took back what had ended the channel', () => {
    const ends = [
      { state: 'closed', spend: mined('settlement', 50) },
      { state: 'refunded', spend: mined('refund', 100) },
      { state: 'conflicted', spend: undefined },
    ] as const;
    for (const end of ends) {
      expect(step(channelThat(end), spent(inMempool('refund')))).toEqual(['closing', 'settle']);
    }
  });

  test('by a settlement that a reorg made shallow owes the settlement again', () => {
    const closed = channelThat({ state: 'closed', spend: mined('settlement', 50) });
    expect(step(closed, spent(inMempool('settlement')))).toEqual(['closing', 'settle']);
    expect(step(closed, spent(mined('settlement', 100)))).toEqual(['closing', 'settle']);
  });

  test('by anything else in the mempool stops payments and owes the settlement', () => {
    expect(step(channelThat(), spent(inMempool('foreign')))).toEqual(['closing', 'settle']);
  });

  test('by a refund in a block ends the channel', () => {
    expect(step(channelThat(), spent(mined('refund', 100)))).toEqual(['refunded']);
    expect(step(channelThat(NOTHING), spent(mined('refund', 100)))).toEqual(['refunded']);
  });

  test('by anything else in a block is a conflict', () => {
    expect(step(channelThat(), spent(mined('foreign', 100)))).toEqual(['conflicted']);
  });
});

describe('a spend that a reorg or the mempool took back', () => {
  const undone = (confirmations = 2) => ({ type: 'spend_undone', confirmations }) as const;

  test.each([
    ['closed', mined('settlement', 50)],
    ['closing', inMempool('settlement')],
    ['refunded', mined('refund', 100)],
    ['conflicted', mined('foreign', 50)],
  ] as const)('makes a %s channel with money in it owe the settlement', (state, spend) => {
    const { channel, effects } = accepted(transition(channelThat({ state, spend }), undone()));
    expect([channel, effects]).toEqual([channelThat({ state: 'closing' }), [SETTLE]]);
  });

  test('together with the funding owes both', () => {
    const closed = channelThat({ state: 'closed', spend: mined('settlement', 50) });
    expect(step(closed, undone(0))).toEqual(['closing', 'broadcast_funding', 'settle']);
    const refunded = channelThat({ ...NOTHING, state: 'refunded', spend: mined('refund', 100) });
    expect(step(refunded, undone(0))).toEqual(['confirming', 'broadcast_funding']);
  });

  test('leaves an empty channel to its funding', () => {
    const refunded = channelThat({ ...NOTHING, state: 'refunded', spend: mined('refund', 100) });
    expect(step(refunded, undone(2))).toEqual(['open']);
    expect(step(refunded, undone(1))).toEqual(['confirming']);
  });

  test('leaves an empty channel that was closing nothing to settle', () => {
    const closing = channelThat({ ...NOTHING, state: 'closing', spend: inMempool('settlement') });
    expect(step(closing, undone(2))).toEqual(['open']);
  });

  test('that nobody saw leaves a channel as it is', () => {
    for (const state of ['confirming', 'open', 'closing', 'conflicted'] as const) {
      const { channel, effects } = accepted(transition(channelThat({ state }), undone()));
      expect([channel, effects]).toEqual([channelThat({ state }), []]);
    }
  });

  test('leaves a channel lapsed', () => {
    const lapsed = channelThat({ ...NOTHING, state: 'lapsed', spend: inMempool('refund') });
    expect(accepted(transition(lapsed, undone())).channel).toEqual({ ...lapsed, spend: undefined });
  });
});

describe('an event that has no row in the table of transitions', () => {
  test('is a bug of the program, said aloud', () => {
    const impossible = channelThat({ state: 'offered', spend: inMempool('settlement') });
    expect(() => transition(impossible, { type: 'spend_undone', confirmations: 2 })).toThrow(BugError);
  });
});
