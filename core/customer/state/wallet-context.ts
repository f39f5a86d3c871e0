import { assert } from '../../assert.ts';
import type { Network } from '../../networks.ts';
import type { TillClient } from './client.ts';
import type { WalletKeys } from './keys.ts';
import { decline, done, type Outcome } from './refusals.ts';
import { type ChannelRecord, replaceChannel, type WalletState } from './wallet-state.ts';

/** What every use case works with. */
export interface WalletContext {
  readonly network: Network;
  readonly keys: WalletKeys;
  readonly client: TillClient;
  /** Milliseconds since 1970. */
  now(): number;
  state(): WalletState;
  /** Returns when the state is on durable storage, and not before. */
  save(state: WalletState): void;
}

export function saveChannel(wallet: WalletContext, record: ChannelRecord): void {
  wallet.save(replaceChannel(wallet.state(), record));
}

/** The channel as it is stored now. */
export function channelNow(wallet: WalletContext, id: string): ChannelRecord {
  const record = wallet.state().channels.find((channel) => channel.id === id);
  assert(record !== undefined, 'a channel is never removed from the wallet');
  return record;
}

/** @param id the whole id or the beginning of exactly one */
export function findChannel(wallet: WalletContext, id: string): Outcome<ChannelRecord> {
  const found = wallet
    .state()
    .channels.filter((channel) => id !== '' && channel.id.startsWith(id.toLowerCase()));
  const [record] = found;
  return record !== undefined && found.length === 1
    ? done(record)
    : decline('no_such_channel', { channel: id });
}
