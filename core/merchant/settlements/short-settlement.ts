import type { StoredChannel } from '../../store/channel-rows.ts';

type Settled = Pick<StoredChannel, 'spend' | 'spendPays' | 'paid'>;

/** An older settlement of the channel spends its funding: it pays less than the customer has acknowledged since. */
export function isSettledShort({ spend, spendPays, paid }: Settled): boolean {
  return spend?.kind === 'settlement' && spendPays !== undefined && spendPays < paid;
}

/** Our settlement spends the funding, in whatever form: it pays all that is owed. */
export function isSettledWhole(channel: Settled): boolean {
  return channel.spend?.kind === 'settlement' && !isSettledShort(channel);
}
