import type { CallOutput } from '../../core/bridge.ts';
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

/** What an owner decides for the time away, as the fake till has it. */
export function ownersAway(state: FakeState) {
  let payout: CallOutput['payout'] = {};
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
