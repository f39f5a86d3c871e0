import { assert, unreachable } from '../assert.ts';
import { ok, type Result, refuse } from '../result.ts';
import { cutoffHeight, isPastCutoff, isRefundable } from './expiry.ts';
import { TRANSITIONS } from './transitions.ts';
import type { Channel, ChannelEffect, ChannelEvent, ChannelLock, Spend } from './vocabulary.ts';

/** A channel after an event, and what must now be done. */
export interface Step {
  readonly channel: Channel;
  readonly effects: readonly ChannelEffect[];
}

const SETTLE: ChannelEffect = { type: 'settle' };
const BROADCAST_FUNDING: ChannelEffect = { type: 'broadcast_funding' };

/** A channel's next step. Pure: the height, depth and amounts that it depends on are in the event. */
export function transition(channel: Channel, event: ChannelEvent): Result<Step> {
  const step = decide(channel, event);
  const reached = step.ok ? step.value.channel.state : 'refused';
  const allowed = TRANSITIONS[channel.state][event.type];
  assert(allowed.includes(reached), `${channel.state} does not go to ${reached} by ${event.type}`);
  assert(
    !step.ok || step.value.channel.paid >= channel.paid,
    `the best payment never falls (${channel.state}, ${event.type})`,
  );
  return step;
}

function decide(channel: Channel, event: ChannelEvent): Result<Step> {
  switch (event.type) {
    case 'announced':
      return announced(channel, event);
    case 'offer_expired':
      return to(channel, channel.state === 'offered' ? 'lapsed' : channel.state);
    case 'funding_depth_changed':
      return fundingDepthChanged(channel, event.confirmations);
    case 'funding_conflicted':
      return fundingConflicted(channel);
    case 'payment_accepted':
      return paymentAccepted(channel, event);
    case 'close_requested':
      return closeRequested(channel);
    case 'release_accepted':
      return releaseAccepted(channel);
    case 'tip_advanced':
      return tipAdvanced(channel, event.height);
    case 'funding_spent':
      return fundingSpent(channel, event.spend, event.height);
    case 'spend_undone':
      return spendUndone(channel, event.confirmations);
    default:
      return unreachable(event);
  }
}

function to(channel: Channel, state: Channel['state'], ...effects: ChannelEffect[]): Result<Step> {
  return ok({ channel: channel.state === state ? channel : { ...channel, state }, effects });
}

function notOpen(channel: Channel): Result<never> {
  return refuse('channel_not_open', { state: channel.state });
}

/** Something that the till can co-sign and that is worth closing for. */
function hasSettlement(channel: Channel): boolean {
  return channel.paid > 0n || channel.isReleased;
}

function depthState(lock: ChannelLock, confirmations: number): 'confirming' | 'open' {
  return confirmations >= lock.requiredConfirmations ? 'open' : 'confirming';
}

/** A funding that is in no block must get into one, from the first time and after a reorg alike. */
function fundingEffects(confirmations: number): readonly ChannelEffect[] {
  return confirmations === 0 ? [BROADCAST_FUNDING] : [];
}

function announced(channel: Channel, event: ChannelEvent & { type: 'announced' }): Result<Step> {
  if (channel.state !== 'offered') return notOpen(channel);
  const { lock, confirmations } = event;
  const state = depthState(lock, confirmations);
  return to({ ...channel, lock }, state, ...fundingEffects(confirmations));
}

function fundingDepthChanged(channel: Channel, confirmations: number): Result<Step> {
  const { lock, state, spend } = channel;
  if (lock === undefined) return to(channel, state);
  // Without its funding the settlement cannot be mined either.
  if (state === 'closing') return to(channel, state, ...fundingEffects(confirmations));
  if (state !== 'confirming' && state !== 'open' && state !== 'conflicted') return to(channel, state);
  // Spent in a block by a stranger: the depth of the funding is no news until that block is undone.
  if (spend?.height !== undefined) return to(channel, state);
  const effects = fundingEffects(confirmations);
  // A double spend that a reorg took back: what was acknowledged before is owed to us again, so it is closed at once.
  if (state === 'conflicted' && hasSettlement(channel)) return to(channel, 'closing', ...effects, SETTLE);
  return to(channel, depthState(lock, confirmations), ...effects);
}

function fundingConflicted(channel: Channel): Result<Step> {
  if (['offered', 'closed', 'lapsed', 'conflicted'].includes(channel.state))
    return to(channel, channel.state);
  return to({ ...channel, spend: undefined }, 'conflicted');
}

function paymentAccepted(channel: Channel, event: ChannelEvent & { type: 'payment_accepted' }): Result<Step> {
  const { lock } = channel;
  if (channel.state !== 'open' || lock === undefined || channel.isReleased) return notOpen(channel);
  if (isPastCutoff(lock, event.height)) {
    return refuse('channel_expiring', { cutoff: cutoffHeight(lock), height: event.height });
  }
  // By the refund or by whom the till does not know: what is paid now might never be settled.
  if (channel.spend !== undefined) return refuse('channel_not_open', { state: 'closing' });
  assert(event.paid > channel.paid, 'a payment is more than what was paid before');
  return to({ ...channel, paid: event.paid }, 'open');
}

function closeRequested(channel: Channel): Result<Step> {
  if (channel.state === 'closing' || channel.state === 'closed') return to(channel, channel.state);
  if (channel.state !== 'open' && channel.state !== 'confirming') return notOpen(channel);
  return hasSettlement(channel) ? to(channel, 'closing', SETTLE) : refuse('nothing_paid', {});
}

function releaseAccepted(channel: Channel): Result<Step> {
  const isAlive = channel.state === 'open' || channel.state === 'confirming' || channel.state === 'closing';
  if (!isAlive) return notOpen(channel);
  if (channel.paid > 0n) return refuse('bad_release', { problem: 'something was paid on this channel' });
  return to({ ...channel, isReleased: true }, 'closing', SETTLE);
}

function tipAdvanced(channel: Channel, height: number): Result<Step> {
  const { lock, spend } = channel;
  if (lock === undefined) return to(channel, channel.state);
  if (channel.state === 'closing') return to(channel, isBuried(lock, spend, height) ? 'closed' : 'closing');
  if (channel.state !== 'open' && channel.state !== 'confirming') return to(channel, channel.state);
  if (hasSettlement(channel)) {
    return isPastCutoff(lock, height) ? to(channel, 'closing', SETTLE) : to(channel, channel.state);
  }
  return to(channel, isRefundable(lock, height) ? 'lapsed' : channel.state);
}

function isBuried(lock: ChannelLock, spend: Spend | undefined, height: number): boolean {
  if (spend?.height === undefined || spend.kind !== 'settlement') return false;
  return height - spend.height + 1 >= lock.requiredConfirmations;
}

function fundingSpent(channel: Channel, spend: Spend, height: number): Result<Step> {
  const { lock } = channel;
  if (lock === undefined) return to(channel, channel.state);
  const spent = { ...channel, spend };
  const isMined = spend.height !== undefined;
  switch (spend.kind) {
    case 'settlement':
      return isBuried(lock, spend, height) ? to(spent, 'closed') : beingSpent(channel, spent);
    case 'refund':
      return isMined ? to(spent, 'refunded') : beingSpent(channel, spent);
    case 'foreign':
      return isMined ? to(spent, 'conflicted') : beingSpent(channel, spent);
    default:
      return unreachable(spend.kind);
  }
}

/** Nothing is buried yet. Whatever there is to settle is owed: against a refund, and lest the settlement be forgotten. */
function beingSpent(channel: Channel, spent: Channel): Result<Step> {
  const isOwn = spent.spend?.kind === 'settlement';
  if (hasSettlement(channel)) {
    return isOwn && channel.state === 'closing' ? to(spent, 'closing') : to(spent, 'closing', SETTLE);
  }
  return to(spent, isOwn || channel.state === 'closed' ? 'closing' : channel.state);
}

function spendUndone(channel: Channel, confirmations: number): Result<Step> {
  const { lock, state, spend } = channel;
  if (lock === undefined || spend === undefined) return to(channel, state);
  const free = { ...channel, spend: undefined };
  if (state === 'lapsed') return to(free, 'lapsed');
  const effects = fundingEffects(confirmations);
  return hasSettlement(channel)
    ? to(free, 'closing', ...effects, SETTLE)
    : to(free, depthState(lock, confirmations), ...effects);
}
