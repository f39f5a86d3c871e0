import type { PolicyRiskView } from '../../bridge/views/session.ts';
import { formatDoge, ZERO } from '../../money.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';

type Row = readonly [PolicyRiskView['kind'], boolean, string | number];

/** Blocks that an attacker has to mine in secret to take a payment back; Dogecoin's shops and exchanges wait so long. */
const DEEP = 6;
/** A customer has to open her wallet, look at the amount and confirm it. Seconds. */
const TIME_TO_PAY = 300;
const DAY_SECONDS = 86_400;

/**
 * What a policy may cost its owner, though it is not refused: each with the value that the consequence is told with. The
 * defaults have none. Where it was so before, it is no news: `before` is the policy that stands.
 */
export function policyRisks(policy: Policy, before: Policy = DEFAULT_POLICY): readonly PolicyRiskView[] {
  const old = new Set(risksOf(before).map((risk) => JSON.stringify(risk)));
  return risksOf(policy).filter((risk) => !old.has(JSON.stringify(risk)));
}

function risksOf(policy: Policy): readonly PolicyRiskView[] {
  const { terms } = policy;
  const standard = DEFAULT_POLICY;
  const rows: readonly Row[] = [
    ['zero_conf', policy.zeroConfUpTo > ZERO, formatDoge(policy.zeroConfUpTo)],
    ['invoice_confirmations', policy.invoiceConfirmations < DEEP, policy.invoiceConfirmations],
    ['confirmations', terms.confirmations < DEEP, terms.confirmations],
    ['exposure', terms.maxCapacity > standard.terms.maxCapacity, formatDoge(terms.maxCapacity)],
    ['cutoff', terms.paymentCutoffBlocks < standard.terms.paymentCutoffBlocks, terms.paymentCutoffBlocks],
    ['fee', terms.feePerKb < standard.terms.feePerKb, formatDoge(terms.feePerKb)],
    ['fee_budget', policy.feeBudget === ZERO, formatDoge(policy.feeBudget)],
    [
      'fee_escalation',
      policy.feeEscalationBlocks < standard.feeEscalationBlocks / 2,
      policy.feeEscalationBlocks,
    ],
    ['fee_lag', policy.feeLagBlocks > standard.feeLagBlocks * 4, policy.feeLagBlocks],
    ['invoice_short', policy.invoiceLifetimeSeconds < TIME_TO_PAY, policy.invoiceLifetimeSeconds],
    ['invoice_long', policy.invoiceLifetimeSeconds > DAY_SECONDS, policy.invoiceLifetimeSeconds],
    ['peers', policy.minPeers === 0, policy.minPeers],
    [
      'requests',
      policy.requestsPerMinutePerAddress > standard.requestsPerMinutePerAddress * 10,
      policy.requestsPerMinutePerAddress,
    ],
    ['offers', policy.openOffersPerAddress > standard.openOffersPerAddress * 50, policy.openOffersPerAddress],
  ];
  return rows.flatMap(([kind, isSo, value]) => (isSo ? [{ kind, value }] : []));
}

const SENTENCES: Readonly<Record<PolicyRiskView['kind'], (value: string | number) => string>> = {
  zero_conf: (value) =>
    `On-chain payments of up to ${value} DOGE count before a block has them: each can be taken back, and you bear it.`,
  invoice_confirmations: (value) =>
    `On-chain payments count after ${value} blocks: a reorganisation can take them back.`,
  confirmations: (value) =>
    `Channels take payments after ${value} blocks: a reorganisation can take back all that was paid on one.`,
  exposure: (value) => `One channel may hold ${value} DOGE: so much is at stake until it is closed.`,
  cutoff: (value) =>
    `${value} blocks are left to settle in: a till that is off for so long loses the channel.`,
  fee: (value) =>
    `${value} DOGE per 1000 bytes is less than what miners ask for: settlements may lie until the locktime.`,
  fee_budget: () => 'The fee of a settlement that lags is never raised.',
  fee_escalation: (value) => `Fees are raised only ${value} blocks before the customer may take all back.`,
  fee_lag: (value) => `A settlement may lag ${value} blocks before anybody is told.`,
  invoice_short: (value) =>
    `Customers have ${value} seconds to pay: what comes later is late, and has to be given back.`,
  invoice_long: (value) =>
    `An invoice keeps its rate for ${value} seconds: you bear what the rate does meanwhile.`,
  peers: () => 'A node without peers is not warned of: nothing that it sends arrives.',
  requests: (value) =>
    `${value} requests a minute from one address are answered: a stranger can slow the till down.`,
  offers: (value) => `One address may have ${value} open offers: a stranger can use them up.`,
};

/** For a log and a command line. */
export function riskSentence({ kind, value }: PolicyRiskView): string {
  return SENTENCES[kind](value);
}
