import type { WarningView } from '../bridge.ts';
import { cutoffHeight } from '../channel/expiry.ts';
import { formatDoge, type Koinu, sum, ZERO } from '../money.ts';
import type { StoredChannel } from '../store/channel-rows.ts';
import type { TillContext } from './context.ts';

type Severity = WarningView['severity'];

const MOST_WARNINGS = 200;
const SEVERITIES: readonly Severity[] = ['alarm', 'warning', 'notice'];
/** A node that restarts is away for as long. */
const ALARM_AFTER_AWAY_MS = 10 * 60_000;
/** What can no longer be helped is said for a week. */
const CONFLICT_SHOWN_MS = 7 * 24 * 3_600_000;

export interface WarningFacts {
  /** Blocks before the cutoff, the earliest first. */
  readonly warnBlocks: readonly number[];
  /** The till cannot sign by itself. */
  readonly isLocked: boolean;
}

/** What wants somebody's attention, the most urgent first. Heights count by the worst case, as deadlines do. */
export function warningsOf(context: TillContext, facts: WarningFacts): WarningView[] {
  const height = context.chain.worstCaseHeight;
  const closing = context.store.channels.inState('closing').filter((channel) => !isSettledInBlock(channel));
  const waiting = facts.isLocked ? closing.filter((channel) => !isSigned(context, channel)) : [];
  const warnings = [
    ...nodeAway(context),
    ...lockedTill(waiting, height),
    ...closing
      .filter((channel) => !waiting.includes(channel))
      .flatMap((channel) => stuck(context, channel, height)),
    ...nearCutoff(context, facts.warnBlocks, height),
    ...context.store.channels.frozen().map((channel) => frozen(channel)),
    ...conflicts(context),
  ];
  return warnings.sort(byUrgency).slice(0, MOST_WARNINGS);
}

function byUrgency(one: WarningView, other: WarningView): number {
  const bySeverity = SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
  if (bySeverity !== 0) return bySeverity;
  return (one.blocksLeft ?? Number.MIN_SAFE_INTEGER) - (other.blocksLeft ?? Number.MIN_SAFE_INTEGER);
}

function about(channel: StoredChannel, height?: number) {
  const { basis, lock, customerName } = channel.constants;
  return {
    channel: basis.channelId,
    name: customerName,
    amount: formatDoge(channel.paid),
    ...(height !== undefined && { blocksLeft: cutoffHeight(lock) - height }),
  };
}

function isSettledInBlock({ spend }: StoredChannel): boolean {
  return spend?.kind === 'settlement' && spend.height !== undefined;
}

function isSigned({ store }: TillContext, { constants }: StoredChannel): boolean {
  return store.settlements.get(constants.row) !== undefined;
}

/** Half of the time between cutoff and locktime is over, or nobody knows. */
function isLate({ constants: { lock } }: StoredChannel, height: number | undefined): boolean {
  return height === undefined || lock.locktime - height <= lock.paymentCutoffBlocks / 2;
}

function nodeAway({ chain }: TillContext): WarningView[] {
  if (chain.problem === undefined) return [];
  const isLong = chain.age === undefined || chain.age >= ALARM_AFTER_AWAY_MS;
  return [{ kind: 'node_unreachable', severity: isLong ? 'alarm' : 'warning', detail: chain.problem }];
}

/** One for all of them: one passphrase opens them all. */
function lockedTill(waiting: readonly StoredChannel[], height: number | undefined): WarningView[] {
  if (waiting.length === 0) return [];
  const left = waiting.flatMap((channel) => about(channel, height).blocksLeft ?? []);
  return [
    {
      kind: 'till_locked',
      severity: waiting.some((channel) => isLate(channel, height)) ? 'alarm' : 'warning',
      amount: formatDoge(sum(waiting.map(({ paid }) => paid))),
      ...(left.length > 0 && { blocksLeft: Math.min(...left) }),
      detail: `Channels that wait for the passphrase: ${waiting.length}.`,
    },
  ];
}

function stuck(context: TillContext, channel: StoredChannel, height: number | undefined): WarningView[] {
  const owed = context.store.outbox.ofChannel(channel.constants.row);
  const detail = owed.find(({ lastProblem }) => lastProblem !== undefined)?.lastProblem;
  if (detail === undefined) return [];
  const severity = isLate(channel, height) ? 'alarm' : 'warning';
  return [{ kind: 'close_stuck', severity, ...about(channel, height), detail }];
}

function nearCutoff(
  { store }: TillContext,
  warnBlocks: readonly number[],
  height: number | undefined,
): WarningView[] {
  if (height === undefined) return [];
  const near = store.channels.nearCutoff(height + Math.max(...warnBlocks));
  return near.flatMap((channel) => {
    const left = cutoffHeight(channel.constants.lock) - height;
    const severity = severityOf(left, warnBlocks);
    return severity === undefined
      ? []
      : [{ kind: 'cutoff_near' as const, severity, ...about(channel, height) }];
  });
}

/** The first threshold is a notice, the last one an alarm, those in between warnings; a single one is a warning. */
export function severityOf(blocksLeft: number, warnBlocks: readonly number[]): Severity | undefined {
  const passed = warnBlocks.filter((threshold) => blocksLeft <= threshold).length;
  if (passed === 0) return undefined;
  if (warnBlocks.length === 1) return 'warning';
  if (passed === warnBlocks.length) return 'alarm';
  return passed === 1 ? 'notice' : 'warning';
}

function frozen(channel: StoredChannel): WarningView {
  const detail = channel.frozenReason ?? '';
  return { kind: 'channel_frozen', severity: 'warning', ...about(channel), detail };
}

function conflicts({ store, world }: TillContext): WarningView[] {
  const since = world.now() - CONFLICT_SHOWN_MS;
  const recent = store.channels.inState('conflicted').filter(({ endedAt }) => (endedAt ?? since) >= since);
  return recent.map((channel) => ({
    kind: 'conflicted' as const,
    severity: severityOfLoss(channel.paid),
    ...about(channel),
  }));
}

function severityOfLoss(paid: Koinu): Severity {
  return paid > ZERO ? 'alarm' : 'notice';
}
