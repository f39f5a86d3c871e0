import { assert } from '../assert.ts';
import { addressOf } from '../protocol/address.ts';
import type { ChannelOffer } from '../protocol/messages.ts';
import { ok, type Result, refuse } from '../result.ts';
import type { TillContext } from './context.ts';
import { rfc3339 } from './times.ts';

/** Offers not announced by anybody, of all clients together: what strangers can make the store hold. */
const MOST_OPEN_OFFERS = 10_000;
/** How long a lapsed offer's key is still answered with key_expired instead of unknown_key. Milliseconds. */
const REMEMBER_LAPSED_MS = 24 * 3_600_000;

/**
 * [1] [2] A key that was never given before and is never given again. Refuses too_many_offers, and node_unavailable
 * before the chain was ever seen: without a height nobody can choose a locktime.
 * @param client the network address that asks
 */
export function offerKey(context: TillContext, client: string): Result<ChannelOffer> {
  const { store, keys, network, policy, world } = context;
  const height = context.chain.worstCaseHeight;
  if (height === undefined) {
    return refuse('node_unavailable', { problem: context.chain.problem ?? 'no height is known' });
  }
  const now = world.now();
  const expiresAt = now + policy.offerLifetimeSeconds * 1000;
  return store.transaction(() => {
    store.offers.prune(now - REMEMBER_LAPSED_MS);
    const limit = policy.openOffersPerAddress;
    const full =
      tooMany(store.offers.open(now, client), limit, now) ??
      tooMany(store.offers.open(now), MOST_OPEN_OFFERS, now);
    if (full !== undefined) return full;
    const keyIndex = store.offers.nextKeyIndex();
    const merchantKey = keys.channelKey(keyIndex);
    const { payoutKeys } = context;
    const payout = payoutKeys && {
      account: payoutKeys.account,
      number: store.offers.nextPayoutNumber(payoutKeys.account),
    };
    const settlementScript =
      payoutKeys && payout ? payoutKeys.script(payout.number) : keys.settlementScript(keyIndex);
    store.offers.insert({
      keyIndex,
      merchantKey,
      terms: policy.terms,
      client,
      issuedAt: now,
      expiresAt,
      settlementScript,
      payout,
    });
    const settlementAddress = addressOf(settlementScript, network);
    assert(settlementAddress !== undefined, 'a settlement script has an address');
    return ok({
      network: network.name,
      merchantKey,
      settlementAddress,
      height,
      issued: rfc3339(now),
      expires: rfc3339(expiresAt),
      terms: policy.terms,
    });
  });
}

function tooMany(
  open: { readonly count: number; readonly firstExpiry: number | undefined },
  limit: number,
  now: number,
): Result<never> | undefined {
  if (open.count < limit) return undefined;
  const retryAfterSeconds = Math.max(1, Math.ceil(((open.firstExpiry ?? now) - now) / 1000));
  return refuse('too_many_offers', { limit, retryAfterSeconds });
}
