import { MAX_MONEY } from '../../../core/money.ts';
import { concat, fromHex, toHex } from '../../../core/protocol/bytes.ts';
import type { Transaction } from '../../../core/protocol/transaction.ts';
import { type ChannelDouble, doge, fund } from '../../doubles/channels.ts';
import { alice, bob } from '../../doubles/parties.ts';
import { aPayment } from '../../doubles/payments.ts';
import { type OfferedChannel, paying } from '../deviant-customer.ts';
import {
  DUE,
  deviating,
  type Outputs,
  deviatingOnThree as onThree,
  type PaymentCase,
} from './payment-stage.ts';

const withOutputs = (outputs: (channel: OfferedChannel) => Outputs) =>
  deviating((channel) => ({ outputs: outputs(channel) }));
/** The settlement output as it should be, and something else beside it. */
const beside = (...others: Outputs) =>
  withOutputs(({ merchant }) => [{ script: merchant.script, value: DUE }, ...others]);
const changed = (change: (transaction: Transaction) => unknown) =>
  deviating({ transaction: (it) => void change(it) });

const INPUTS: readonly PaymentCase[] = [
  ...(
    [
      ['an input more', (it: Transaction) => it.addInput(new Uint8Array(32).fill(5), 0)],
      ['its input twice', (it: Transaction) => it.ins.push({ ...it.ins[0] } as (typeof it.ins)[number])],
      [
        'another output of the same funding',
        (it: Transaction) => Object.assign(it.ins[0] ?? {}, { index: 1 }),
      ],
      ['version 1 instead of 2', (it: Transaction) => Object.assign(it, { version: 1 })],
      ['version 3', (it: Transaction) => Object.assign(it, { version: 3 })],
    ] as const
  ).map(
    ([what, change]): PaymentCase => ({
      claim: `${what} [PAY-2, PAY-11]`,
      code: 'inputs_changed',
      prepare: ({ one, shop }) =>
        shop
          .invoice('10')
          .then((invoice) =>
            paying(
              invoice,
              aPayment(one, { paid: DUE, transaction: (it) => void change(it) }),
              one.announcement.channelId,
            ),
          ),
    }),
  ),
  {
    claim: 'an input less [PAY-2, PAY-11]',
    code: 'inputs_changed',
    prepare: onThree({ transaction: (it) => void it.ins.pop() }),
  },
  {
    claim: 'its inputs in another order [PAY-2, PAY-11]',
    code: 'inputs_changed',
    prepare: onThree({ transaction: (it) => void it.ins.reverse() }),
  },
  {
    claim: "another channel's inputs under this channel's id",
    code: 'inputs_changed',
    prepare: async ({ shop, one, unpaid }) =>
      paying(await shop.invoice('30'), aPayment(unpaid, { paid: doge(30) }), one.announcement.channelId),
  },
  {
    claim: 'another redeem script beside its input [PAY-2, PAY-11]',
    code: 'inputs_changed',
    prepare: deviating({ input: (input) => ({ ...input, redeemScript: alice.script }) }),
  },
  {
    claim: 'another funding transaction beside its input [PAY-2, PAY-11]',
    code: 'inputs_changed',
    prepare: deviating({
      input: (input) => ({ ...input, fundingTransaction: fund(alice.publicKey, [doge(100)]).toBuffer() }),
    }),
  },
  {
    claim: 'its funding transaction with a witness put on [PAY-2]',
    code: 'inputs_changed',
    prepare: deviating((channel) => ({
      input: (input) => ({ ...input, fundingTransaction: witnessed(channel) }),
    })),
  },
  ...[1, 3_000, 1_900_000_000].map(
    (locktime): PaymentCase => ({
      claim: `the nLockTime ${locktime} [PAY-11]`,
      code: 'transaction_not_final',
      prepare: changed((it) => Object.assign(it, { locktime })),
    }),
  ),
  ...[0, 0xff, 0xfffffffd, 0xfffffffe].map(
    (sequence): PaymentCase => ({
      claim: `the sequence ${sequence.toString(16)} [PAY-11]`,
      code: 'transaction_not_final',
      prepare: changed((it) => it.ins.map((input) => Object.assign(input, { sequence }))),
    }),
  ),
];

function witnessed(channel: ChannelDouble): Uint8Array {
  const bytes = channel.fundingTransactions[0]?.toBuffer() ?? alice.script;
  const witness = fromHex('0103020202');
  return concat([
    bytes.subarray(0, 4),
    Uint8Array.of(0, 1),
    bytes.subarray(4, -4),
    witness,
    bytes.subarray(-4),
  ]);
}

const p2wpkh = concat([Uint8Array.of(0, 20), alice.script.subarray(3, 23)]);
const change = (value: bigint): Outputs[number] => ({ script: alice.script, value });
/** Of one input with a redeem script of 114 bytes and two P2PKH outputs: 385 bytes at 0.01 a kilobyte. */
export const LEAST_FEE = 385_000n;
export const MOST_FEE = LEAST_FEE * 10n + doge('0.01');
const REST = doge(100) - DUE;

const OUTPUTS: readonly PaymentCase[] = [
  ...(
    [
      ['no outputs [PAY-10]', withOutputs(() => [])],
      ['its only output to herself [PAY-10]', withOutputs(() => [change(doge('99.99'))])],
      [
        'its only output to another of the till [PAY-10]',
        withOutputs(() => [{ script: bob.script, value: DUE }]),
      ],
      ['one koinu less than is due [PAY-3]', deviating({ paid: doge('22.49999999') })],
      ['the amount of this invoice alone [PAY-3]', deviating({ paid: doge(10) })],
      ['the amount that was paid before [PAY-3]', deviating({ paid: doge('12.5') })],
    ] as const
  ).map(([claim, prepare]): PaymentCase => ({ claim, code: 'underpaid', prepare })),
  {
    claim: 'the payment for an earlier invoice',
    code: 'underpaid',
    prepare: async ({ shop, earlier }) => paying(await shop.invoice('10'), earlier),
  },
  {
    claim: 'one koinu more than is due, without tips [PAY-3]',
    code: 'overpaid',
    prepare: deviating({ paid: doge('22.50000001') }),
  },
  ...(
    [
      [
        'two outputs of which none is the settlement output [PAY-10]',
        withOutputs(() => [change(DUE), change(doge(70))]),
      ],
      ['three outputs [PAY-4]', beside(change(doge(30)), change(doge(47)))],
      [
        'the settlement output twice [PAY-4]',
        withOutputs(({ merchant: { script } }) => [
          { script, value: DUE },
          { script, value: DUE },
        ]),
      ],
      ['an OP_TRUE output [PAY-4]', beside({ script: Uint8Array.of(0x51), value: doge(77) })],
      ['an output of no script [PAY-4]', beside({ script: new Uint8Array(0), value: doge(77) })],
      ['a P2WPKH output [PAY-4]', beside({ script: p2wpkh, value: doge(77) })],
      ['an OP_RETURN output [PAY-4]', beside({ script: fromHex('6a0474657874'), value: doge(77) })],
      [
        'an output to a bare key [PAY-4]',
        beside({ script: fromHex(`21${toHex(alice.publicKey)}ac`), value: doge(77) }),
      ],
    ] as const
  ).map(([claim, prepare]): PaymentCase => ({ claim, code: 'unexpected_output', prepare })),
  ...['0', '0.0009', '0.001', '0.005', '0.00999999'].map(
    (value): PaymentCase => ({
      claim: `change of ${value} DOGE [FEE-5]`,
      code: 'dust_output',
      prepare: beside(change(doge(value))),
    }),
  ),
  {
    claim: 'a first payment below dust [PAY-12]',
    code: 'dust_output',
    prepare: async ({ shop, unpaid }) =>
      paying(await shop.invoice('0.00999999'), aPayment(unpaid, { paid: doge('0.00999999') })),
  },
  ...[0n, LEAST_FEE / 10n, LEAST_FEE - 1n].map(
    (fee): PaymentCase => ({
      claim: `a fee of ${fee} koinu [FEE-3]`,
      code: 'fee_too_low',
      prepare: beside(change(REST - fee)),
    }),
  ),
  ...[MOST_FEE + 1n, doge(1), REST - doge('0.01')].map(
    (fee): PaymentCase => ({
      claim: `a fee of ${fee} koinu [FEE-4]`,
      code: 'fee_too_high',
      prepare: beside(change(REST - fee)),
    }),
  ),
  {
    claim: 'all that is not due as the fee [FEE-4]',
    code: 'fee_too_high',
    prepare: beside(),
  },
  ...[REST + 1n, MAX_MONEY, MAX_MONEY + 1n, 2n ** 63n - 1n, -1n, -(2n ** 63n)].map(
    (value): PaymentCase => ({
      claim: `change of ${value} koinu`,
      code: 'exceeds_capacity',
      prepare: beside(change(value)),
    }),
  ),
  {
    claim: 'an invoice of more than the channel holds',
    code: 'exceeds_capacity',
    prepare: async ({ shop, one }) =>
      paying(
        await shop.invoice('500'),
        aPayment(one, { outputs: [{ script: one.merchant.script, value: doge('512.5') }] }),
      ),
  },
  {
    claim: 'thousands of outputs',
    code: 'transaction_too_large',
    prepare: beside(...new Array<Outputs[number]>(2950).fill(change(doge('0.02')))),
  },
];

export const REFUSED_PAYMENTS: readonly PaymentCase[] = [...INPUTS, ...OUTPUTS];
