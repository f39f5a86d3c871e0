import { assert } from '../../assert.ts';
import { addressOf } from '../../protocol/address.ts';
import type { ChannelOffer } from '../../protocol/messages.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { OpenOffers } from '../../store/offers.ts';
import { networkAt } from '../../system/network-address.ts';
import { rfc3339 } from '../../system/times.ts';
import type { TillContext } from '../context.ts';

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
    const ofOne = store.offers.open(now, client);
    const ofAll = store.offers.open(now);
    const full =
      tooMany(ofOne, limit, now) ??
      (takeBack(context, ofOne.count) ? undefined : tooMany(ofAll, MOST_OPEN_OFFERS, now));
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

/**
 * When no more offers may be open, the network that has the most of them loses its newest one to whoever has fewer: an
 * address that asks for many keeps nobody else out. Of an older one the customer may have funded the script already.
 * @param has open offers of the address that asks
 * @returns whether there is room now
 */
function takeBack({ store, world }: TillContext, has: number): boolean {
  const now = world.now();
  if (store.offers.open(now).count < MOST_OPEN_OFFERS) return true;
  const ofNetwork = new Map<string, { count: number; readonly clients: OpenOffers[] }>();
  for (const open of store.offers.openByClient(now)) {
    const network = networkAt(open.client.replace(/\/64$/, ''));
    const group = ofNetwork.get(network) ?? { count: 0, clients: [] };
    group.count += open.count;
    group.clients.push(open);
    ofNetwork.set(network, group);
  }
  const [greediest] = [...ofNetwork.values()].sort((a, b) => b.count - a.count);
  const [most] = greediest?.clients.sort((a, b) => b.count - a.count) ?? [];
  if (greediest === undefined || most === undefined || greediest.count <= has + 1) return false;
  store.offers.takeBack(most.newest);
  return true;
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
