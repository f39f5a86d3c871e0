/** The names of the policy in the order in which an owner meets them, by what they decide. */
export const POLICY_GROUPS = [
  { id: 'size', names: ['min_capacity', 'max_capacity', 'max_inputs'] },
  {
    id: 'time',
    names: ['min_locktime_blocks', 'max_locktime_blocks', 'payment_cutoff_blocks', 'confirmations'],
  },
  {
    id: 'closing',
    names: ['automatic_close_blocks', 'fee_escalation_blocks', 'fee_lag_blocks', 'fee_budget'],
  },
  { id: 'fees', names: ['fee_per_kb', 'dust'] },
  {
    id: 'invoices',
    names: ['invoice_lifetime_seconds', 'invoice_confirmations', 'zero_conf_up_to', 'offer_lifetime_seconds'],
  },
  { id: 'node', names: ['min_peers'] },
  { id: 'limits', names: ['requests_per_minute_per_address', 'open_offers_per_address'] },
] as const;

type PolicyName = (typeof POLICY_GROUPS)[number]['names'][number];

export const POLICY_NAMES: readonly PolicyName[] = POLICY_GROUPS.flatMap(({ names }) => names);

type PolicyUnit = 'doge' | 'blocks' | 'seconds' | 'count';

export function policyUnit(name: string): PolicyUnit {
  if (name.endsWith('_blocks')) return 'blocks';
  if (name.endsWith('_seconds')) return 'seconds';
  return /capacity$|^fee_|^dust$|_up_to$/.test(name) ? 'doge' : 'count';
}

/** Names that the till knows and these screens do not, so that none of its policy is ever out of reach. */
export function unknownNames(policy: Readonly<Record<string, unknown>>): readonly string[] {
  const known: readonly string[] = POLICY_NAMES;
  return Object.keys(policy).filter((name) => !known.includes(name));
}

/** What was typed, as the till takes it: amounts stay texts, counts become numbers. The till judges both. */
export function typedPolicy(
  typed: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(typed).map(([name, text]) => {
      const isNumber = typeof before[name] === 'number' && /^\d+$/.test(text.trim());
      return [name, isNumber ? Number(text.trim()) : text.trim()];
    }),
  );
}
