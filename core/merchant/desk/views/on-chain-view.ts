import type { OnChainView } from '../../../bridge/views/counter.ts';
import type { OnChainOutcome } from '../../../invoice/on-chain.ts';
import { formatDoge } from '../../../money.ts';
import type { StoredArrival } from '../../../store/arrivals.ts';
import type { StoredInvoice } from '../../../store/invoices.ts';
import { rfc3339 } from '../../../system/times.ts';
import type { TillContext } from '../../context.ts';

/** undefined where nothing has come to the invoice's address. */
export function onChainView(
  context: TillContext,
  invoice: StoredInvoice,
  outcome: OnChainOutcome,
): OnChainView | undefined {
  const { state } = outcome;
  if (state === 'none') return undefined;
  const { arrivals } = context.store;
  const found = arrivals.ofInvoice(invoice.number);
  const { settledAt, acceptedLateAt, acceptedPart, acceptedPartAt } = arrivals.verdict(invoice.number);
  const refundAddress = refundAddressOf(found);
  return {
    state,
    received: formatDoge(outcome.received),
    missing: formatDoge(outcome.missing),
    excess: formatDoge(outcome.excess),
    tip: formatDoge(outcome.tip),
    lost: formatDoge(outcome.lost),
    confirmations: outcome.confirmations,
    required: outcome.required,
    firstSeen: rfc3339(Math.min(...found.map(({ firstSeen }) => firstSeen))),
    ...(settledAt !== undefined && { settled: rfc3339(settledAt) }),
    ...(acceptedLateAt !== undefined && { acceptedLate: rfc3339(acceptedLateAt) }),
    ...(acceptedPart !== undefined && { acceptedPart: formatDoge(acceptedPart) }),
    ...(acceptedPartAt !== undefined && { acceptedPartAt: rfc3339(acceptedPartAt) }),
    ...(refundAddress !== undefined && { refundAddress }),
    txids: [...new Set(found.map(({ txid }) => txid))],
    ...questionViews(context, invoice),
  };
}

function questionViews(
  { store: { questions }, world }: TillContext,
  { number }: StoredInvoice,
): Pick<OnChainView, 'question' | 'decisions'> {
  const question = questions.open(number, world.now());
  const decisions = questions.decisions(number);
  return {
    ...(question !== undefined && {
      question: { kind: question.kind, amount: formatDoge(question.amount) },
    }),
    ...(decisions.length > 0 && {
      decisions: decisions.map(({ decision, amount, role, note, decidedAt }) => ({
        decision,
        amount: formatDoge(amount),
        role,
        note,
        decided: rfc3339(decidedAt),
      })),
    }),
  };
}

/** Of what may still be mined. Several who said several things are asked by the clerk: then there is none. */
function refundAddressOf(found: readonly StoredArrival[]): string | undefined {
  const live = found.filter(({ place }) => place !== 'conflicted');
  const named = new Set(live.map(({ refundAddress }) => refundAddress));
  return named.size === 1 ? [...named][0] : undefined;
}
