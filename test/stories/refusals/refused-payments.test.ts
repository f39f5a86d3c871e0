import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doge } from '../../doubles/channels.ts';
import { aPayment } from '../../doubles/payments.ts';
import { openChannel, pay, paying } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { payloadOf } from '../wire.ts';
import { DUE, type PaymentStage } from './payment-stage.ts';
import { expectRefusedInFull } from './refused.ts';
import { LEAST_FEE, MOST_FEE, REFUSED_PAYMENTS } from './refused-payments.ts';
import { REFUSED_SIGNATURES } from './refused-signatures.ts';

let stage: PaymentStage;

beforeAll(async () => {
  const shop = await Shop.open();
  const one = await openChannel(shop);
  const three = await openChannel(shop, { fundings: [[50, 30], [20]] });
  const unpaid = await openChannel(shop);
  const paidInvoice = await shop.invoice('12.5');
  const earlier = aPayment(one, { paid: doge('12.5') });
  for (const [invoice, psbt] of [
    [paidInvoice, earlier],
    [await shop.invoice('12.5'), aPayment(three, { paid: doge('12.5') })],
  ] as const) {
    const answer = await shop.ask(paying(invoice, psbt));
    if (answer.status !== 200) throw new Error(answer.text);
  }
  stage = { shop, one, three, unpaid, paidInvoice, earlier };
});

afterAll(() => stage.shop.remove());

describe('a payment', () => {
  test.each([...REFUSED_PAYMENTS, ...REFUSED_SIGNATURES].map((it) => [it.claim, it.code, it] as const))(
    'is refused for %s: %s',
    async (_, code, { prepare }) => {
      await expectRefusedInFull(stage.shop, await prepare(stage), code);
    },
  );

  test.each([
    ['least', LEAST_FEE],
    ['most', MOST_FEE],
  ])('is taken with the %s fee, to the koinu [FEE-2, FEE-3, FEE-4]', async (_, fee) => {
    const { shop } = stage;
    const channel = await openChannel(shop);
    const outputs = [
      { script: channel.merchant.script, value: DUE },
      { script: channel.customer.script, value: doge(100) - DUE - fee },
    ];
    const answer = await pay(shop, channel, { invoice: await shop.invoice('22.5'), paid: '22.5', outputs });
    expect(payloadOf(answer, shop.identity)).toMatchObject({ paid: '22.5' });
  });

  test('is taken on each channel after all that was refused on it', async () => {
    const { shop, one, three, unpaid } = stage;
    for (const [channel, paid] of [
      [one, '22.5'],
      [three, '22.5'],
      [unpaid, '10'],
    ] as const) {
      const answer = await pay(shop, channel, { invoice: await shop.invoice('10'), paid });
      expect(payloadOf(answer, shop.identity)).toMatchObject({ amount: '10', paid });
    }
  });
});
