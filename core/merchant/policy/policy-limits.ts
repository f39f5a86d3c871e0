import type { NetworkName } from '../../networks.ts';

/** From the one to the other, both included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

const BLOCKS = { least: 1, most: 5_000_000 };
const SECONDS = { least: 1, most: 30 * 86_400 };

/** What each count of a policy may be at all; on regtest, whose blocks come when somebody wants one, this is all. */
export const COUNTS = {
  max_inputs: { least: 1, most: 300 },
  min_locktime_blocks: BLOCKS,
  max_locktime_blocks: BLOCKS,
  payment_cutoff_blocks: BLOCKS,
  confirmations: { least: 1, most: 10_000 },
  automatic_close_blocks: { least: 0, most: 5_000_000 },
  fee_escalation_blocks: BLOCKS,
  fee_lag_blocks: BLOCKS,
  requests_per_minute_per_address: { least: 1, most: 1_000_000_000 },
  open_offers_per_address: { least: 1, most: 100_000 },
  offer_lifetime_seconds: SECONDS,
  invoice_lifetime_seconds: SECONDS,
  invoice_confirmations: { least: 1, most: 10_000 },
  min_peers: { least: 0, most: 100 },
} as const satisfies Record<string, Range>;

export type CountName = keyof typeof COUNTS;
const NAMES = Object.keys(COUNTS) as CountName[];

/**
 * Narrower where money is money (docs/decisions/deadlines.md, "Every name"). Those of the deadlines are in deadlines.ts,
 * with what they say.
 */
const ON_PUBLIC: Readonly<Partial<Record<CountName, Range>>> = {
  min_locktime_blocks: { least: 480, most: 525_600 },
  max_locktime_blocks: { least: 480, most: 525_600 },
  fee_lag_blocks: { least: 2, most: 1440 },
  requests_per_minute_per_address: { least: 30, most: 1_000_000 },
  offer_lifetime_seconds: { least: 600, most: 30 * 86_400 },
  invoice_lifetime_seconds: { least: 60, most: 7 * 86_400 },
};

function rangeOf(name: CountName, network: NetworkName): Range {
  return (network === 'regtest' ? undefined : ON_PUBLIC[name]) ?? COUNTS[name];
}

/** A count that is out of its range on a network. */
export function outOfRange(
  counts: Readonly<Record<string, unknown>>,
  network: NetworkName,
): ({ readonly name: CountName; readonly value: number } & Range) | undefined {
  for (const name of NAMES) {
    const value = counts[name];
    const range = rangeOf(name, network);
    if (typeof value === 'number' && (value < range.least || value > range.most))
      return { name, value, ...range };
  }
  return undefined;
}

/** Counts of a policy that was kept by a program without these limits: moved within them rather than refused. */
export function movedWithin(members: object, network: NetworkName): Record<string, unknown> {
  const moved: Record<string, unknown> = { ...members };
  for (const name of NAMES) {
    const value = moved[name];
    const { least, most } = rangeOf(name, network);
    if (typeof value === 'number') moved[name] = Math.min(Math.max(value, least), most);
  }
  const { min_locktime_blocks: shortest, max_locktime_blocks: longest } = moved;
  if (typeof shortest === 'number' && typeof longest === 'number')
    moved['max_locktime_blocks'] = Math.max(shortest, longest);
  return moved;
}
