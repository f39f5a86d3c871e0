import type { ChannelView } from '../../core/bridge/views/channels.ts';
import { parseDoge } from '../../core/money.ts';
import type { MessageKey } from '../messages/en.ts';
import type { StateLabel } from './state-label.ts';

type State = ChannelView['state'];

const STATES: Readonly<Record<State, StateLabel>> = {
  confirming: { text: 'channel.state.confirming', icon: 'clock', tone: 'waiting' },
  open: { text: 'channel.state.open', icon: 'check', tone: 'good' },
  closing: { text: 'channel.state.closing', icon: 'hourglass', tone: 'waiting' },
  closed: { text: 'channel.state.closed', icon: 'lock', tone: 'neutral' },
  refunded: { text: 'channel.state.refunded', icon: 'back', tone: 'neutral' },
  lapsed: { text: 'channel.state.lapsed', icon: 'cross', tone: 'neutral' },
  conflicted: { text: 'channel.state.conflicted', icon: 'warning', tone: 'bad' },
};

export const CHANNEL_STATES = Object.keys(STATES) as readonly State[];

export function channelStateLabel(channel: Pick<ChannelView, 'state' | 'frozen'>): StateLabel {
  if (channel.frozen !== undefined) return { text: 'channel.state.frozen', icon: 'freeze', tone: 'bad' };
  return STATES[channel.state];
}

/** What is the matter with a channel that does not go its way, and what to do. */
export function channelAdvice({
  state,
  frozen,
  problem,
}: Pick<ChannelView, 'state' | 'frozen' | 'problem'>): MessageKey | undefined {
  if (frozen !== undefined) return 'warning.channel_frozen.advice';
  if (state === 'conflicted') return 'warning.conflicted.advice';
  if (problem === undefined) return undefined;
  return state === 'closing' ? 'warning.close_stuck.advice' : 'channel.stuck';
}

/** The name the customer gave, or the beginning of the channel's id. */
export function channelName(channel: { readonly id: string; readonly name: string }): string {
  return channel.name === '' ? channel.id.slice(0, 8) : channel.name;
}

function paidKoinu(channel: Pick<ChannelView, 'paid'>): bigint {
  return parseDoge(channel.paid) ?? 0n;
}

const UNSETTLED: readonly State[] = ['confirming', 'open', 'closing'];

/** Money of the shop that is not on the chain yet, and can come there. */
export function isAtRisk(channel: Pick<ChannelView, 'state' | 'paid'>): boolean {
  return UNSETTLED.includes(channel.state) && paidKoinu(channel) > 0n;
}

/** A close can be asked for: something was paid, and no settlement has been made yet. */
export function isClosable(channel: Pick<ChannelView, 'state' | 'paid'>): boolean {
  return channel.state === 'open' && paidKoinu(channel) > 0n;
}

/** The customer can pay with what she has left, now or once the funding is deep enough. */
export function isSpendable(channel: Pick<ChannelView, 'state'>): boolean {
  return channel.state === 'confirming' || channel.state === 'open';
}

/** What becomes of the part of the capacity that was not spent; undefined where all of it took another way. */
export function restLabel(channel: Pick<ChannelView, 'state'>): MessageKey | undefined {
  if (isSpendable(channel)) return 'channel.spendable';
  return channel.state === 'closing' || channel.state === 'closed' ? 'close.returned' : undefined;
}

/** Whether a channel's time still runs. */
export function isRunning(channel: Pick<ChannelView, 'state'>): boolean {
  return channel.state === 'confirming' || channel.state === 'open' || channel.state === 'closing';
}

const OVER = 5;

/**
 * The smaller, the sooner somebody should look: 0 frozen with money in it, 1 money whose time runs, 2 money that was
 * lost, 3 no money, 4 confirming, 5 over.
 */
function rank(channel: ChannelView): number {
  if (isAtRisk(channel)) return channel.frozen === undefined ? 1 : 0;
  const isTaken = channel.state === 'conflicted' || channel.state === 'refunded';
  if (isTaken) return paidKoinu(channel) > 0n ? 2 : OVER;
  if (channel.state === 'open' || channel.state === 'closing') return 3;
  return channel.state === 'confirming' ? 4 : OVER;
}

export function byUrgency(a: ChannelView, b: ChannelView): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  if (rank(a) === OVER) return b.announced.localeCompare(a.announced);
  return a.cutoff - b.cutoff || (paidKoinu(b) > paidKoinu(a) ? 1 : -1);
}

export type StateFilter = State | 'all' | 'at-risk' | 'ended';

const ENDED: readonly State[] = ['closed', 'refunded', 'lapsed'];

/** What the filter and the words in the search field leave of the list; the search looks at names and ids. */
export function matchingChannels(
  channels: readonly ChannelView[],
  filter: StateFilter,
  search: string,
): readonly ChannelView[] {
  const wanted = search.trim().toLocaleLowerCase();
  return channels.filter(
    (channel) =>
      isOfState(channel, filter) &&
      (wanted === '' || channel.name.toLocaleLowerCase().includes(wanted) || channel.id.includes(wanted)),
  );
}

function isOfState(channel: ChannelView, filter: StateFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'at-risk') return isAtRisk(channel);
  if (filter === 'ended') return ENDED.includes(channel.state);
  return channel.state === filter;
}

/** How much of a channel's time is over, 0 to 1: from an assumed start to the cutoff. */
interface LocktimeLabel {
  /** Blocks to the cutoff; 0 when it is reached. */
  readonly blocksToCutoff: number;
  /** Blocks to the locktime; 0 when it is reached. */
  readonly blocksToLocktime: number;
  /** Milliseconds since the epoch, by the blocks' usual pace. */
  readonly cutoffAt: number;
  readonly locktimeAt: number;
  readonly share: number;
  readonly tone: 'good' | 'warning' | 'bad';
}

/** 90 days of blocks: the longest locktime that the default policy allows fills the bar. */
const LONGEST_BAR = 129_600;

export function locktimeLabel(
  channel: Pick<ChannelView, 'locktime' | 'cutoff'>,
  chain: { readonly height: number; readonly blockSeconds: number; readonly warnBlocks: number },
  now: number,
): LocktimeLabel {
  const blocksToCutoff = Math.max(0, channel.cutoff - chain.height);
  const blocksToLocktime = Math.max(0, channel.locktime - chain.height);
  const at = (blocks: number) => now + blocks * chain.blockSeconds * 1000;
  return {
    blocksToCutoff,
    blocksToLocktime,
    cutoffAt: at(blocksToCutoff),
    locktimeAt: at(blocksToLocktime),
    // The root lets a channel's last days be told apart beside one of three months.
    share: Math.sqrt(Math.min(1, blocksToCutoff / LONGEST_BAR)),
    tone: blocksToCutoff === 0 ? 'bad' : blocksToCutoff <= chain.warnBlocks ? 'warning' : 'good',
  };
}

type CloseProgress =
  | { readonly step: 'sending' | 'sent' | 'spread' | 'taken' }
  | { readonly step: 'confirming'; readonly done: number; readonly wanted: number };

/** How far a close has come: the settlement is sent, has spread, and is buried block by block. */
export function closeProgress(
  { spend, settling, required }: Pick<ChannelView, 'spend' | 'settling' | 'required'>,
  height: number | undefined,
): CloseProgress {
  if (spend !== undefined && spend.kind !== 'settlement') return { step: 'taken' };
  if (spend?.height !== undefined && height !== undefined) {
    const depth = Math.max(0, height - spend.height + 1);
    return { step: 'confirming', done: Math.min(depth, required), wanted: required };
  }
  if (settling === 'spread') return { step: 'spread' };
  return { step: spend !== undefined || settling === 'sent' ? 'sent' : 'sending' };
}
