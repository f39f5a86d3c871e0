import { type Koinu, koinu, sum } from '../money.ts';
import { POLICY } from '../networks.ts';
import { type OnChainQuestion, onChainOutcome } from './on-chain.ts';

/**
 * Why money at an invoice's address is in question. `late`: it came after the end. `underpaid`: it is less than was due,
 * and the invoice is over. `paid_twice`: a channel has paid as well. `excess`: more came than was due, and no tip is taken.
 */
export type QuestionKind = 'late' | 'underpaid' | 'paid_twice' | 'excess';

export interface OpenQuestion {
  readonly kind: QuestionKind;
  /** Whose it is has to be decided. */
  readonly amount: Koinu;
  /** Not before, in milliseconds: until an invoice ends, the rest of its amount may come. */
  readonly opensAt: number;
}

/** `took`: as the sale; `reopened`: what was given back or kept before is open again. */
export type DecisionKind = 'took' | 'gave_back' | 'kept' | 'reopened';

/** Less than nodes relay without a further fee (Dogecoin Core, policy.h) is not worth sending back, and raises no question. */
const LEAST = POLICY.softDust;

/**
 * What somebody has to decide of what came to an invoice's address. Confirmations do not matter: the same facts raise the
 * same question at every height.
 * @param decided koinu that were given back or kept before
 */
export function openQuestionOf(question: OnChainQuestion, decided: Koinu): OpenQuestion | undefined {
  const asked = askedOf(question);
  if (asked === undefined || asked.amount - decided < LEAST) return undefined;
  const { kind, amount } = asked;
  const opensAt = kind === 'underpaid' ? question.end : 0;
  return { kind, amount: koinu(amount - decided), opensAt };
}

function askedOf(
  question: OnChainQuestion,
): { readonly kind: QuestionKind; readonly amount: Koinu } | undefined {
  const { state, received, excess } = onChainOutcome(question);
  switch (state) {
    case 'none':
      return undefined;
    case 'paid_twice':
    case 'late':
    case 'underpaid':
      return { kind: state, amount: received };
    case 'double_spent':
      return { kind: 'underpaid', amount: received };
    case 'waiting':
    case 'reorged':
    case 'paid':
      return { kind: 'excess', amount: excess };
  }
}

/** What was given back or kept, since it was last reopened. @param decisions in the order in which they were made */
export function decidedOf(
  decisions: readonly { readonly decision: DecisionKind; readonly amount: Koinu }[],
): Koinu {
  const reopened = decisions.findLastIndex(({ decision }) => decision === 'reopened');
  const standing = decisions
    .slice(reopened + 1)
    .filter(({ decision }) => decision === 'gave_back' || decision === 'kept');
  return sum(standing.map(({ amount }) => amount));
}
