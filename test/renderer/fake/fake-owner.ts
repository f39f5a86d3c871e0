import type { CallOutput } from '../../../core/bridge/bridge.ts';
import type { FakeState } from './fake-state.ts';

const ADDRESSES = [
  'DFundmtrigzA6E25Swr2pRe4Eb79bGP8G1',
  'D8vFz4p1L37jdg47HXKtSHA5uYLYxbGgPD',
  'DNoaHQYcqgJ6wHsGxwS6vZkd8i4mRQvR5U',
] as const;

const CHANNELS = [
  { id: '5f'.repeat(32), name: 'Kabosu', paid: '48.25', closeBy: 6_012_345 },
  { id: '7a'.repeat(32), name: 'Mara', paid: '12', closeBy: 6_013_000 },
] as const;

const COLLECTABLE = {
  transactions: 1,
  coins: 14,
  sum: '1204.25',
  fee: '0.02116',
  arrives: '1204.22884',
  shallow: { coins: 2, amount: '61' },
  undecided: { coins: 1, amount: '15' },
  small: { coins: 1, amount: '0.001' },
  spent: 0,
  isMore: false,
} as const;

/** What an owner decides for the time away, as the fake till has it. */
export function ownersAway(state: FakeState) {
  let payout: CallOutput['payout'] = {};
  let collected: CallOutput['collect'] = { collections: [] };
  let planned: CallOutput['absence'] = { amount: '0', channels: [] };
  let url = '';
  const due = (times: { readonly from: string; readonly to: string }): CallOutput['absence'] => ({
    ...times,
    height: 6_014_400,
    amount: '60.25',
    channels: CHANNELS,
  });
  return {
    payout: () => payout,
    previewPayout: () => ({ addresses: ADDRESSES }),
    setPayout: ({ account }: { account: string }) => {
      payout = account === '' ? {} : { account, firstAddress: ADDRESSES[0], since: new Date().toISOString() };
      state.tell({ type: 'settings_changed' });
      return payout;
    },
    collections: () => collected,
    previewCollect: ({ to }: { to?: string }) => ({ ...COLLECTABLE, to: to || ADDRESSES[2] }),
    collect: ({ to }: { to?: string }) => {
      const one = {
        txid: 'c3'.repeat(32),
        to: to || ADDRESSES[2],
        amount: COLLECTABLE.arrives,
        fee: COLLECTABLE.fee,
        made: new Date().toISOString(),
        state: 'sent',
      } as const;
      collected = { collections: [one, { ...one, txid: 'd4'.repeat(32), amount: '812.5', state: 'buried' }] };
      state.tell({ type: 'chain_changed' });
      return collected;
    },
    absence: () => planned,
    previewAbsence: due,
    planAbsence: (times: { from: string; to: string }) => {
      planned = times.to === '' ? { amount: '0', channels: [] } : due(times);
      return planned;
    },
    alertHook: () => ({ url }),
    setAlertHook: (given: { url: string }) => {
      url = given.url;
      return { url };
    },
    exportSettlements: () => ({ text: '# Settlements\n', count: 2, amount: '60.25' }),
  };
}
