import type { ChainProblemKind, StatusView, WarningView } from '../../core/bridge/views/status.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Values } from '../messages/translate.ts';
import type { IconName } from './icon-names.ts';
import { dateTimeLabel, numberLabel } from './time-labels.ts';
import type { Tone } from './tones.ts';

interface WarningLabel {
  readonly title: MessageKey;
  /** What to do about it. */
  readonly advice: MessageKey;
  readonly icon: IconName;
}

function chain(kind: ChainProblemKind): WarningLabel {
  return { title: `warning.${kind}`, advice: `warning.${kind}.advice`, icon: 'warning' };
}

const LABELS: Readonly<Record<WarningView['kind'], WarningLabel>> = {
  cutoff_near: { title: 'warning.cutoff_near', advice: 'warning.cutoff_near.advice', icon: 'hourglass' },
  close_stuck: { title: 'warning.close_stuck', advice: 'warning.close_stuck.advice', icon: 'warning' },
  disk_failed: chain('disk_failed'),
  disk_low: chain('disk_low'),
  till_failed: chain('till_failed'),
  node_unreachable: chain('node_unreachable'),
  node_starting: chain('node_starting'),
  node_unusable: chain('node_unusable'),
  wrong_network: chain('wrong_network'),
  blocks_missing: chain('blocks_missing'),
  catching_up: chain('catching_up'),
  initial_download: chain('initial_download'),
  tip_old: chain('tip_old'),
  clock_ahead: chain('clock_ahead'),
  clock_behind: chain('clock_behind'),
  clock_set_back: chain('clock_set_back'),
  few_peers: chain('few_peers'),
  peers_clock: chain('peers_clock'),
  nodes_disagree: chain('nodes_disagree'),
  node_lags: chain('node_lags'),
  other_node_lags: chain('other_node_lags'),
  other_node_ahead: chain('other_node_ahead'),
  other_node_away: chain('other_node_away'),
  closing_needs_owner: {
    title: 'warning.closing_needs_owner',
    advice: 'warning.closing_needs_owner.advice',
    icon: 'key',
  },
  open_questions: {
    title: 'warning.open_questions',
    advice: 'warning.open_questions.advice',
    icon: 'swap',
  },
  till_locked: { title: 'warning.till_locked', advice: 'warning.till_locked.advice', icon: 'key' },
  automatic_close_late: {
    title: 'warning.automatic_close_late',
    advice: 'warning.automatic_close_late.advice',
    icon: 'warning',
  },
  settlement_unproven: {
    title: 'warning.settlement_unproven',
    advice: 'warning.settlement_unproven.advice',
    icon: 'warning',
  },
  settlement_late: {
    title: 'warning.settlement_late',
    advice: 'warning.settlement_late.advice',
    icon: 'hourglass',
  },
  double_spend: { title: 'warning.double_spend', advice: 'warning.double_spend.advice', icon: 'warning' },
  channel_frozen: {
    title: 'warning.channel_frozen',
    advice: 'warning.channel_frozen.advice',
    icon: 'freeze',
  },
  conflicted: { title: 'warning.conflicted', advice: 'warning.conflicted.advice', icon: 'warning' },
  settled_short: {
    title: 'warning.settled_short',
    advice: 'warning.settled_short.advice',
    icon: 'warning',
  },
  password_in_arguments: {
    title: 'warning.password_in_arguments',
    advice: 'warning.password_in_arguments.advice',
    icon: 'key',
  },
  secret_readable: {
    title: 'warning.secret_readable',
    advice: 'warning.secret_readable.advice',
    icon: 'key',
  },
};

export function warningLabel(kind: WarningView['kind']): WarningLabel {
  return LABELS[kind];
}

/** What to do: other words where the till would do it by itself but is locked. */
export function warningAdvice({ kind, needsPassphrase }: Pick<WarningView, 'kind' | 'needsPassphrase'>) {
  if (kind === 'cutoff_near' && needsPassphrase) return 'warning.cutoff_near.locked' as const;
  return LABELS[kind].advice;
}

const TONES: Readonly<Record<WarningView['severity'], Tone>> = {
  notice: 'neutral',
  warning: 'warning',
  alarm: 'bad',
};

export function warningTone(severity: WarningView['severity']): Tone {
  return TONES[severity];
}

/** What the words of a warning have places for. */
export function warningFacts({ facts = {} }: Pick<WarningView, 'facts'>, language: 'en' | 'de'): Values {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'number' ? numberLabel(language, value) : textFact(language, name, value),
    ]),
  );
}

function textFact(language: 'en' | 'de', name: string, value: string): string {
  return name === 'clock' || name === 'time' ? dateTimeLabel(language, value) : value;
}

/** A machine's own words about it, mostly in English: whose they are, and what they are. What facts say needs none. */
export function rawWords({
  facts = {},
  detail,
}: Pick<WarningView, 'facts' | 'detail'>): { readonly from: MessageKey; readonly text: string } | undefined {
  const { said, ...others } = facts;
  if (typeof said === 'string') return { from: 'warning.nodeSaid', text: said };
  if (detail === undefined || detail === '' || Object.keys(others).length > 0) return undefined;
  return { from: 'channel.tillsWords', text: detail };
}

/** What the banner on every screen is about: the first that is more than a notice. */
export function bannerWarning(warnings: readonly WarningView[]): WarningView | undefined {
  return warnings.find(({ severity }) => severity !== 'notice');
}

/** Closing is what helps against these, and it can be asked for from the warning itself. */
export function asksForClose(warning: WarningView): boolean {
  return (
    warning.channel !== undefined && (warning.kind === 'cutoff_near' || warning.kind === 'channel_frozen')
  );
}

/** A tip older than ten of its blocks' times is a chain out of sight. */
const LATE_BLOCKS = 10;

export function isTipOld(status: Pick<StatusView, 'tipAge' | 'blockSeconds'>): boolean {
  return status.tipAge !== undefined && status.tipAge > LATE_BLOCKS * Math.max(60, status.blockSeconds);
}
