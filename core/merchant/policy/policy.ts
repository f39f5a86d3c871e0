import * as v from 'valibot';
import { formatDoge, KOINU_PER_DOGE, type Koinu, koinu, parseDoge, ZERO } from '../../money.ts';
import { NETWORKS, type NetworkName, POLICY } from '../../networks.ts';
import { canonicalSize, feeBounds } from '../../protocol/fee.ts';
import { writeTerms } from '../../protocol/messages.ts';
import type { Terms } from '../../protocol/terms.ts';
import type { PolicyReason } from '../../refusal.ts';
import { DEFAULT_DEADLINES, type Deadlines, tooLate } from './deadlines.ts';
import { COUNTS, type CountName, outOfRange, type Range } from './policy-limits.ts';

/** What the owner decides: the terms of new channels, the limits of the endpoint (docs/PROTOCOL.md), the deadlines. */
export interface Policy extends Deadlines {
  readonly terms: Terms;
  readonly requestsPerMinutePerAddress: number;
  readonly openOffersPerAddress: number;
  readonly offerLifetimeSeconds: number;
  readonly invoiceLifetimeSeconds: number;
  /** Blocks on an on-chain payment of an invoice until it counts as paid. */
  readonly invoiceConfirmations: number;
  /** On-chain invoices of at most this much count as paid when the payment is seen; zero: none. */
  readonly zeroConfUpTo: Koinu;
  /** Peers below which the till says that its node may hear too little. */
  readonly minPeers: number;
}

const doge = (whole: bigint): Koinu => koinu(whole * KOINU_PER_DOGE);

export const DEFAULT_POLICY: Policy = {
  terms: {
    minCapacity: doge(10n),
    maxCapacity: doge(100_000n),
    maxInputs: 10,
    minLocktimeBlocks: 10_080,
    maxLocktimeBlocks: 129_600,
    paymentCutoffBlocks: 1440,
    confirmations: 6,
    feePerKb: POLICY.feePerKb,
    dust: POLICY.softDust,
  },
  ...DEFAULT_DEADLINES,
  requestsPerMinutePerAddress: 600,
  openOffersPerAddress: 20,
  offerLifetimeSeconds: 3600,
  invoiceLifetimeSeconds: 900,
  invoiceConfirmations: 6,
  zeroConfUpTo: ZERO,
  minPeers: NETWORKS.mainnet.minPeers,
};

/** What an owner has who chose nothing. */
export function defaultPolicy(network: NetworkName): Policy {
  return { ...DEFAULT_POLICY, minPeers: NETWORKS[network].minPeers };
}

/** Neither a channel nor an invoice is larger, so that sums of two stay within MAX_MONEY. */
export const LARGEST_AMOUNT = doge(1_000_000_000n);

const amount = v.pipe(
  v.string('an amount is a decimal string of DOGE, like "12.5"'),
  v.check((text) => parseDoge(text) !== undefined, 'not a decimal DOGE amount with at most 8 decimals'),
  v.transform((text) => parseDoge(text) ?? koinu(0n)),
);
const whole = ({ least, most }: Range) =>
  v.pipe(
    v.number(`a whole number from ${least} to ${most}`),
    v.integer(`a whole number from ${least} to ${most}`),
    v.minValue(least, `at least ${least}, from ${least} to ${most}`),
    v.maxValue(most, `at most ${most}, from ${least} to ${most}`),
  );

const policySchema = v.strictObject({
  min_capacity: v.optional(amount),
  max_capacity: v.optional(amount),
  max_inputs: v.optional(whole(COUNTS.max_inputs)),
  min_locktime_blocks: v.optional(whole(COUNTS.min_locktime_blocks)),
  max_locktime_blocks: v.optional(whole(COUNTS.max_locktime_blocks)),
  payment_cutoff_blocks: v.optional(whole(COUNTS.payment_cutoff_blocks)),
  confirmations: v.optional(whole(COUNTS.confirmations)),
  fee_per_kb: v.optional(amount),
  dust: v.optional(amount),
  automatic_close_blocks: v.optional(whole(COUNTS.automatic_close_blocks)),
  fee_escalation_blocks: v.optional(whole(COUNTS.fee_escalation_blocks)),
  fee_lag_blocks: v.optional(whole(COUNTS.fee_lag_blocks)),
  fee_budget: v.optional(amount),
  requests_per_minute_per_address: v.optional(whole(COUNTS.requests_per_minute_per_address)),
  open_offers_per_address: v.optional(whole(COUNTS.open_offers_per_address)),
  offer_lifetime_seconds: v.optional(whole(COUNTS.offer_lifetime_seconds)),
  invoice_lifetime_seconds: v.optional(whole(COUNTS.invoice_lifetime_seconds)),
  invoice_confirmations: v.optional(whole(COUNTS.invoice_confirmations)),
  zero_conf_up_to: v.optional(amount),
  min_peers: v.optional(whole(COUNTS.min_peers)),
});

type PolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  /** One sentence: which member is wrong and what would be right. */
  | { readonly ok: false; readonly problem: string; readonly reason: PolicyReason };

/** Reads the owner's policy: what it leaves out stays at the default. Refuses unknown names and unsafe values. */
export function readPolicy(value: unknown, network: NetworkName): PolicyResult {
  // To valibot a list is an object without names.
  if (Array.isArray(value))
    return { ok: false, reason: 'unknown_name', problem: 'a policy is an object, not a list' };
  const parsed = v.safeParse(policySchema, value, { abortEarly: true });
  if (!parsed.success) {
    return refused(parsed.issues[0]);
  }
  const given = parsed.output;
  const policy: Policy = {
    terms: chosenTerms(given),
    ...chosenDeadlines(given),
    requestsPerMinutePerAddress:
      given.requests_per_minute_per_address ?? DEFAULT_POLICY.requestsPerMinutePerAddress,
    openOffersPerAddress: given.open_offers_per_address ?? DEFAULT_POLICY.openOffersPerAddress,
    offerLifetimeSeconds: given.offer_lifetime_seconds ?? DEFAULT_POLICY.offerLifetimeSeconds,
    invoiceLifetimeSeconds: given.invoice_lifetime_seconds ?? DEFAULT_POLICY.invoiceLifetimeSeconds,
    invoiceConfirmations: given.invoice_confirmations ?? DEFAULT_POLICY.invoiceConfirmations,
    zeroConfUpTo: given.zero_conf_up_to ?? DEFAULT_POLICY.zeroConfUpTo,
    minPeers: given.min_peers ?? NETWORKS[network].minPeers,
  };
  const unsafe = unsafety(policy.terms) ?? lateness(policy, network) ?? outside(policy, network);
  return unsafe === undefined ? { ok: true, policy } : { ok: false, reason: unsafe[0], problem: unsafe[1] };
}

function chosenTerms(given: v.InferOutput<typeof policySchema>): Terms {
  const { terms } = DEFAULT_POLICY;
  return {
    minCapacity: given.min_capacity ?? terms.minCapacity,
    maxCapacity: given.max_capacity ?? terms.maxCapacity,
    maxInputs: given.max_inputs ?? terms.maxInputs,
    minLocktimeBlocks: given.min_locktime_blocks ?? terms.minLocktimeBlocks,
    maxLocktimeBlocks: given.max_locktime_blocks ?? terms.maxLocktimeBlocks,
    paymentCutoffBlocks: given.payment_cutoff_blocks ?? terms.paymentCutoffBlocks,
    confirmations: given.confirmations ?? terms.confirmations,
    feePerKb: given.fee_per_kb ?? terms.feePerKb,
    dust: given.dust ?? terms.dust,
  };
}

function chosenDeadlines(given: v.InferOutput<typeof policySchema>): Deadlines {
  return {
    automaticCloseBlocks: given.automatic_close_blocks ?? DEFAULT_DEADLINES.automaticCloseBlocks,
    feeEscalationBlocks: given.fee_escalation_blocks ?? DEFAULT_DEADLINES.feeEscalationBlocks,
    feeLagBlocks: given.fee_lag_blocks ?? DEFAULT_DEADLINES.feeLagBlocks,
    feeBudget: given.fee_budget ?? DEFAULT_DEADLINES.feeBudget,
  };
}

/** A whole policy, by the names that readPolicy reads. */
export function writePolicy(policy: Policy): Record<string, string | number> {
  return {
    ...writeTerms(policy.terms),
    automatic_close_blocks: policy.automaticCloseBlocks,
    fee_escalation_blocks: policy.feeEscalationBlocks,
    fee_lag_blocks: policy.feeLagBlocks,
    fee_budget: formatDoge(policy.feeBudget),
    requests_per_minute_per_address: policy.requestsPerMinutePerAddress,
    open_offers_per_address: policy.openOffersPerAddress,
    offer_lifetime_seconds: policy.offerLifetimeSeconds,
    invoice_lifetime_seconds: policy.invoiceLifetimeSeconds,
    invoice_confirmations: policy.invoiceConfirmations,
    zero_conf_up_to: formatDoge(policy.zeroConfUpTo),
    min_peers: policy.minPeers,
  };
}

function refused(issue: v.BaseIssue<unknown>): PolicyResult {
  const name = v.getDotPath(issue);
  if (name === null) return { ok: false, reason: 'unknown_name', problem: issue.message };
  return issue.type === 'strict_object'
    ? { ok: false, reason: 'unknown_name', problem: `"${name}" is not a name of the policy` }
    : { ok: false, reason: reasonOf(name), problem: `${name}: ${issue.message}` };
}

/** With the range, where there is one: the screens say it in their language. */
function reasonOf(name: string): PolicyReason {
  const isCount = (text: string): text is CountName => Object.hasOwn(COUNTS, text);
  return isCount(name) ? rangeReason({ name, ...COUNTS[name] }) : `value ${name}`;
}

function rangeReason({ name, least, most }: { readonly name: CountName } & Range): PolicyReason {
  return `value ${name} ${least} ${most}`;
}

/** A count that other networks would take. */
function outside(policy: Policy, network: NetworkName): readonly [PolicyReason, string] | undefined {
  const found = outOfRange(writePolicy(policy), network);
  if (found === undefined) return undefined;
  const { name, value, least, most } = found;
  return [rangeReason(found), `${name} is ${value}: on ${network} it is from ${least} to ${most}`];
}

/** Bytes of a settlement of as many inputs as the terms allow. */
function largestSettlement({ maxInputs }: Terms): number {
  return canonicalSize({ inputs: maxInputs, redeemScriptLength: 116, outputScriptLengths: [25, 25] });
}

/** A policy under which the till would lose money, or nobody could open a channel. */
function unsafety(terms: Terms): readonly [PolicyReason, string] | undefined {
  if (terms.minCapacity > terms.maxCapacity) return ['capacities', 'min_capacity is above max_capacity'];
  if (terms.maxCapacity > LARGEST_AMOUNT) return ['max_capacity', 'max_capacity is above 1000000000'];
  if (terms.minLocktimeBlocks > terms.maxLocktimeBlocks) {
    return ['locktimes', 'min_locktime_blocks is above max_locktime_blocks'];
  }
  if (terms.paymentCutoffBlocks >= terms.minLocktimeBlocks) {
    return [
      'cutoff',
      'payment_cutoff_blocks must be below min_locktime_blocks, or no payment would ever be taken',
    ];
  }
  if (terms.feePerKb < POLICY.relayFeePerKb) {
    return ['fee_low', 'fee_per_kb is below 0.001, the least that nodes relay'];
  }
  if (terms.feePerKb > POLICY.feePerKb * 100n)
    return ['fee_high', 'fee_per_kb is above 1, a hundred times what is needed'];
  if (terms.dust < POLICY.softDust)
    return ['dust_low', 'dust is below 0.01, where nodes ask for a higher fee'];
  if (terms.dust > terms.minCapacity) return ['dust_capacity', 'dust is above min_capacity'];
  if (feeBounds(largestSettlement(terms), terms).most >= POLICY.absurdFee) {
    return [
      'fee_absurd',
      'fee_per_kb, max_inputs and dust together allow a fee of 100 DOGE, which nodes refuse',
    ];
  }
  return undefined;
}

function lateness(policy: Policy, network: NetworkName): readonly [PolicyReason, string] | undefined {
  const { terms, automaticCloseBlocks, feeBudget } = policy;
  const late = tooLate({ ...policy, paymentCutoffBlocks: terms.paymentCutoffBlocks }, network);
  if (late !== undefined) return late;
  if (automaticCloseBlocks >= terms.minLocktimeBlocks) {
    return [
      'close_early',
      'automatic_close_blocks must be below min_locktime_blocks, or channels would be closed as soon as they are paid on',
    ];
  }
  return feeBudget >= POLICY.absurdFee
    ? ['budget', 'fee_budget is not below 100, a fee that nodes refuse']
    : undefined;
}
