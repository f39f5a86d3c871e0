import { setImmediate as nextTurn } from 'node:timers/promises';
import { NodeFault } from '../../node/backend.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { isStoreFault } from '../../store/database.ts';
import { SetupFault } from '../../system/faults.ts';
import type { TillContext } from '../context.ts';
import { ChainFault } from '../sight/chain-problem.ts';

/** Moved on in one transaction: about 2 ms. */
const CHANNELS_AT_ONCE = 50;

type FreezeContext = Pick<TillContext, 'store' | 'log' | 'announce'>;

/** Whether the program itself is wrong: it is no fault of a node, a disk or the machine, which may be over at the next try. */
export function isBug(error: unknown): boolean {
  if (error instanceof NodeFault || error instanceof ChainFault || error instanceof SetupFault) return false;
  if (isStoreFault(error)) return false;
  // Node's own faults of files and sockets have the code of the system's call.
  return !(error instanceof Error && 'syscall' in error);
}

/**
 * Freezes a channel whose invariants broke: it takes no more payments, and can still be closed. The first reason stays,
 * since what is met later may follow from it. Screens are told of it. Never throws.
 */
export function freeze({ store, log, announce }: FreezeContext, row: number, bug: unknown): void {
  try {
    const reason = bug instanceof Error ? bug.message : String(bug);
    const frozen = store.transaction(() => store.channels.broken.freeze(row, reason));
    if (frozen === undefined) return;
    log.fatal({ err: bug, channel: frozen }, 'channel frozen');
    announce({ type: 'channel_changed', channel: frozen });
  } catch (fault) {
    log.error({ err: fault, row }, 'a channel could not be frozen');
  }
}

/**
 * Does something to one channel, within whatever transaction is open: a bug undoes its own part, freezes the channel and
 * stops nobody else's turn. Throws faults: of a disk that is full nothing may pass for done.
 */
export function byItself(context: FreezeContext, row: number, work: (channel: StoredChannel) => void): void {
  const { store } = context;
  try {
    store.transaction(() => work(store.channels.require(row)));
  } catch (error) {
    if (!isBug(error)) throw error;
    freeze(context, row, error);
  }
}

/**
 * What somebody asks of one channel. Refuses channel_not_open as frozen where a bug was met, which undoes its own part and
 * freezes the channel. Throws faults.
 */
export function guarded<T>(context: FreezeContext, row: number, work: () => Result<T>): Result<T> {
  try {
    return context.store.transaction(work);
  } catch (error) {
    if (!isBug(error)) throw error;
    freeze(context, row, error);
    return refuse('channel_not_open', { state: 'frozen' });
  }
}

/** Freezes what is stored and cannot be read, which lists leave out. Never throws. */
export function freezeUnreadable(context: FreezeContext): void {
  for (const { row, reason } of context.store.channels.broken.unreadable())
    freeze(context, row, new Error(reason));
}

/**
 * A channel as somebody names it. Refuses unknown_channel, and channel_not_open where it is stored and cannot be read.
 * Throws faults. @param name how it was named
 */
export function named(
  context: FreezeContext,
  name: string,
  find: () => StoredChannel | undefined,
): Result<StoredChannel> {
  try {
    const channel = find();
    return channel === undefined ? refuse('unknown_channel', { channel: name.slice(0, 64) }) : ok(channel);
  } catch (error) {
    if (!isBug(error)) throw error;
    freezeUnreadable(context);
    return refuse('channel_not_open', { state: 'frozen' });
  }
}

/** Does something that concerns no one channel; a bug in it is logged and stops nothing else. Throws faults. */
export function apart({ store, log }: FreezeContext, what: string, work: () => void): void {
  try {
    store.transaction(work);
  } catch (error) {
    if (!isBug(error)) throw error;
    log.fatal({ err: error }, what);
  }
}

/**
 * Does something to each of these channels, some in one transaction: between those of ten thousand there is time for a
 * payment. Whatever is thrown stops nobody else's turn.
 */
export async function eachInTurn(
  context: FreezeContext,
  rows: readonly number[],
  work: (channel: StoredChannel) => void,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHANNELS_AT_ONCE) {
    if (from > 0) await nextTurn();
    context.store.transaction(() => {
      for (const row of rows.slice(from, from + CHANNELS_AT_ONCE)) {
        try {
          byItself(context, row, work);
        } catch (error) {
          context.log.error({ err: error, row }, 'a channel could not be moved on');
        }
      }
    });
  }
}
