import { type Koinu, koinu, MAX_MONEY, ZERO } from '../money.ts';

/**
 * Where the till's node has the transaction of an arrival. `missing`: neither in its mempool nor in its chain, and not
 * known to be impossible. `conflicted`: an input of it was spent otherwise.
 */
export type ArrivalPlace = 'mempool' | 'block' | 'missing' | 'conflicted';

/** An output that pays an invoice's own address. Times in milliseconds. */
export interface OnChainArrival {
  readonly value: Koinu;
  readonly firstSeen: number;
  readonly place: ArrivalPlace;
  /** Of its block; undefined elsewhere than in a block. */
  readonly height: number | undefined;
  /** A reorg took it out of its block, and it is in none since. */
  readonly wasUndone: boolean;
  /** Its sender said by a sequence that he may replace it (BIP125), or it is not known. */
  readonly isReplaceable: boolean;
  /** In no block, and looked at: mined inputs, the expected fee, at every node that is named. */
  readonly isSound: boolean;
}

/** When the owner takes an on-chain payment for final. */
interface FinalityRule {
  readonly confirmations: number;
  /** Invoices of at most this much are paid as soon as the payment is seen; zero: none is. */
  readonly zeroConfUpTo: Koinu;
}

export interface OnChainQuestion {
  readonly due: Koinu;
  readonly allowsTip: boolean;
  /** When the invoice's time ends: its expiry, or when it was taken back. */
  readonly end: number;
  readonly arrivals: readonly OnChainArrival[];
  /** undefined before the chain was ever seen. */
  readonly tipHeight: number | undefined;
  readonly rule: FinalityRule;
  readonly isPaidByChannel: boolean;
  /** The clerk takes what came too late. */
  readonly wasAcceptedLate: boolean;
  /** The clerk takes so much for the whole, after the end. */
  readonly acceptedPart: Koinu | undefined;
}

/**
 * `none`: nothing has come. `underpaid`: less than is due. `waiting`: enough, not deep enough. `reorged`: as waiting,
 * and it was deeper before. `paid`. `late`: enough, but part of it after the invoice's end. `double_spent`: what came
 * cannot be mined any more, and the rest is not enough. `paid_twice`: a channel has paid as well.
 */
type OnChainState =
  | 'none'
  | 'underpaid'
  | 'waiting'
  | 'reorged'
  | 'paid'
  | 'late'
  | 'double_spent'
  | 'paid_twice';

export interface OnChainOutcome {
  readonly state: OnChainState;
  /** All that has come and may still be mined. */
  readonly received: Koinu;
  /** What is still due. */
  readonly missing: Koinu;
  /** More than is due: a tip where the invoice takes one, else to be given back. */
  readonly excess: Koinu;
  readonly tip: Koinu;
  /** What came and cannot be mined any more. */
  readonly lost: Koinu;
  /** Blocks on the shallowest output that is needed for the amount due; 0 where less has come. */
  readonly confirmations: number;
  readonly required: number;
}

/** What an invoice's own address says of it. Whatever the order in which things came, the same facts give the same state. */
export function onChainOutcome(question: OnChainQuestion): OnChainOutcome {
  const { due, arrivals } = question;
  const enough = enoughOf(question);
  const live = arrivals.filter(({ place }) => place !== 'conflicted');
  const received = total(live);
  const surplus = more(received, question.isPaidByChannel ? ZERO : due);
  const isTip = question.allowsTip && !question.isPaidByChannel;
  return {
    state: stateOf(question, live, received),
    received,
    missing: question.isPaidByChannel ? ZERO : more(due, received),
    excess: isTip ? ZERO : surplus,
    tip: isTip ? surplus : ZERO,
    lost: total(arrivals.filter(({ place }) => place === 'conflicted')),
    confirmations: depthOf(live, enough, question.tipHeight),
    required: requiredFor(question, live),
  };
}

/** States in which the amount due is on its way or there: nobody is asked to pay again. */
export function isCovered({ state }: Pick<OnChainOutcome, 'state'>): boolean {
  return state === 'waiting' || state === 'reorged' || state === 'paid';
}

/** Whether a clerk may take what came for the whole: less than is due, and no more of it is asked for. */
export function isPartOffered(question: OnChainQuestion, now: number): boolean {
  const { state, received } = onChainOutcome(question);
  const isShort = state === 'underpaid' || state === 'double_spent';
  return isShort && received > 0n && now >= question.end;
}

/** What makes the invoice paid. */
function enoughOf({ due, acceptedPart }: OnChainQuestion): Koinu {
  return acceptedPart !== undefined && acceptedPart < due ? acceptedPart : due;
}

function stateOf(question: OnChainQuestion, live: readonly OnChainArrival[], received: Koinu): OnChainState {
  const enough = enoughOf(question);
  if (question.isPaidByChannel) return received > 0n ? 'paid_twice' : 'none';
  if (received < enough) {
    if (live.length < question.arrivals.length) return 'double_spent';
    return received > 0n ? 'underpaid' : 'none';
  }
  const timely = total(live.filter(({ firstSeen }) => firstSeen < question.end));
  const wasTaken = question.wasAcceptedLate || question.acceptedPart !== undefined;
  if (timely < enough && !wasTaken) return 'late';
  const required = requiredFor(question, live);
  const isDeep = depthOf(live, enough, question.tipHeight) >= required;
  if (isDeep && (required > 0 || total(live.filter(isSolid)) >= enough)) return 'paid';
  return live.some(({ wasUndone }) => wasUndone) ? 'reorged' : 'waiting';
}

/** What its sender cannot take back by himself, as far as nodes can tell. */
function isSolid({ place, isReplaceable, isSound }: OnChainArrival): boolean {
  return place === 'block' || (place === 'mempool' && !isReplaceable && isSound);
}

function requiredFor(question: OnChainQuestion, live: readonly OnChainArrival[]): number {
  const { due, rule } = question;
  if (due > rule.zeroConfUpTo) return rule.confirmations;
  const enough = enoughOf(question);
  const received = total(live);
  const isSafe = received < enough || total(live.filter(isSolid)) >= enough;
  return isSafe ? 0 : Math.min(1, rule.confirmations);
}

/** The most confirmations n for which outputs with at least n of them cover the amount. */
function depthOf(live: readonly OnChainArrival[], due: Koinu, tipHeight: number | undefined): number {
  const depths = live
    .map(({ value, height }) => ({ value, depth: confirmationsOf(height, tipHeight) }))
    .sort((a, b) => b.depth - a.depth);
  let covered = 0n;
  for (const { value, depth } of depths) {
    covered += value;
    if (covered >= due) return depth;
  }
  return 0;
}

export function confirmationsOf(height: number | undefined, tipHeight: number | undefined): number {
  if (height === undefined || tipHeight === undefined) return 0;
  return Math.max(0, tipHeight - height + 1);
}

/** Never above MAX_MONEY, though a node that lies may show several transactions of as much. */
function total(arrivals: readonly OnChainArrival[]): Koinu {
  const came = arrivals.reduce((all, { value }) => all + value, 0n);
  return koinu(came < MAX_MONEY ? came : MAX_MONEY);
}

function more(a: Koinu, b: Koinu): Koinu {
  return a > b ? koinu(a - b) : ZERO;
}
