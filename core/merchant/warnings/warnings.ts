import type { WarningView } from '../../bridge/views/status.ts';
import { formatDoge, type Koinu, koinu, sum, ZERO } from '../../money.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { automaticCloseHeight, dueToClose } from '../closing/due-to-close.ts';
import type { TillContext } from '../context.ts';
import type { ChainProblem } from '../sight/chain-problem.ts';
import { chainWarnings, problemWarning } from './chain-warnings.ts';
import { closeTroubles } from './close-troubles.ts';

type Severity = WarningView['severity'];

const MOST_WARNINGS = 200;
const SEVERITIES: readonly Severity[] = ['alarm', 'warning', 'notice'];
/** What can no longer be helped is said for a week. */
const CONFLICT_SHOWN_MS = 7 * 24 * 3_600_000;

interface WarningFacts {
  /** Blocks before the till closes a channel by itself, the earliest first. */
  readonly warnBlocks: readonly number[];
  /** The till cannot sign by itself. */
  readonly isLocked: boolean;
  /** The automatic close did not run when it should have. */
  readonly isCloseLate: boolean;
  /** What is wrong with the disk. */
  readonly disk?: readonly ChainProblem[];
  /** Secrets that other users of the machine can read. */
  readonly exposed?: readonly WarningView[];
}

/** What wants somebody's attention, the most urgent first. Heights count by the worst case, as deadlines do. */
export function warningsOf(context: TillContext, facts: WarningFacts): WarningView[] {
  const height = context.chain.worstCaseHeight;
  const closing = context.store.channels.inState('closing').filter((channel) => !isSettledInBlock(channel));
  const waiting = facts.isLocked ? closing.filter((channel) => !isSigned(context, channel)) : [];
  const waitingOnes = new Set(waiting);
  const near = height === undefined ? [] : nearClose(context, facts.warnBlocks, height);
  // One kind that cannot be told must not hide the others.
  const told = (part: () => readonly WarningView[]): readonly WarningView[] => {
    try {
      return part();
    } catch (error) {
      context.log.fatal({ err: error }, 'warnings');
      const said = error instanceof Error ? error.message : String(error);
      return [{ kind: 'till_failed', severity: 'alarm', facts: { said }, detail: said }];
    }
  };
  const warnings = [
    ...told(() => (facts.disk ?? []).map(problemWarning)),
    ...told(() => chainWarnings(context.chain)),
    ...told(() => closeLate(facts)),
    ...told(() => lockedTill(context, { ...facts, waiting, near: facts.isLocked ? near : [], height })),
    ...closing
      .filter((channel) => !waitingOnes.has(channel))
      .flatMap((channel) => told(() => slowClose(context, channel, height))),
    ...near.flatMap(({ channel, severity }) =>
      told(() => [
        {
          kind: 'cutoff_near',
          severity,
          ...about(context, channel, height),
          ...(facts.isLocked && { needsPassphrase: true as const }),
        },
      ]),
    ),
    ...context.store.channels.frozen().flatMap((channel) => told(() => [frozen(context, channel)])),
    ...told(() => unreadable(context)),
    ...told(() => conflicts(context)),
    ...told(() => settledShort(context)),
    ...told(() => undecided(context)),
    ...(facts.exposed ?? []),
  ];
  return warnings.sort(byUrgency).slice(0, MOST_WARNINGS);
}

function byUrgency(one: WarningView, other: WarningView): number {
  const bySeverity = SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
  if (bySeverity !== 0) return bySeverity;
  return (one.blocksLeft ?? Number.MIN_SAFE_INTEGER) - (other.blocksLeft ?? Number.MIN_SAFE_INTEGER);
}

function about(context: TillContext, channel: StoredChannel, height?: number) {
  const { basis, customerName } = channel.constants;
  return {
    channel: basis.channelId,
    name: customerName,
    amount: formatDoge(channel.paid),
    ...(height !== undefined && { blocksLeft: automaticCloseHeight(context, channel) - height }),
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

/** Nobody closes what is due: worse than any single channel. */
function closeLate({ isCloseLate }: WarningFacts): WarningView[] {
  return isCloseLate ? [{ kind: 'automatic_close_late', severity: 'alarm' }] : [];
}

/**
 * One for all of them: one passphrase opens them all. Channels whose close is near count before they are due: a locked
 * till that nobody comes to is the likeliest way to lose money.
 */
function lockedTill(
  context: TillContext,
  {
    isLocked,
    waiting,
    near,
    height,
  }: {
    readonly isLocked: boolean;
    readonly waiting: readonly StoredChannel[];
    readonly near: readonly NearClose[];
    readonly height: number | undefined;
  },
): WarningView[] {
  const channels = [...waiting, ...near.map(({ channel }) => channel)];
  if (channels.length === 0) return isLocked ? standing(context) : [];
  const left = channels.flatMap((channel) => about(context, channel, height).blocksLeft ?? []);
  const isAlarm =
    waiting.some((channel) => isLate(channel, height)) || near.some(({ severity }) => severity === 'alarm');
  const now = waiting.length > 0 ? `Channels that wait for the passphrase: ${waiting.length}.` : '';
  const soon = near.length > 0 ? `Channels that will soon: ${near.length}.` : '';
  return [
    {
      kind: 'till_locked',
      severity: isAlarm ? 'alarm' : 'warning',
      amount: formatDoge(sum(channels.map(({ paid }) => paid))),
      ...(left.length > 0 && { blocksLeft: Math.min(...left) }),
      detail: [now, soon].filter((sentence) => sentence !== '').join(' '),
    },
  ];
}

/** For as long as a locked till has channels, and before any is due: what it does not do is to be known in time. */
function standing({ store }: TillContext): WarningView[] {
  const living = store.channels.totals().filter(({ state }) => state === 'confirming' || state === 'open');
  const amount = formatDoge(sum(living.map(({ paid }) => paid)));
  return living.some(({ channels }) => channels > 0)
    ? [{ kind: 'closing_needs_owner', severity: 'notice', ...(amount !== '0' && { amount }) }]
    : [];
}

function slowClose(context: TillContext, channel: StoredChannel, height: number | undefined): WarningView[] {
  return closeTroubles(context, channel).map(({ kind, detail, isAlarm = isLate(channel, height) }) => ({
    kind,
    severity: isAlarm ? 'alarm' : 'warning',
    ...about(context, channel, height),
    detail,
  }));
}

interface NearClose {
  readonly channel: StoredChannel;
  readonly severity: Severity;
}

/** Channels with money in them that the till will close within the thresholds. */
function nearClose(context: TillContext, warnBlocks: readonly number[], height: number): NearClose[] {
  return dueToClose(context, height + Math.max(...warnBlocks)).flatMap((row) => {
    const channel = context.store.channels.readable(row);
    if (channel === undefined || channel.paid === ZERO) return [];
    const severity = severityOf(automaticCloseHeight(context, channel) - height, warnBlocks);
    return severity === undefined ? [] : [{ channel, severity }];
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

function frozen(context: TillContext, channel: StoredChannel): WarningView {
  const detail = channel.frozenReason ?? '';
  const severity = channel.paid > 0n && channel.state !== 'closed' ? 'alarm' : 'warning';
  return { kind: 'channel_frozen', severity, ...about(context, channel), detail };
}

/** However old: money that came and that nobody has decided about stays where it is, and somebody may be waiting for it. */
function undecided({ store, world }: TillContext): WarningView[] {
  const { questions, amount } = store.questions.total(world.now());
  if (questions === 0) return [];
  return [
    { kind: 'open_questions', severity: 'warning', amount: formatDoge(amount), facts: { count: questions } },
  ];
}

/** What it holds nobody can say. */
function unreadable({ store }: TillContext): WarningView[] {
  return store.channels.broken.unreadable().map(({ channelId, reason }) => ({
    kind: 'channel_frozen' as const,
    severity: 'alarm' as const,
    channel: channelId,
    detail: reason,
  }));
}

/** Also what the customer took back: the refund spends the funding as any other transaction does. */
function conflicts(context: TillContext): WarningView[] {
  const { store, world } = context;
  const recent = store.channels.failedSince(world.now() - CONFLICT_SHOWN_MS);
  return recent.map((channel) => ({
    kind: 'conflicted' as const,
    severity: severityOfLoss(channel.paid),
    ...about(context, channel),
  }));
}

/** An older settlement is in the mempool, where ours may still win, or in a block. */
function settledShort(context: TillContext): WarningView[] {
  const { store, world } = context;
  return store.channels.settledShortSince(world.now() - CONFLICT_SHOWN_MS).map((channel) => {
    const { paid, spendPays = ZERO } = channel;
    return {
      kind: 'settled_short' as const,
      severity: 'alarm' as const,
      ...about(context, channel),
      amount: formatDoge(koinu(paid - spendPays)),
      facts: { arrived: formatDoge(spendPays), paid: formatDoge(paid) },
    };
  });
}

function severityOfLoss(paid: Koinu): Severity {
  return paid > ZERO ? 'alarm' : 'notice';
}
