import * as ecc from 'tiny-secp256k1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concat, toHex } from '../../../core/protocol/bytes.ts';
import { settlementTransaction } from '../../../core/protocol/payment.ts';
import { signatureHash } from '../../../core/protocol/sighash.ts';
import { publicKeyOf, toDer, verifyEcdsa } from '../../../core/protocol/signature.ts';
import { doge } from '../../doubles/channels.ts';
import { nth } from '../../doubles/outcomes.ts';
import { party } from '../../doubles/parties.ts';
import { aPayment, honestOutputs } from '../../doubles/payments.ts';
import {
  anAnnouncement,
  announcing,
  closing,
  type OfferedChannel,
  openChannel,
  pay,
  paying,
  prepareChannel,
} from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { type Answer, asJson, expectProblem, payloadOf } from '../wire.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});

afterAll(() => shop.remove());

const TIMES = 20;
const times = <T>(work: (at: number) => Promise<T>, count = TIMES) =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)));
/** Each status once, sorted, with how often. */
function statuses(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
const paidOn = async (channel: OfferedChannel) => (await shop.status(channel.announcement.channelId))['paid'];

/** The same payment with other signatures, as true as the first. */
function signedAnew(channel: OfferedChannel, paid: number): Uint8Array {
  const outputs = honestOutputs(channel, doge(paid));
  const transaction = settlementTransaction(channel.basis, outputs);
  return aPayment(channel, {
    paid: doge(paid),
    signature: (_, index) => {
      const hash = signatureHash(transaction, { index, scriptCode: channel.redeemScript, hashType: 1 });
      const compact = ecc.sign(hash, channel.customer.privateKey, new Uint8Array(32).fill(9));
      expect(verifyEcdsa(hash, publicKeyOf(channel.customer.privateKey), compact)).toBe(true);
      return concat([toDer(compact), Uint8Array.of(1)]);
    },
  });
}

describe('the same announcement', () => {
  test('twenty times at once is one channel, and the same answer [STA-1]', async () => {
    const channel = await prepareChannel(shop);
    const before = shop.store.channels.list(10_000).length;
    const answers = await times(() => shop.ask(announcing(channel.announcementPsbt)));
    expect(statuses(answers)).toEqual({ 200: TIMES - 1, 201: 1 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(shop.store.channels.list(10_000).length).toBe(before + 1);
  });

  test('is answered by the state of the channel, also when it is closed', async () => {
    const channel = await openChannel(shop);
    await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
    await shop.ask(closing(channel));
    await shop.look();
    await shop.mine(2);
    const answer = await shop.ask(announcing(channel.announcementPsbt));
    expect(answer.status).toBe(200);
    expect(payloadOf(answer, shop.identity)).toMatchObject({ state: 'closed', paid: '10' });
  });
});

describe('two announcements of one key at once', () => {
  test('are one channel: the other is told that the key is used', async () => {
    const channel = await prepareChannel(shop, { fundings: [[60], [40]] });
    const fundingOutputs = channel.fundingOutputs.toReversed();
    const other = anAnnouncement({ ...channel, fundingOutputs });
    const answers = await times((at) =>
      shop.ask(announcing(at % 2 === 0 ? channel.announcementPsbt : other)),
    );
    expect(statuses(answers)).toEqual({ 200: TIMES / 2 - 1, 201: 1, 409: TIMES / 2 });
  });
});

describe('the same payment', () => {
  test('twenty times at once is one payment with one receipt, byte for byte [RCP-4]', async () => {
    const channel = await openChannel(shop);
    const invoice = await shop.invoice('10');
    const psbt = aPayment(channel, { paid: doge(10) });
    const answers = await times(() => shop.ask(paying(invoice, psbt)));
    expect(statuses(answers)).toEqual({ 200: TIMES });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await shop.desk('channel', { id: channel.announcement.channelId })).toMatchObject({
      paid: '10',
      payments: 1,
    });
  });

  test('later has the same receipt, whatever happened in between [RCP-1, RCP-4]', async () => {
    const channel = await openChannel(shop);
    const { channelId } = channel.announcement;
    const invoice = await shop.invoice('10');
    const wanted = paying(invoice, aPayment(channel, { paid: doge(10) }));
    const anew = paying(invoice, signedAnew(channel, 10));
    expect(anew.body).not.toBe(wanted.body);
    const { text } = await shop.ask(wanted);
    const expectSame = async (when: string) => {
      for (const request of [wanted, anew])
        expect([when, (await shop.ask(request)).text]).toEqual([when, text]);
    };
    await expectSame('at once');
    await pay(shop, channel, { invoice: await shop.invoice('5'), paid: 15 });
    await expectSame('after a later payment');
    await shop.passTime(1000);
    await expectSame('after the invoice expired');
    await shop.restart();
    await expectSame('after a restart');
    await shop.ask(closing(channel));
    await shop.look();
    await expectSame('while it is closing');
    await shop.mine(2);
    expect(await shop.status(channelId)).toMatchObject({ state: 'closed', paid: '15' });
    await expectSame('after the close');
    await shop.restart();
    await expectSame('after another restart');
    expect(await shop.status(channelId)).toMatchObject({ state: 'closed', paid: '15' });
  });

  test('is stored with the signature that came first [RCP-3, RCP-4]', async () => {
    const channel = await openChannel(shop);
    const invoice = await shop.invoice('10');
    const first = aPayment(channel, { paid: doge(10) });
    await shop.ask(paying(invoice, first));
    await shop.ask(paying(invoice, signedAnew(channel, 10)));
    const { row } = shop.store.channels.byId(channel.announcement.channelId)?.constants ?? { row: 0 };
    expect(toHex(shop.store.channels.psbt(row) ?? new Uint8Array(0))).toBe(toHex(first));
  });
});

describe('payments at once', () => {
  test('for one invoice from one channel: exactly one wins [RCP-5]', async () => {
    const channel = await openChannel(shop);
    const invoice = await shop.invoice('10', { tips: true });
    const answers = await times((at) => pay(shop, channel, { invoice, paid: 10 + at }));
    expect(statuses(answers)).toEqual({ 200: 1, 409: TIMES - 1 });
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expectProblem(answer, 'invoice_already_paid');
    }
    const [winner] = answers.filter(({ status }) => status === 200);
    expect(await paidOn(channel)).toBe(payloadOf(winner as Answer, shop.identity)['paid']);
  });

  test('for one invoice from twenty channels: exactly one wins, and the others keep all [RCP-5]', async () => {
    const channels = await openAtOnce(TIMES);
    const invoice = await shop.invoice('10');
    const answers = await Promise.all(channels.map((channel) => pay(shop, channel, { invoice, paid: 10 })));
    expect(statuses(answers)).toEqual({ 200: 1, 409: TIMES - 1 });
    const paid = await Promise.all(channels.map(paidOn));
    expect(paid.filter((amount) => amount === '10').length).toBe(1);
    expect(paid.filter((amount) => amount === '0').length).toBe(TIMES - 1);
  });

  test('for fifty invoices on one channel: those that were next are taken, and no koinu is counted twice [PAY-3]', async () => {
    const channel = await openChannel(shop);
    const invoices = await times(() => shop.invoice('1'), 50);
    const answers = await Promise.all(
      invoices.map((invoice, at) => pay(shop, channel, { invoice, paid: at + 1 })),
    );
    const taken = answers.filter(({ status }) => status === 200).map((it) => payloadOf(it, shop.identity));
    expect(taken.length).toBeGreaterThan(0);
    // One arrives before or after its turn: before it is underpaid or overpaid, and after it as well.
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(['underpaid', 'overpaid']).toContain(asJson(answer)['code']);
    }
    expect(taken.map(({ paid }) => Number(paid)).sort((a, b) => a - b)).toEqual(taken.map((_, at) => at + 1));
    expect(await paidOn(channel)).toBe(String(taken.length));
  });

  test('of the same sum for fifty invoices on one channel: one is taken', async () => {
    const channel = await openChannel(shop);
    const invoices = await times(() => shop.invoice('1'), 50);
    const answers = await Promise.all(invoices.map((invoice) => pay(shop, channel, { invoice, paid: 1 })));
    expect(statuses(answers)).toEqual({ 200: 1, 422: 49 });
    expect(await paidOn(channel)).toBe('1');
  });

  test('on twenty channels, five each, all count, and settle to the koinu', async () => {
    const channels = await openAtOnce(TIMES);
    await Promise.all(
      channels.map(async (channel, at) => {
        for (let number = 1; number <= 5; number++) {
          const invoice = await shop.invoice(`${at + 1}`);
          const answer = await pay(shop, channel, { invoice, paid: (at + 1) * number });
          expect(payloadOf(answer, shop.identity)).toMatchObject({ paid: `${(at + 1) * number}` });
        }
      }),
    );
    const ids = channels.map((channel) => channel.announcement.channelId);
    const closed = await shop.desk('close', { ids });
    await shop.mine(1);
    const block = await shop.node.block((await shop.node.tip()).hash);
    const settled = new Map(block?.transactions.map((it) => [it.getId(), it]));
    for (const [at, { channel }] of closed.entries()) {
      const settlement = settled.get(channel?.settlement?.txid ?? '');
      const till = toHex(nth(channels, at).merchant.script);
      const outputs = settlement?.outs.map(({ script, value }) => [toHex(script), value]);
      expect(outputs?.find(([script]) => script === till)?.[1]).toBe(doge((at + 1) * 5));
    }
  });

  test('and a close: what has a receipt is in the settlement', async () => {
    const channel = await openChannel(shop);
    await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
    const invoice = await shop.invoice('5');
    const [paid, closed] = await Promise.all([
      pay(shop, channel, { invoice, paid: 15 }),
      shop.ask(closing(channel)),
    ]);
    expect(closed.status).toBe(202);
    await shop.look();
    const { settlement, paid: total } = await shop.desk('channel', { id: channel.announcement.channelId });
    expect(total).toBe(paid.status === 200 ? '15' : '10');
    if (paid.status !== 200) expectProblem(paid, 'channel_not_open');
    const outputs = honestOutputs(channel, doge(total));
    const value = Buffer.alloc(8);
    value.writeBigUInt64LE(nth(outputs, 0).value);
    expect(settlement?.hex).toContain(value.toString('hex'));
  });
});

/** Many channels, funded in one block. */
async function openAtOnce(count: number): Promise<OfferedChannel[]> {
  const channels: OfferedChannel[] = [];
  for (let at = 0; at < count; at++) {
    const confirmations = at === count - 1 ? 2 : 0;
    channels.push(
      await prepareChannel(shop, { customer: party(`customer ${at}`), fundings: [[150]], confirmations }),
    );
  }
  const answers = await Promise.all(channels.map((it) => shop.ask(announcing(it.announcementPsbt))));
  expect(statuses(answers)).toEqual({ 201: count });
  return channels;
}
