import type { Step } from '../../core/channel/machine.ts';
import { transition } from '../../core/channel/machine.ts';
import type { Channel, ChannelEvent, Spend } from '../../core/channel/vocabulary.ts';
import { koinu } from '../../core/money.ts';
import type { Result } from '../../core/result.ts';
import { CUTOFF, LOCK, OFFERED } from './channel-doubles.ts';

/** One event that happened to one channel, and what the machine made of it. */
export interface Happening {
  readonly channel: Channel;
  readonly event: ChannelEvent;
  readonly result: Result<Step>;
}

/** Around every height that decides: below and at the cutoff, the locktime, and a spend's burial. */
const HEIGHTS = [50, 51, CUTOFF - 1, CUTOFF, LOCK.locktime - 1, LOCK.locktime, LOCK.locktime + 1];
const DEPTHS = [0, 1, LOCK.requiredConfirmations];
const SPENDS: readonly Spend[] = (['settlement', 'refund', 'foreign'] as const).flatMap((kind) =>
  [undefined, 50, LOCK.locktime - 1, LOCK.locktime + 1].map((height) => ({ kind, height })),
);
/** Two payments tell a second one from the first. */
const MOST_PAID = 2n;

/** Every event that may happen to a channel, with every number around which the machine decides. */
export function eventsFor(channel: Channel): ChannelEvent[] {
  const payments = channel.paid < MOST_PAID ? [koinu(channel.paid + 1n)] : [];
  return [
    ...DEPTHS.map((confirmations) => ({ type: 'announced', lock: LOCK, confirmations }) as const),
    { type: 'offer_expired' },
    ...DEPTHS.map((confirmations) => ({ type: 'funding_depth_changed', confirmations }) as const),
    { type: 'funding_conflicted' },
    ...payments.flatMap((paid) =>
      HEIGHTS.map((height) => ({ type: 'payment_accepted', paid, height }) as const),
    ),
    { type: 'close_requested' },
    { type: 'release_accepted' },
    ...HEIGHTS.map((height) => ({ type: 'tip_advanced', height }) as const),
    ...SPENDS.flatMap((spend) =>
      HEIGHTS.map((height) => ({ type: 'funding_spent', spend, height }) as const),
    ),
    ...DEPTHS.map((confirmations) => ({ type: 'spend_undone', confirmations }) as const),
  ];
}

/** Everything that can happen to an offer's channel, in whatever order the events come. */
export function explore(): Happening[] {
  const happenings: Happening[] = [];
  const seen = new Set<string>();
  const waiting: Channel[] = [OFFERED];
  for (let channel = waiting.pop(); channel !== undefined; channel = waiting.pop()) {
    if (seen.has(show(channel))) continue;
    seen.add(show(channel));
    for (const event of eventsFor(channel)) {
      const result = transition(channel, event);
      happenings.push({ channel, event, result });
      if (result.ok) waiting.push(result.value.channel);
    }
  }
  return happenings;
}

/** A channel, event or result as text: equal for equal values, and legible where a claim fails. */
export function show(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
}
