import type { Channel, ChannelLock, Spend } from '../../core/channel/vocabulary.ts';
import { type Koinu, koinu } from '../../core/money.ts';

/** Cutoff at 90, refundable from 100 on, two confirmations. */
export const LOCK: ChannelLock = { locktime: 100, paymentCutoffBlocks: 10, requiredConfirmations: 2 };
export const CUTOFF = 90;

export const OFFERED: Channel = {
  state: 'offered',
  lock: undefined,
  paid: koinu(0n),
  isReleased: false,
  spend: undefined,
};

/** An open channel on which 50 koinu were paid, unless changed. */
export function channelThat(changes: Partial<Channel> = {}): Channel {
  return { state: 'open', lock: LOCK, paid: amount(50), isReleased: false, spend: undefined, ...changes };
}

export function amount(value: number): Koinu {
  return koinu(BigInt(value));
}

export function inMempool(kind: Spend['kind']): Spend {
  return { kind, height: undefined };
}

export function mined(kind: Spend['kind'], height: number): Spend {
  return { kind, height };
}
