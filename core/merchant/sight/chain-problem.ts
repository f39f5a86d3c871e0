import { unreachable } from '../../assert.ts';
import { NodeFault } from '../../node/backend.ts';
import { isStoreFault } from '../../store/database.ts';

/** What is wrong with a till's sight of the chain. Each says what is known; screens say what to do (`warning.<kind>`). */
export type ChainProblem =
  /** Nothing usable answers: the node is off, unreachable, busy or failing. */
  | { readonly kind: 'node_unreachable'; readonly said: string }
  /** The till could not store what it saw. */
  | { readonly kind: 'disk_failed'; readonly said: string }
  /** Little room is left on the disk of the till's data. MiB. */
  | { readonly kind: 'disk_low'; readonly free: number; readonly alarming: number }
  /** A bug of this program, in what concerns no one channel. */
  | { readonly kind: 'till_failed'; readonly said: string }
  | { readonly kind: 'node_starting'; readonly said: string }
  /** It refuses the password, or is no Dogecoin node. */
  | { readonly kind: 'node_unusable'; readonly said: string }
  | { readonly kind: 'wrong_network'; readonly said: string }
  /** Blocks between what the till has processed and the node's tip: pruned or lost. */
  | { readonly kind: 'blocks_missing'; readonly height: number }
  | { readonly kind: 'catching_up'; readonly height: number; readonly tip: number }
  | { readonly kind: 'initial_download'; readonly height: number }
  /** The newest block is older than chance allows. */
  | { readonly kind: 'tip_old'; readonly minutes: number }
  /** The clock is ahead of new blocks, or went ahead of the newest one. */
  | ({ readonly kind: 'clock_ahead' } & ClocksApart)
  /** The chain's own time is ahead of the clock. */
  | ({ readonly kind: 'clock_behind' } & ClocksApart)
  /** The clock says less than it said before. */
  | ({ readonly kind: 'clock_set_back' } & ClocksApart)
  | { readonly kind: 'few_peers'; readonly peers: number; readonly wanted: number }
  /** The clock of the node's machine against its peers'. */
  | { readonly kind: 'peers_clock'; readonly seconds: number }
  | {
      readonly kind: 'nodes_disagree';
      readonly name: string;
      readonly height: number;
      readonly otherHeight: number;
    }
  /** The till's own node is behind another one. */
  | { readonly kind: 'node_lags'; readonly name: string; readonly blocks: number }
  | { readonly kind: 'other_node_lags'; readonly name: string; readonly blocks: number }
  /** It claims more blocks than the chain can have by now. */
  | { readonly kind: 'other_node_ahead'; readonly name: string; readonly blocks: number }
  | { readonly kind: 'other_node_away'; readonly name: string; readonly said: string };

interface ClocksApart {
  readonly minutes: number;
  /** What this machine's clock says, and what blocks or the till's own record do. RFC 3339. */
  readonly clock: string;
  readonly time: string;
}

export type ChainProblemKind = ChainProblem['kind'];

/** What a look at the chain failed with. */
export class ChainFault extends Error {
  override name = 'ChainFault';
  readonly problem: ChainProblem;

  constructor(problem: ChainProblem, options?: ErrorOptions) {
    super(describe(problem), options);
    this.problem = problem;
  }
}

export function problemOfFault(fault: Error): ChainProblem {
  if (fault instanceof ChainFault) return fault.problem;
  const said = fault.message;
  if (isStoreFault(fault)) return { kind: 'disk_failed', said };
  if (!(fault instanceof NodeFault)) return { kind: 'till_failed', said };
  switch (fault.kind) {
    case 'wrong_network':
      return { kind: 'wrong_network', said };
    case 'unauthorised':
    case 'bad_answer':
    case 'unsupported':
      return { kind: 'node_unusable', said };
    case 'warming_up':
      return { kind: 'node_starting', said };
    case 'unreachable':
    case 'timeout':
    case 'busy':
    case 'call_failed':
      return { kind: 'node_unreachable', said };
    default:
      return unreachable(fault.kind);
  }
}

/** One sentence in English, for logs, refusals and the command line. */
export function describe(problem: ChainProblem): string {
  switch (problem.kind) {
    case 'disk_low':
      return `Only ${problem.free} MiB are left on the disk of the till's data; a full disk refuses every payment.`;
    case 'disk_failed':
      return `The till cannot store what it sees: ${problem.said}`;
    case 'till_failed':
      return `The till itself failed: ${problem.said}`;
    case 'node_unreachable':
    case 'node_starting':
    case 'node_unusable':
    case 'wrong_network':
      return problem.said;
    case 'blocks_missing':
      return `The node does not have the block at height ${problem.height} any more: the till has not seen it.`;
    case 'catching_up':
      return `The till reads blocks that it has not seen: it is at height ${problem.height} of ${problem.tip}.`;
    case 'initial_download':
      return `The node is still downloading the chain: it is at height ${problem.height}.`;
    case 'tip_old':
      return `the node lags: its last block is ${problem.minutes} minutes old`;
    case 'clock_ahead':
      return `The clock went ahead, or the computer slept: it says ${problem.clock}, the newest block ${problem.time}.`;
    case 'clock_behind':
      return `This computer's clock is ${problem.minutes} minutes behind: it says ${problem.clock}, the blocks say ${problem.time}. The till goes by the blocks; set the clock right.`;
    case 'clock_set_back':
      return `This computer's clock was set back by ${problem.minutes} minutes: it says ${problem.clock}, the till's record says ${problem.time} and counts; set the clock right.`;
    case 'few_peers':
      return `The node has ${problem.peers} peers; ${problem.wanted} are wanted.`;
    case 'peers_clock':
      return `The clock of the node's computer is ${problem.seconds} seconds off its peers' clocks.`;
    case 'nodes_disagree':
      return `${problem.name} has another chain: its height is ${problem.otherHeight}, the till's node's ${problem.height}.`;
    case 'node_lags':
      return `The till's node is ${problem.blocks} blocks behind ${problem.name}.`;
    case 'other_node_lags':
      return `${problem.name} is ${problem.blocks} blocks behind the till's node.`;
    case 'other_node_ahead':
      return `${problem.name} claims ${problem.blocks} blocks more than the till's node has, which is more than time allows.`;
    case 'other_node_away':
      return `${problem.name} does not answer: ${problem.said}`;
    default:
      return unreachable(problem);
  }
}
