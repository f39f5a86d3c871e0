import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutoffHeight } from '../../core/channel/expiry.ts';
import { transition } from '../../core/channel/machine.ts';
import type { Channel, ChannelEvent, ChannelLock } from '../../core/channel/vocabulary.ts';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { forAll } from '../properties/for-all.ts';
import { OFFERED } from './channel-doubles.ts';

/** The effects that a channel owes and that are not done: what applying an event keeps in the outbox. */
interface Life {
  readonly channel: Channel;
  readonly owesSettlement: boolean;
}

const locks: fc.Arbitrary<ChannelLock> = fc.record({
  locktime: fc.integer({ min: 1, max: 499_999_999 }),
  paymentCutoffBlocks: fc.nat({ max: 10_000 }),
  requiredConfirmations: fc.integer({ min: 1, max: 100 }),
});

function eventsOf(lock: ChannelLock): fc.Arbitrary<ChannelEvent> {
  const decisive = [cutoffHeight(lock), lock.locktime, lock.locktime + lock.requiredConfirmations];
  const height = fc.oneof(
    fc.tuple(fc.constantFrom(...decisive), fc.integer({ min: -2, max: 2 })).map(([at, by]) => at + by),
    fc.nat({ max: 500_000_000 }),
  );
  const confirmations = fc.nat({ max: lock.requiredConfirmations + 1 });
  const spend = fc.record({
    kind: fc.constantFrom('settlement', 'refund', 'foreign'),
    height: fc.option(height, { nil: undefined }),
  });
  return fc.oneof(
    fc.record({
      type: fc.constant('payment_accepted'),
      paid: fc.bigInt({ min: 1n, max: MAX_MONEY }).map(koinu),
      height,
    }),
    fc.record({ type: fc.constant('funding_depth_changed'), confirmations }),
    fc.record({ type: fc.constantFrom('offer_expired', 'funding_conflicted', 'close_requested') }),
    fc.record({ type: fc.constant('release_accepted') }),
    fc.record({ type: fc.constant('tip_advanced'), height }),
    fc.record({ type: fc.constant('funding_spent'), spend, height }),
    fc.record({ type: fc.constant('spend_undone'), confirmations }),
    fc.record({ type: fc.constant('announced'), lock: fc.constant(lock), confirmations }),
  ) as fc.Arbitrary<ChannelEvent>;
}

const lives = locks.chain((lock) =>
  fc.record({ lock: fc.constant(lock), events: fc.array(eventsOf(lock), { maxLength: 30 }) }),
);

/** A life from its announcement on. A payment that is no more than the best one never reaches the machine. */
function live(
  { lock, events }: { lock: ChannelLock; events: ChannelEvent[] },
  look: (life: Life) => void,
): void {
  let life: Life = { channel: OFFERED, owesSettlement: false };
  const announced: ChannelEvent = { type: 'announced', lock, confirmations: lock.requiredConfirmations };
  for (const event of [announced, ...events]) {
    if (event.type === 'payment_accepted' && event.paid <= life.channel.paid) continue;
    const result = transition(life.channel, event);
    if (!result.ok) continue;
    const { channel, effects } = result.value;
    const isOwed = life.owesSettlement || effects.some(({ type }) => type === 'settle');
    life = { channel, owesSettlement: isOwed && channel.state === 'closing' };
    look(life);
  }
}

describe('in whatever order events come, a channel', () => {
  test('never loses what was paid', () => {
    forAll(
      lives,
      (events) => {
        let best = 0n;
        live(events, ({ channel }) => {
          expect(channel.paid).toBeGreaterThanOrEqual(best);
          best = channel.paid;
        });
      },
      500,
    );
  });

  test('with money in it ends only by what the chain holds, or is on its way there', () => {
    forAll(
      lives,
      (events) => {
        live(events, ({ channel: { state, paid } }) => {
          if (paid > 0n) expect(['offered', 'lapsed']).not.toContain(state);
        });
      },
      500,
    );
  });

  test('that is closing with something to settle has the settlement in the outbox', () => {
    forAll(
      lives,
      (events) => {
        live(events, ({ channel, owesSettlement }) => {
          const isWorthClosing = channel.paid > 0n || channel.isReleased;
          expect(owesSettlement).toBe(channel.state === 'closing' && isWorthClosing);
        });
      },
      500,
    );
  });
});
