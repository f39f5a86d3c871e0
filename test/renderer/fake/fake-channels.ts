import type { ChannelDetailView, ChannelView } from '../../../core/bridge/views/channels.ts';
import type { PaymentView } from '../../../core/bridge/views/counter.ts';

/** Channels of a shop that has many customers; the same every time, so that pictures can be compared. */

export const HEIGHT = 5_890_123;
const NAMES = [
  'Ada',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elif',
  'Farid',
  'Greta',
  'Hiro',
  'Ines',
  'Jamal',
  'Katja',
  'Luis',
  'Maren',
  'Noor',
  'Otto',
  'Priya',
  'Quirin',
  'Rosa',
  'Sven',
  'Tomasz',
  'Uma',
  'Viktor',
  'Wanda',
  'Xaver',
  'Yara',
  'Zoe',
];
const LASTS = [
  'Berger',
  'Costa',
  'Dahl',
  'Esposito',
  'Fischer',
  'García',
  'Haddad',
  'Ito',
  'Jansen',
  'Kowalski',
];

/** A small linear congruential generator (Numerical Recipes): enough to look random. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function hex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function stateOf(index: number, share: number): ChannelView['state'] {
  if (index < 3) return 'open';
  if (share < 0.72) return 'open';
  if (share < 0.77) return 'confirming';
  if (share < 0.8) return 'closing';
  if (share < 0.95) return 'closed';
  if (share < 0.97) return 'refunded';
  return share < 0.995 ? 'lapsed' : 'conflicted';
}

function fakeChannel(index: number, random: () => number, now: number): ChannelView {
  const state = stateOf(index, random());
  const capacity = 50 + Math.floor(random() * 20) * 50;
  const isUnpaid = state === 'confirming' || state === 'lapsed' || random() < 0.1;
  const paid = isUnpaid ? 0 : Math.round(random() * capacity * 90) / 100;
  const left = index < 3 ? ([130, 980, 2500][index] ?? 130) : Math.floor(3000 + random() * 100_000);
  const cutoff = HEIGHT + left;
  const name =
    random() < 0.8
      ? `${NAMES[Math.floor(random() * NAMES.length)]} ${LASTS[Math.floor(random() * LASTS.length)]}`
      : '';
  const isSpent = state === 'closing' || state === 'closed' || state === 'refunded';
  return {
    id: hex(random, 64),
    name: index === 4 ? 'Anneliese von der Wettern-Schulzenhagen zu Oberammergau' : name,
    state,
    capacity: String(capacity),
    paid: String(paid),
    spendable: String(Math.max(0, Math.round((capacity - paid - 0.01) * 100) / 100)),
    payments: paid > 0 ? 1 + Math.floor(random() * 30) : 0,
    confirmations: state === 'confirming' ? Math.floor(random() * 6) : 1234,
    required: 6,
    locktime: cutoff + 1440,
    cutoff,
    closesAt: cutoff,
    announced: new Date(now - Math.floor(random() * 80 * 86_400_000)).toISOString(),
    settlementAddress: 'DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD',
    ...(isSpent && {
      spend: {
        kind: state === 'refunded' ? 'refund' : 'settlement',
        txid: hex(random, 64),
        ...((state !== 'closing' || random() < 0.6) && { height: HEIGHT - Math.floor(random() * 4) }),
      },
    }),
    ...(state === 'closing' && { settling: 'spread' }),
    ...(index === 2 && { frozen: 'the best payment never falls (open, payment_accepted)' }),
  };
}

export function fakeChannels(count: number, now: number): ChannelView[] {
  const random = numbers(7);
  return Array.from({ length: count }, (_, index) => fakeChannel(index, random, now));
}

export function fakeDetail(channel: ChannelView, now: number): ChannelDetailView {
  const random = numbers(Number.parseInt(channel.id.slice(0, 6), 16));
  const total = Number(channel.paid);
  const history: PaymentView[] = Array.from({ length: channel.payments }, (_, index) => {
    const paid = Math.round((total * 100 * (index + 1)) / channel.payments) / 100;
    const before = Math.round((total * 100 * index) / channel.payments) / 100;
    return {
      invoice: `inv-${channel.id.slice(0, 6)}-${index}`,
      channel: channel.id,
      customer: channel.name,
      amount: String(Math.round((paid - before) * 100) / 100),
      tip: index % 5 === 0 ? '0.5' : '0',
      paid: String(paid),
      spendable: channel.spendable,
      accepted: new Date(now - (channel.payments - index) * 3_600_000 * 7).toISOString(),
    };
  });
  const hasEnded = channel.state === 'closed' || channel.state === 'refunded';
  return {
    ...channel,
    script: hex(random, 228),
    funding: [{ txid: hex(random, 64), vout: 1, value: channel.capacity }],
    history,
    ...(channel.state !== 'confirming' && { opened: channel.announced }),
    ...((channel.state === 'closing' || hasEnded) && { closing: new Date(now - 600_000).toISOString() }),
    ...(hasEnded && { ended: new Date(now - 60_000).toISOString() }),
    ...(total > 0 && { psbt: btoa(`psbt${hex(random, 400)}`) }),
    ...((channel.state === 'closing' || hasEnded) && {
      settlement: {
        txid: hex(random, 64),
        hex: hex(random, 600),
        signed: new Date(now - 600_000).toISOString(),
        state: hasEnded ? 'buried' : 'spread',
        nodes: [
          { name: '', given: new Date(now - 599_000).toISOString() },
          { name: '192.168.178.30:22555', heard: new Date(now - 596_000).toISOString() },
        ],
        raised: {
          txid: hex(random, 64),
          fee: '0.0125',
          at: new Date(now - 300_000).toISOString(),
          rest: String(total),
          ...(hasEnded ? { state: 'mined', height: 5_300_100 } : { state: 'sent' }),
        },
      },
    }),
  };
}
