import { toBase64, toHex } from '../../../core/protocol/bytes.ts';
import { toDer } from '../../../core/protocol/signature.ts';
import { doge } from '../../doubles/channels.ts';
import { alice, mallory, party } from '../../doubles/parties.ts';
import { aPayment } from '../../doubles/payments.ts';
import {
  closedChannel,
  closingChannel,
  lapsedChannel,
  refundedChannel,
  stolenSettlement,
} from '../chain-deeds.ts';
import {
  anAnnouncement,
  announcing,
  closing,
  type OfferedChannel,
  openChannel,
  pay,
  paying,
  prepareChannel,
  releasing,
} from '../deviant-customer.ts';
import type { Shop } from '../shop.ts';
import { posting } from '../wire.ts';
import type { RefusedCase } from './refused.ts';

type Case = RefusedCase<Shop>;

/** Refused for what came before it, at the till or on the chain. */
const ANNOUNCEMENTS: readonly Case[] = [
  {
    claim: 'an announcement of an offer that lapsed [OFF-3]',
    code: 'key_expired',
    prepare: async (shop) => {
      const channel = await prepareChannel(shop);
      await shop.passTime(3600);
      return announcing(channel.announcementPsbt);
    },
  },
  {
    claim: 'another announcement of a key that has a channel [OFF-2]',
    code: 'key_already_used',
    prepare: async (shop) => {
      const channel = await openChannel(shop);
      const version = (it: object) => Object.assign(it, { version: 1 });
      return announcing(anAnnouncement(channel, { transaction: version }));
    },
  },
  {
    claim: 'the same inputs in another order',
    code: 'key_already_used',
    prepare: async (shop) => {
      const channel = await openChannel(shop, { fundings: [[60], [40]] });
      const fundingOutputs = channel.fundingOutputs.toReversed();
      return announcing(anAnnouncement({ ...channel, fundingOutputs }));
    },
  },
  {
    claim: 'a funding output that is spent in the mempool',
    code: 'funding_spent',
    prepare: async (shop) => {
      const channel = await prepareChannel(shop);
      await shop.broadcast(await stolenSettlement(shop, channel, 50));
      return announcing(channel.announcementPsbt);
    },
  },
  {
    claim: 'a funding output that is spent in a block',
    code: 'funding_spent',
    prepare: async (shop) => {
      const channel = await prepareChannel(shop);
      await shop.broadcast(await stolenSettlement(shop, channel, 50));
      await shop.mine(1);
      return announcing(channel.announcementPsbt);
    },
  },
  {
    claim: 'one spent funding output of two',
    code: 'funding_spent',
    prepare: async (shop) => {
      const channel = await prepareChannel(shop, { fundings: [[60], [40]] });
      const [first, second] = channel.fundingOutputs;
      if (first === undefined || second === undefined) throw new Error('two were wanted');
      const inputs = channel.basis.inputs.slice(1);
      const half = { ...channel, basis: { ...channel.basis, inputs, capacity: doge(40) } };
      await shop.broadcast(await stolenSettlement(shop, half, 20));
      return announcing(channel.announcementPsbt);
    },
  },
  {
    claim: 'a funding transaction whose own input went elsewhere',
    code: 'funding_not_found',
    prepare: async (shop) => {
      const channel = await prepareChannel(shop, { confirmations: undefined });
      const [spent] = channel.fundingTransactions[0]?.ins ?? [];
      if (spent === undefined) throw new Error('no input');
      const from = [{ txid: toHex(spent.hash.toReversed()), vout: spent.index }];
      const outputs = [{ script: mallory.script, value: doge(900) }];
      await shop.broadcast(shop.purse.spend({ from, outputs }));
      await shop.mine(1);
      return announcing(channel.announcementPsbt);
    },
  },
];

async function paymentOn(shop: Shop, channel: OfferedChannel, amount: string) {
  return paying(await shop.invoice(amount), aPayment(channel, { paid: doge(30) }));
}

const PAYMENTS: readonly Case[] = [
  {
    claim: 'a payment on a funding in the mempool',
    code: 'channel_not_open',
    prepare: async (shop) => paymentOn(shop, await openChannel(shop, { confirmations: 0 }), '30'),
  },
  {
    claim: 'a payment on a funding one block short of its depth',
    code: 'channel_not_open',
    prepare: async (shop) => paymentOn(shop, await openChannel(shop, { confirmations: 1 }), '30'),
  },
  {
    claim: 'a payment on a channel that is closing',
    code: 'channel_not_open',
    prepare: async (shop) => paymentOn(shop, await closingChannel(shop), '10'),
  },
  {
    claim: 'a payment on a channel that is closed',
    code: 'channel_not_open',
    prepare: async (shop) => paymentOn(shop, await closedChannel(shop), '10'),
  },
  {
    claim: 'a payment on a channel that was refunded',
    code: 'channel_not_open',
    prepare: async (shop) => paymentOn(shop, await refundedChannel(shop), '30'),
  },
  {
    claim: 'a payment on a channel that was released',
    code: 'channel_not_open',
    prepare: async (shop) => {
      const channel = await openChannel(shop);
      await shop.ask(releasing(channel));
      await shop.look();
      return paymentOn(shop, channel, '30');
    },
  },
  {
    claim: 'a payment on a channel whose funding is being spent by others',
    code: 'channel_not_open',
    prepare: async (shop) => {
      const channel = await openChannel(shop);
      await shop.broadcast(await stolenSettlement(shop, channel, 50));
      await shop.look();
      return paymentOn(shop, channel, '30');
    },
  },
  {
    claim: 'a payment at the cutoff [PAY-13]',
    code: 'channel_expiring',
    prepare: async (shop) => {
      const channel = await openChannel(shop, { locktimeAfter: 30 });
      await shop.mine(channel.locktime - 10 - (await shop.node.tip()).height);
      return paymentOn(shop, channel, '30');
    },
  },
];

const CLOSES: readonly Case[] = [
  {
    claim: 'a close of a channel that is none',
    code: 'unknown_channel',
    prepare: async (shop) => {
      const { path, ...rest } = closing(await openChannel(shop));
      return { ...rest, path: path.replace(/[0-9a-f]{64}/, '00'.repeat(32)) };
    },
  },
  {
    claim: "a close by another's signature [CLS-4]",
    code: 'bad_signature',
    prepare: async (shop) => closing(await paidChannel(shop), mallory),
  },
  {
    claim: "a close by the signature for another channel's [CLS-4]",
    code: 'bad_signature',
    prepare: async (shop) => {
      const { path } = closing(await paidChannel(shop));
      return { ...closing(await openChannel(shop)), path };
    },
  },
  ...['', 'zz', '30', toHex(toDer(new Uint8Array(64).fill(0xff))), '00'.repeat(72)].map(
    (signature): Case => ({
      claim: `a close by the signature "${signature.slice(0, 12)}" [CLS-4]`,
      code: 'bad_signature',
      prepare: async (shop) =>
        posting(`/v1/channels/${(await openChannel(shop)).announcement.channelId}/close`, { signature }),
    }),
  ),
  {
    claim: 'a close of a channel on which nothing was paid [CLS-6]',
    code: 'nothing_paid',
    prepare: async (shop) => closing(await openChannel(shop)),
  },
  {
    claim: 'a close of a channel that lapsed',
    code: 'channel_not_open',
    prepare: async (shop) => closing(await lapsedChannel(shop)),
  },
  {
    claim: 'a close of a channel that was refunded',
    code: 'channel_not_open',
    prepare: async (shop) => closing(await refundedChannel(shop)),
  },
  {
    claim: 'a close without signature or PSBT',
    code: 'malformed_request',
    prepare: async (shop) =>
      posting(`/v1/channels/${(await openChannel(shop)).announcement.channelId}/close`, { signature: null }),
  },
];

async function paidChannel(shop: Shop): Promise<OfferedChannel> {
  const channel = await openChannel(shop);
  const answer = await pay(shop, channel, { invoice: await shop.invoice('20'), paid: 20 });
  if (answer.status !== 200) throw new Error(answer.text);
  return channel;
}

const her = (value: number | string) => ({ script: alice.script, value: doge(value) });
const friend = party('a friend');

const RELEASES: readonly Case[] = [
  {
    claim: 'a release of a channel on which something was paid [REL-1]',
    code: 'bad_release',
    prepare: async (shop) => releasing(await paidChannel(shop)),
  },
  {
    claim: 'a release of a channel that is closing with a payment [REL-1]',
    code: 'bad_release',
    prepare: async (shop) => releasing(await closingChannel(shop)),
  },
  {
    claim: 'a release that pays the till as well [REL-2]',
    code: 'bad_release',
    prepare: async (shop) => {
      const channel = await openChannel(shop);
      const outputs = [her(50), { script: channel.merchant.script, value: doge('49.98') }];
      return releasing(channel, { outputs });
    },
  },
  ...(
    [
      ['of no outputs', 'bad_release', []],
      [
        'of three outputs',
        'bad_release',
        [her(30), her(30), { script: friend.script, value: doge('39.98') }],
      ],
      ['to an OP_TRUE output', 'bad_release', [{ script: Uint8Array.of(0x51), value: doge('99.98') }]],
      ['with dust', 'dust_output', [her(99), her('0.005')]],
      ['without a fee', 'fee_too_low', [her(100)]],
      ['that burns half', 'fee_too_high', [her(50)]],
      ['of more than there is', 'exceeds_capacity', [her('100.00000001')]],
    ] as const
  ).map(
    ([what, code, outputs]): Case => ({
      claim: `a release ${what} [REL-2]`,
      code,
      prepare: async (shop) => releasing(await openChannel(shop), { outputs }),
    }),
  ),
  {
    claim: 'a release signed for less than all of it [REL-2]',
    code: 'unexpected_sighash',
    prepare: async (shop) => releasing(await openChannel(shop), { sighash: 0x83 }),
  },
  {
    claim: 'a release that another signed [REL-2]',
    code: 'bad_signature',
    prepare: async (shop) =>
      releasing(await openChannel(shop), { signer: mallory, listedKey: alice.publicKey }),
  },
  {
    claim: 'a release for later [REL-2]',
    code: 'transaction_not_final',
    prepare: async (shop) =>
      releasing(await openChannel(shop), { transaction: (it) => void Object.assign(it, { locktime: 1 }) }),
  },
  {
    claim: 'a release with an input more [REL-2]',
    code: 'inputs_changed',
    prepare: async (shop) =>
      releasing(await openChannel(shop), { transaction: (it) => void it.addInput(new Uint8Array(32), 0) }),
  },
  {
    claim: 'a release that is no PSBT',
    code: 'malformed_psbt',
    prepare: async (shop) =>
      posting(`/v1/channels/${(await openChannel(shop)).announcement.channelId}/close`, {
        psbt: toBase64(new Uint8Array(30)),
      }),
  },
  {
    claim: 'a release of a channel that is over',
    code: 'channel_not_open',
    prepare: async (shop) => releasing(await refundedChannel(shop)),
  },
];

export const REFUSED_STATES: readonly Case[] = [...ANNOUNCEMENTS, ...PAYMENTS, ...CLOSES, ...RELEASES];

/** No announcement can meet it: an output that pays another channel's script is refused as that script's key first. */
export const FUNDING_IN_USE: Case = {
  claim: "another channel's funding output",
  code: 'funding_in_use',
  prepare: async (shop) => announcing((await prepareChannel(shop)).announcementPsbt),
};
