import { transition } from '../../channel/machine.ts';
import type { ChannelEvent } from '../../channel/vocabulary.ts';
import type { Koinu } from '../../money.ts';
import { ok, type Result } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { TillContext } from '../context.ts';

/** Facts that come with an event and that the machine does not decide on. */
interface EventFacts {
  readonly spendTxid?: string;
  /** To the settlement address; undefined where it is no settlement. */
  readonly spendPays?: Koinu | undefined;
  /** undefined: a funding output is unconfirmed. */
  readonly fundingHeight?: number | undefined;
}

/**
 * Passes an event through the machine and writes the new state and the effects owed. The one door to a stored
 * channel's state; called inside a transaction of the store, so that state and effects stand or fall together.
 */
export function applyEvent(
  context: TillContext,
  channel: StoredChannel,
  event: ChannelEvent,
  facts: EventFacts = {},
): Result<StoredChannel> {
  const step = transition(channel, event);
  if (!step.ok) return step;
  const { store, world } = context;
  const { row } = channel.constants;
  const now = world.now();
  const next: StoredChannel = {
    ...channel,
    ...stamps(channel, step.value.channel.state, now),
    state: step.value.channel.state,
    isReleased: step.value.channel.isReleased,
    spend: step.value.channel.spend,
    spendTxid: step.value.channel.spend === undefined ? undefined : (facts.spendTxid ?? channel.spendTxid),
    spendPays: step.value.channel.spend === undefined ? undefined : paidBySpend(channel, facts),
    fundingHeight: 'fundingHeight' in facts ? facts.fundingHeight : channel.fundingHeight,
  };
  if (isUnchanged(channel, next) && step.value.effects.length === 0) return ok(channel);
  store.channels.update(next);
  if (next.state !== 'closing') store.outbox.remove(row, 'settle');
  if (next.fundingHeight !== undefined) store.outbox.remove(row, 'broadcast_funding');
  for (const effect of step.value.effects) store.outbox.add(row, effect.type, now);
  if (step.value.effects.length > 0) context.announce({ type: 'effects_owed' });
  if (next.state !== channel.state) {
    const { channelId } = channel.constants.basis;
    context.log.info(
      { channel: channelId, event: event.type, from: channel.state, to: next.state },
      'channel',
    );
    context.announce({ type: 'channel_changed', channel: channelId });
  }
  return ok(next);
}

function paidBySpend({ spendPays }: StoredChannel, facts: EventFacts): Koinu | undefined {
  return 'spendPays' in facts ? facts.spendPays : spendPays;
}

/** Chain facts are repeated with every look; only news is written. */
function isUnchanged(before: StoredChannel, after: StoredChannel): boolean {
  return (
    before.state === after.state &&
    before.isReleased === after.isReleased &&
    before.fundingHeight === after.fundingHeight &&
    before.spendTxid === after.spendTxid &&
    before.spendPays === after.spendPays &&
    before.spend?.kind === after.spend?.kind &&
    before.spend?.height === after.spend?.height
  );
}

const ENDS: readonly StoredChannel['state'][] = ['closed', 'refunded', 'lapsed', 'conflicted'];

function stamps(channel: StoredChannel, state: StoredChannel['state'], now: number) {
  const hasEnded = ENDS.includes(state);
  return {
    openedAt: channel.openedAt ?? (state === 'open' ? now : undefined),
    closingAt: channel.closingAt ?? (state === 'closing' ? now : undefined),
    endedAt: hasEnded ? (channel.endedAt ?? now) : undefined,
  };
}
