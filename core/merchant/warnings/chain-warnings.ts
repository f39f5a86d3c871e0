import type { ChainProblemView, WarningView } from '../../bridge/views/status.ts';
import { type ChainProblem, describe } from '../sight/chain-problem.ts';
import type { ChainView } from '../sight/chain-view.ts';

type Severity = WarningView['severity'];

/** A node that restarts is away for as long. */
const ALARM_AFTER_AWAY_MS = 10 * 60_000;

/** Everything that is wrong with the sight of the chain, what blinds first. */
export function chainProblems(chain: ChainView): ChainProblemView[] {
  const { blindness, notices } = chain;
  const isLong = chain.age === undefined || chain.age >= ALARM_AFTER_AWAY_MS;
  return [
    ...(blindness === undefined ? [] : [view(blindness, isLong ? 'alarm' : severityOf(blindness, true))]),
    ...notices.map((problem) => view(problem, severityOf(problem, blindness !== undefined))),
  ];
}

export function chainWarnings(chain: ChainView): WarningView[] {
  return chainProblems(chain).map(warning);
}

export function problemWarning(problem: ChainProblem): WarningView {
  return warning(problemView(problem));
}

function warning({ kind, severity, facts, detail }: ChainProblemView): WarningView {
  return { kind, severity, facts, detail };
}

export function problemView(problem: ChainProblem): ChainProblemView {
  return view(problem, severityOf(problem, false));
}

function view(problem: ChainProblem, severity: Severity): ChainProblemView {
  const { kind, ...facts } = problem;
  return { kind, severity, facts, detail: describe(problem) };
}

/** @param isBlind no node says where the chain is, so that the clock is all there is to go by */
function severityOf(problem: ChainProblem, isBlind: boolean): Severity {
  switch (problem.kind) {
    case 'disk_low':
      return problem.free < problem.alarming ? 'alarm' : 'warning';
    case 'disk_failed':
    case 'till_failed':
    case 'wrong_network':
    case 'node_unusable':
    case 'blocks_missing':
    case 'nodes_disagree':
      return 'alarm';
    case 'clock_set_back':
      return isBlind ? 'alarm' : 'warning';
    case 'few_peers':
      return problem.peers === 0 ? 'warning' : 'notice';
    case 'other_node_away':
    case 'other_node_lags':
      return 'notice';
    default:
      return 'warning';
  }
}
