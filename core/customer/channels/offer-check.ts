import { formatDoge, type Koinu, koinu } from '../../money.ts';
import { NETWORKS, type Network, POLICY } from '../../networks.ts';
import { scriptOf } from '../../protocol/address.ts';
import type { ChannelOffer } from '../../protocol/messages.ts';
import type { Terms } from '../../protocol/terms.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';

/** She waits two weeks for a refund at most: twice the week that a till asks for by default. Blocks of a minute. */
export const DEFAULT_LOCKTIME_LIMIT = 20_160;

/** Blocks between the offer and its announcement, during which the till's own minimum moves on. */
const LOCKTIME_MARGIN = 60;

/** Settlements of more than this many times the usual fee or dust would eat the channel. */
const WORST_MULTIPLE = 10n;
/** The most that any fee may be set by a till. Koinu per 1000 bytes. */
export const HIGHEST_FEE_PER_KB = koinu(POLICY.feePerKb * WORST_MULTIPLE);
/** Half a day of blocks until a channel opens is the most that makes sense. */
const MOST_CONFIRMATIONS = 720;

/** nTime of the mainnet's genesis block, Unix seconds (Dogecoin Core, chainparams.cpp). */
const MAINNET_GENESIS_TIME = 1_386_325_540;

interface OfferExpectations {
  readonly network: Network;
  readonly capacity: Koinu;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** From the offer's height to the refund, blocks; undefined for the till's minimum. */
  readonly locktimeBlocks: number | undefined;
  /** The most she waits, blocks. */
  readonly locktimeLimit: number;
  /** Her own node's height, where she has one. */
  readonly height: number | undefined;
}

/** Whether an offer is one that she can accept. @returns the channel's locktime, a height */
export function checkOffer(offer: ChannelOffer, expected: OfferExpectations): Outcome<number> {
  const { network, capacity } = expected;
  const { terms } = offer;
  if (offer.network !== network.name) {
    return decline('wrong_network', { wallet: network.name, till: offer.network });
  }
  if (scriptOf(offer.settlementAddress, network) === undefined) {
    return decline('bad_message', {
      problem: `"${offer.settlementAddress.slice(0, 64)}" is not an address on ${network.name}.`,
    });
  }
  // [OFF-3] By the till's own clock: it made the offer just now. A date that cannot be read is NaN, later than nothing.
  if (!(Date.parse(offer.expires) > Date.parse(offer.issued)))
    return decline('offer_expired', { expired: offer.expires });
  const reasonable = checkTermsOffered(terms);
  if (!reasonable.ok) return reasonable;
  if (capacity < terms.minCapacity || capacity > terms.maxCapacity) {
    return decline('amount_outside_terms', {
      amount: capacity,
      least: terms.minCapacity,
      most: terms.maxCapacity,
    });
  }
  const plausible = checkHeight(offer.height, expected);
  return plausible.ok ? chooseLocktime(offer, expected) : plausible;
}

function checkTermsOffered(terms: Terms): Outcome<void> {
  const unreasonable = (term: string, stated: string | number, limit: string) =>
    decline('terms_unreasonable', { term, stated: String(stated), limit });
  if (terms.feePerKb > HIGHEST_FEE_PER_KB) {
    const most = `at most ${formatDoge(HIGHEST_FEE_PER_KB)}`;
    return unreasonable('fee_per_kb', formatDoge(terms.feePerKb), most);
  }
  // Below it nodes do not relay the settlement: the till would lose, and she would wait for the locktime.
  if (terms.feePerKb < POLICY.relayFeePerKb) {
    return unreasonable(
      'fee_per_kb',
      formatDoge(terms.feePerKb),
      `at least ${formatDoge(POLICY.relayFeePerKb)}`,
    );
  }
  const highestDust = koinu(POLICY.softDust * WORST_MULTIPLE);
  if (terms.dust > highestDust) {
    return unreasonable('dust', formatDoge(terms.dust), `at most ${formatDoge(highestDust)}`);
  }
  if (terms.dust < POLICY.hardDust) {
    return unreasonable('dust', formatDoge(terms.dust), `at least ${formatDoge(POLICY.hardDust)}`);
  }
  if (terms.confirmations > MOST_CONFIRMATIONS) {
    return unreasonable('confirmations', terms.confirmations, `at most ${MOST_CONFIRMATIONS}`);
  }
  if (terms.paymentCutoffBlocks >= terms.minLocktimeBlocks) {
    return unreasonable('payment_cutoff_blocks', terms.paymentCutoffBlocks, 'less than min_locktime_blocks');
  }
  return done(undefined);
}

/**
 * The locktime is counted from the height that the till states: too high a height would lock her money for longer
 * than she agreed to. Her own node knows; without one, time since the genesis block bounds what the height can be
 * (the mainnet's blocks have come slower than one a minute ever since), to within some months.
 */
function checkHeight(stated: number, { network, now, height }: OfferExpectations): Outcome<void> {
  const latest =
    height !== undefined
      ? height + LOCKTIME_MARGIN
      : network === NETWORKS.mainnet
        ? Math.floor((now / 1000 - MAINNET_GENESIS_TIME) / network.blockSeconds)
        : undefined;
  return latest !== undefined && stated > latest
    ? decline('height_implausible', { stated, latest })
    : done(undefined);
}

function chooseLocktime({ height, terms }: ChannelOffer, expected: OfferExpectations): Outcome<number> {
  const least = terms.minLocktimeBlocks + LOCKTIME_MARGIN;
  const blocks = expected.locktimeBlocks ?? Math.min(least, terms.maxLocktimeBlocks);
  if (blocks > expected.locktimeLimit) {
    return decline('locktime_too_far', { blocks, limit: expected.locktimeLimit });
  }
  if (blocks < terms.minLocktimeBlocks || blocks > terms.maxLocktimeBlocks) {
    return decline('terms_unreasonable', {
      term: 'the locktime',
      stated: `${terms.minLocktimeBlocks} to ${terms.maxLocktimeBlocks} blocks`,
      limit: `${blocks}`,
    });
  }
  return done(height + blocks);
}
