import type { WarningView } from '../../bridge/views/status.ts';
import { formatDoge, ZERO } from '../../money.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { TillContext } from '../context.ts';
import { isSettlementLate } from '../settlements/raise-fee.ts';
import { spreadOf } from '../settlements/spread.ts';

/** A minute to hear of a settlement, another to have been given it: by then a node that has not heard is a sign. */
const UNPROVEN_AFTER_MS = 2 * 60_000;

interface Trouble {
  readonly kind: WarningView['kind'];
  readonly detail: string;
  /** Money is being lost now, whatever the deadlines say. */
  readonly isAlarm?: boolean;
}

/** What keeps a channel that is being closed from being settled. */
export function closeTroubles(context: TillContext, channel: StoredChannel): Trouble[] {
  return [...takenByOthers(channel), ...stuck(context, channel), ...slow(context, channel)];
}

/** The customer's refund, or a stranger, in the mempool: one of the two transactions will be mined, not both. */
function takenByOthers({ spend, spendTxid, paid }: StoredChannel): Trouble[] {
  if (spend === undefined || spend.kind === 'settlement' || paid === ZERO) return [];
  const who = spend.kind === 'refund' ? "The customer's refund" : 'A transaction that is not the till’s';
  return [{ kind: 'double_spend', detail: `${who} spends the funding: ${spendTxid}.`, isAlarm: true }];
}

function stuck({ store }: TillContext, { constants }: StoredChannel): Trouble[] {
  const owed = store.outbox.ofChannel(constants.row);
  const detail = owed.find(({ lastProblem }) => lastProblem !== undefined)?.lastProblem;
  return detail === undefined ? [] : [{ kind: 'close_stuck', detail }];
}

function slow(context: TillContext, channel: StoredChannel): Trouble[] {
  const { store, world, otherNodes, chain } = context;
  const { state, firstGiven } = spreadOf(context, channel);
  if (firstGiven === undefined) return [];
  const troubles: Trouble[] = [];
  const isUnproven = state === 'sent' && Math.abs(world.now() - firstGiven.at) >= UNPROVEN_AFTER_MS;
  if (isUnproven && otherNodes.length > 0) {
    const names = otherNodes.map(({ name }) => name).join(', ');
    troubles.push({ kind: 'settlement_unproven', detail: `Not heard of by ${names}.` });
  }
  if (isSettlementLate(context, channel)) {
    const blocks = Math.max(0, (chain.worstCaseHeight ?? 0) - firstGiven.height);
    const child = store.feeChildren.ofChannel(channel.constants.row).at(-1);
    const raised = child === undefined ? 'not raised yet' : `raised by ${formatDoge(child.fee)} DOGE`;
    const proof = state === 'sent' ? ' Nothing proves that any other node has it.' : '';
    troubles.push({
      kind: 'settlement_late',
      detail: `No block after ${blocks}; the fee was ${raised}.${proof}`,
    });
  }
  return troubles;
}
