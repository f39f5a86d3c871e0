import { toBase64, utf8 } from '../../../core/protocol/bytes.ts';
import { INVOICE_FIELD, MAX_PSBT_BYTES } from '../../../core/protocol/psbt.ts';
import { doge } from '../../doubles/channels.ts';
import { alice, mallory } from '../../doubles/parties.ts';
import { aPayment, type Deviations } from '../../doubles/payments.ts';
import { editRawPsbt } from '../../doubles/raw-psbt.ts';
import { type OfferedChannel, paying } from '../deviant-customer.ts';
import type { Shop } from '../shop.ts';
import { posting, type WireRequest } from '../wire.ts';
import { withHighS, withPaddedR } from './odd-bytes.ts';
import {
  DUE,
  deviating,
  deviatingOnThree as onThree,
  type PaymentCase,
  type PaymentStage,
} from './payment-stage.ts';

const signature = (change: NonNullable<Deviations['signature']>) => deviating({ signature: change });
const SIGNATURES: readonly PaymentCase[] = [
  ...[0x00, 0x02, 0x03, 0x04, 0x41, 0x81, 0x82, 0x83].map(
    (sighash): PaymentCase => ({
      claim: `a signature of the hash type ${sighash.toString(16)} [PAY-5]`,
      code: 'unexpected_sighash',
      prepare: deviating({ sighash }),
    }),
  ),
  ...[0, 2, 3, 0x81, 0x83].map(
    (sighashType): PaymentCase => ({
      claim: `the hash type ${sighashType.toString(16)} in the PSBT's own field [PAY-5]`,
      code: 'unexpected_sighash',
      prepare: deviating({ input: (input) => ({ ...input, sighashType }) }),
    }),
  ),
  ...(
    [
      ['no signature [PAY-5]', signature(() => undefined)],
      ['an empty signature [PAY-5]', signature(() => new Uint8Array(0))],
      ["another's signature under her own key [PAY-5]", deviating({ signer: mallory })],
      [
        'the second of three inputs unsigned [PAY-5]',
        onThree({ signature: (it, at) => (at === 1 ? undefined : it) }),
      ],
      [
        'a final script instead of a signature [PAY-5]',
        async ({ shop, one }: PaymentStage) => {
          const psbt = editRawPsbt(aPayment(one, { paid: DUE }), ({ inputs }) => ({
            inputs: inputs.map(() => [{ key: '07', value: Uint8Array.of(0x51) }]),
          }));
          return paying(await shop.invoice('10'), psbt);
        },
      ],
    ] as const
  ).map(([claim, prepare]): PaymentCase => ({ claim, code: 'missing_signature', prepare })),
  ...(
    [
      ['the other S', withHighS],
      ['a padded R', withPaddedR],
      ['one byte', () => Uint8Array.of(1)],
      ['70,000 bytes', () => new Uint8Array(70_000).fill(1)],
      ['64 bytes without DER', () => new Uint8Array(65).fill(1)],
      ['one bit changed', (it: Uint8Array) => it.with(20, (it[20] ?? 0) ^ 1)],
    ] as const
  ).map(
    ([what, change]): PaymentCase => ({
      claim: `a signature of ${what} [PAY-5]`,
      code: 'bad_signature',
      prepare: signature(change),
    }),
  ),
  {
    claim: "another's signature listed as hers [PAY-5]",
    code: 'bad_signature',
    prepare: deviating({ signer: mallory, listedKey: alice.publicKey }),
  },
  {
    claim: 'the signature of an earlier payment [PAY-5]',
    code: 'bad_signature',
    prepare: ({ shop, one, earlier }) => transplanted(shop, one, earlier),
  },
  {
    claim: 'the signature of its first input on every input [PAY-5]',
    code: 'bad_signature',
    prepare: async (stage) => {
      let first: Uint8Array | undefined;
      return onThree({
        signature: (it) => {
          first ??= it;
          return first;
        },
      })(stage);
    },
  },
];

/** A payment of what is due, with the signatures of another one. */
async function transplanted(shop: Shop, channel: OfferedChannel, other: Uint8Array): Promise<WireRequest> {
  const due = aPayment(channel, { paid: DUE });
  const psbt = editRawPsbt(due, () => {
    let inputs: Parameters<Parameters<typeof editRawPsbt>[1]>[0]['inputs'] = [];
    editRawPsbt(other, (it) => {
      inputs = it.inputs;
      return {};
    });
    return { inputs };
  });
  return paying(await shop.invoice('10'), psbt);
}

const NAMES: readonly PaymentCase[] = [
  {
    claim: 'an invoice that is none',
    code: 'unknown_invoice',
    prepare: ({ one }) => paying('00'.repeat(16), aPayment(one, { paid: DUE })),
  },
  {
    claim: 'an invoice by its id in capitals',
    code: 'unknown_invoice',
    prepare: async ({ shop, one }) =>
      paying((await shop.invoice('10')).toUpperCase(), aPayment(one, { paid: DUE })),
  },
  {
    claim: 'another invoice in the PSBT than in the address [PAY-7]',
    code: 'invoice_mismatch',
    prepare: async ({ shop, one }) => {
      const named = await shop.invoice('10');
      const channelFields = new Map([[INVOICE_FIELD, utf8(named)]]);
      return paying(await shop.invoice('10'), aPayment(one, { paid: DUE, channelFields }));
    },
  },
  {
    claim: "an invoice's id with more behind it in the PSBT [PAY-7]",
    code: 'invoice_mismatch',
    prepare: async ({ shop, one }) => {
      const invoice = await shop.invoice('10');
      const channelFields = new Map([[INVOICE_FIELD, utf8(`${invoice}00`)]]);
      return paying(invoice, aPayment(one, { paid: DUE, channelFields }));
    },
  },
  {
    claim: 'an invoice that was paid, by another transaction [RCP-5]',
    code: 'invoice_already_paid',
    prepare: ({ one, paidInvoice }) => paying(paidInvoice, aPayment(one, { paid: doge(25) })),
  },
  {
    claim: 'an invoice that was paid, by another channel [RCP-5]',
    code: 'invoice_already_paid',
    prepare: ({ unpaid, paidInvoice }) => paying(paidInvoice, aPayment(unpaid, { paid: doge('12.5') })),
  },
  {
    claim: 'an invoice that was taken back',
    code: 'invoice_expired',
    prepare: async ({ shop, one }) => {
      const id = await shop.invoice('10');
      await shop.desk('cancelInvoice', { id });
      return paying(id, aPayment(one, { paid: DUE }));
    },
  },
  {
    claim: 'an invoice whose time is over',
    code: 'invoice_expired',
    prepare: async ({ shop, one }) => {
      const id = await shop.invoice('10');
      await shop.passTime(901);
      return paying(id, aPayment(one, { paid: DUE }));
    },
  },
  ...['00'.repeat(32), 'x', '', 'f'.repeat(10_000)].map(
    (channelId): PaymentCase => ({
      claim: `a channel that is none: ${channelId.slice(0, 8)}`,
      code: 'unknown_channel',
      prepare: async ({ shop, one }) =>
        paying(await shop.invoice('10'), aPayment(one, { paid: DUE }), channelId),
    }),
  ),
  {
    claim: 'inputs of no channel',
    code: 'unknown_channel',
    prepare: deviating({
      transaction: (it) =>
        void it.ins.map((input) => Object.assign(input, { hash: new Uint8Array(32).fill(1) })),
    }),
  },
  {
    claim: 'a PSBT that is none',
    code: 'malformed_psbt',
    prepare: async ({ shop }) => paying(await shop.invoice('10'), new Uint8Array(9)),
  },
  {
    claim: 'a PSBT larger than the till reads',
    code: 'psbt_too_large',
    prepare: async ({ shop }) => paying(await shop.invoice('10'), new Uint8Array(MAX_PSBT_BYTES + 1)),
  },
  {
    claim: 'a channel that is no text',
    code: 'malformed_request',
    prepare: async ({ shop, one }) =>
      posting(`/v1/invoices/${await shop.invoice('10')}/channel-payment`, {
        psbt: toBase64(aPayment(one, { paid: DUE })),
        channel: [one.announcement.channelId],
      }),
  },
];

export const REFUSED_SIGNATURES: readonly PaymentCase[] = [...SIGNATURES, ...NAMES];
