import type { DecisionView, OnChainView } from '../../core/bridge/views/counter.ts';
import type { Words } from '../messages/translate.ts';
import { dogeLabel } from './money-labels.ts';
import { dateTimeLabel } from './time-labels.ts';

/** What was given back or kept last, where nothing of it is in question any more. */
export function standingDecision({ question, decisions = [] }: OnChainView): DecisionView | undefined {
  const last = decisions.at(-1);
  const isStanding = last?.decision === 'gave_back' || last?.decision === 'kept';
  return question === undefined && isStanding ? last : undefined;
}

/** One decision: what, when, who, and what he said of it. */
export function decisionLabel({ t, language }: Words, decision: DecisionView): string {
  const { amount, role, note, decided } = decision;
  const what = t(`decision.${decision.decision}`, { amount: dogeLabel(language, amount) });
  const parts = [what, dateTimeLabel(language, decided), t(`decision.by.${role}`), note];
  return parts.filter((part) => part !== '').join(' · ');
}
