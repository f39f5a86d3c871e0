import type { Koinu } from '../money.ts';
import type { SpendKind } from '../protocol/spend.ts';

/** Where a channel stands. `closed`, `refunded`, `lapsed` and `conflicted` are ends that only a reorg can undo. */
export type StateName =
  | 'offered'
  | 'confirming'
  | 'open'
  | 'closing'
  | 'closed'
  | 'refunded'
  | 'lapsed'
  | 'conflicted';

/** What the announcement and its offer fixed. Heights and depths in blocks. */
export interface ChannelLock {
  readonly locktime: number;
  /** No payment at or above locktime less this; a channel with money in it is closed from there on. */
  readonly paymentCutoffBlocks: number;
  /** Depth at which the funding counts, and at which the settlement is done. */
  readonly requiredConfirmations: number;
}

/** Who took the funding outputs; height undefined while in the mempool only. */
export interface Spend {
  readonly kind: SpendKind;
  readonly height: number | undefined;
}

/** All that the machine decides on. Everything else about a channel is in the store. */
export interface Channel {
  readonly state: StateName;
  /** undefined for an offer that nobody has announced. */
  readonly lock: ChannelLock | undefined;
  /** The cumulative amount of the best payment. */
  readonly paid: Koinu;
  /** The customer gave a release, which the till may co-sign as it would the best payment. */
  readonly isReleased: boolean;
  readonly spend: Spend | undefined;
}

/** What may happen to a channel: facts from customers, owner, chain and clock, in the past tense. */
export type ChannelEvent =
  | { readonly type: 'announced'; readonly lock: ChannelLock; readonly confirmations: number }
  | { readonly type: 'offer_expired' }
  /** Depth of the shallowest funding output, 0 in the mempool. */
  | { readonly type: 'funding_depth_changed'; readonly confirmations: number }
  /** The funding transaction can no longer be mined: its own inputs are spent elsewhere. */
  | { readonly type: 'funding_conflicted' }
  | { readonly type: 'payment_accepted'; readonly paid: Koinu; readonly height: number }
  | { readonly type: 'close_requested' }
  | { readonly type: 'release_accepted' }
  | { readonly type: 'tip_advanced'; readonly height: number }
  | { readonly type: 'funding_spent'; readonly spend: Spend; readonly height: number }
  /** A reorg, or the mempool's forgetting, took the spend back. */
  | { readonly type: 'spend_undone'; readonly confirmations: number };

export type EventName = ChannelEvent['type'];

/** What must be done because of an event: stored in the outbox with the new state, carried out later, safe to repeat. */
export type ChannelEffect =
  /** Give the funding transactions to the node, until they are mined. */
  | { readonly type: 'broadcast_funding' }
  /** Co-sign the best payment or the release, broadcast it, and again until it is buried. */
  | { readonly type: 'settle' };

export type EffectName = ChannelEffect['type'];
