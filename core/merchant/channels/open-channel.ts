import { transition } from '../../channel/machine.ts';
import type { Channel } from '../../channel/vocabulary.ts';
import { ZERO } from '../../money.ts';
import { type Announcement, checkTerms, readAnnouncement } from '../../protocol/announcement.ts';
import { equal, toHex } from '../../protocol/bytes.ts';
import type { AnnounceRequest } from '../../protocol/requests.ts';
import { outpointKey } from '../../protocol/transaction.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { StoredOffer } from '../../store/offers.ts';
import { rfc3339 } from '../../system/times.ts';
import type { TillContext } from '../context.ts';
import { type FundingDepth, lookUpFunding } from './funding.ts';

/** Channels whose funding has no confirmation yet, all together: what strangers can make the store hold. */
const MOST_UNCONFIRMED_CHANNELS = 1000;

export interface OpenedChannel {
  readonly channel: StoredChannel;
  /** False when the same announcement was stored before. */
  readonly isNew: boolean;
}

/**
 * [D] Checks an announcement against its offer, the terms and the chain, and stores the channel. Asks the node
 * between two looks at the store, so the second look decides: the same announcement twenty times at once is one channel.
 */
export async function openChannel(
  context: TillContext,
  request: AnnounceRequest,
): Promise<Result<OpenedChannel>> {
  const announcement = readAnnouncement(request.psbt);
  if (!announcement.ok) return announcement;
  const early = admit(context, announcement.value);
  if (!early.ok) return early;
  if (early.value.kind === 'known') return ok({ channel: early.value.channel, isNew: false });
  const funding = await fundingAtTip(context, announcement.value);
  if (!funding.ok) return funding;
  return context.store.transaction(() => store(context, request, announcement.value, funding.value));
}

const LOOKS = 5;

/** The funding's depth below the very tip that the watcher has processed: a reorg in between is looked at first. */
async function fundingAtTip(context: TillContext, announcement: Announcement): Promise<Result<FundingDepth>> {
  for (let look = 0; look < LOOKS; look++) {
    const funding = await lookUpFunding(context, announcement);
    if (!funding.ok || funding.value.tipHash === context.chain.tip?.hash) return funding;
    await context.lookAtChain();
  }
  return refuse('node_unavailable', { problem: 'the chain changes while it is asked' });
}

type Admission =
  | { readonly kind: 'known'; readonly channel: StoredChannel }
  | { readonly kind: 'new'; readonly offer: StoredOffer };

/** What the store and the terms say to an announcement, before the chain is asked and again before it is stored. */
function admit(context: TillContext, announcement: Announcement): Result<Admission> {
  const { store, chain, world } = context;
  const key = toHex(announcement.merchantKey);
  const offer = store.offers.byKey(announcement.merchantKey);
  if (offer === undefined) return refuse('unknown_key', { key });
  if (offer.isAnnounced) {
    const channel = store.channels.byKeyIndex(offer.keyIndex);
    return channel !== undefined && isSame(channel, announcement)
      ? ok({ kind: 'known', channel })
      : refuse('key_already_used', { key });
  }
  if (world.now() >= offer.expiresAt) {
    return refuse('key_expired', { key, expired: rfc3339(offer.expiresAt) });
  }
  const height = chain.worstCaseHeight;
  if (height === undefined) return refuse('node_unavailable', { problem: 'no height is known' });
  const terms = checkTerms(announcement, offer.terms, height);
  if (!terms.ok) return terms;
  for (const input of announcement.inputs) {
    if (store.channels.byOutpoint(input) !== undefined) {
      return refuse('funding_in_use', { outpoint: outpointKey(input) });
    }
  }
  return ok({ kind: 'new', offer });
}

/** The same script over the same inputs in the same order. */
function isSame({ constants: { basis } }: StoredChannel, announcement: Announcement): boolean {
  return (
    equal(basis.redeemScript, announcement.redeemScript) &&
    basis.version === announcement.version &&
    basis.inputs.length === announcement.inputs.length &&
    basis.inputs.every((input, index) => {
      const announced = announcement.inputs[index];
      return announced !== undefined && outpointKey(input) === outpointKey(announced);
    })
  );
}

const OFFERED: Channel = {
  state: 'offered',
  lock: undefined,
  paid: ZERO,
  isReleased: false,
  spend: undefined,
};

function store(
  context: TillContext,
  request: AnnounceRequest,
  announcement: Announcement,
  funding: FundingDepth,
): Result<OpenedChannel> {
  const admission = admit(context, announcement);
  if (!admission.ok) return admission;
  if (admission.value.kind === 'known') return ok({ channel: admission.value.channel, isNew: false });
  const { offer } = admission.value;
  if (funding.confirmations === 0 && countUnconfirmed(context) >= MOST_UNCONFIRMED_CHANNELS) {
    return refuse('too_many_offers', { limit: MOST_UNCONFIRMED_CHANNELS, retryAfterSeconds: 60 });
  }
  const step = transition(OFFERED, {
    type: 'announced',
    lock: {
      locktime: announcement.locktime,
      paymentCutoffBlocks: offer.terms.paymentCutoffBlocks,
      requiredConfirmations: offer.terms.confirmations,
    },
    confirmations: funding.confirmations,
  });
  if (!step.ok) return step;
  const now = context.world.now();
  const channel = context.store.channels.insert({
    announcement,
    offer,
    settlementScript: offer.settlementScript ?? context.keys.settlementScript(offer.keyIndex),
    customerName: request.name,
    announcedAt: now,
    step: step.value.channel,
    fundingHeight: funding.height,
  });
  context.store.offers.markAnnounced(offer.keyIndex);
  for (const effect of step.value.effects) {
    context.store.outbox.add(channel.constants.row, effect.type, now);
  }
  context.log.info({ channel: announcement.channelId, state: channel.state }, 'channel announced');
  context.announce({ type: 'channel_changed', channel: announcement.channelId });
  return ok({ channel, isNew: true });
}

function countUnconfirmed({ store }: TillContext): number {
  return store.channels.totals().find((total) => total.state === 'confirming')?.channels ?? 0;
}
