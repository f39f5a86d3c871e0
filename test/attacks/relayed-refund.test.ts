import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import { type Transaction, transactionHex, txidOf } from '../../core/protocol/transaction.ts';
import { doge } from '../doubles/channels.ts';
import { openChannel, pay } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';
import { asJson } from '../stories/wire.ts';

const STRANGER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open({ policy: { invoiceConfirmations: 2 } });
});
afterAll(() => shop.remove());

async function scriptOfInvoice(id: string): Promise<Uint8Array> {
  const { address } = await shop.desk('invoice', { id });
  const script = scriptOf(address, NETWORKS.regtest);
  if (script === undefined) throw new Error('no address');
  return script;
}

const relay = (id: string, transaction: Transaction, refund: string) =>
  shop.post(`/v1/invoices/${id}/relay/pay`, { id, tx: transactionHex(transaction), refund });

describe('a refund address that a stranger names', () => {
  test('is not kept with a transaction that the network refuses [DGC-2]', async () => {
    const id = await shop.invoice('20');
    const script = await scriptOfInvoice(id);
    const mature = await shop.transactionPaying([{ script, value: doge(20) }]);
    // Final and signed for, and still not for a block of this height.
    mature.locktime = 499_999_999;
    for (const input of mature.ins) input.sequence = 0;
    expect((await relay(id, mature, STRANGER)).status).toBe(400);
    await shop.node.sendToAddress((await shop.desk('invoice', { id })).address, doge(25));
    await shop.look();
    const { onChain } = await shop.desk('invoice', { id });
    expect(onChain).toMatchObject({ state: 'waiting', received: '25', excess: '5' });
    expect(onChain?.refundAddress).toBeUndefined();
  });

  test('is not kept with a transaction that the node had already [DGC-2]', async () => {
    const id = await shop.invoice('20');
    const script = await scriptOfInvoice(id);
    const transaction = await shop.transactionPaying([{ script, value: doge(20) }]);
    await shop.broadcast(transaction);
    expect((await relay(id, transaction, STRANGER)).status).toBe(200);
    await shop.look();
    const { onChain } = await shop.desk('invoice', { id });
    expect(onChain).toMatchObject({ state: 'waiting', received: '20' });
    expect(onChain?.refundAddress).toBeUndefined();
  });

  test('does not take the place of the one that came with the payment [DGC-2]', async () => {
    const id = await shop.invoice('20');
    const script = await scriptOfInvoice(id);
    const transaction = await shop.transactionPaying([{ script, value: doge(20) }]);
    expect((await relay(id, transaction, shop.purse.address)).status).toBe(200);
    await relay(id, transaction, STRANGER);
    await relay(id, await shop.transactionPaying([{ script, value: doge(20) }]), STRANGER);
    await shop.look();
    expect((await shop.desk('invoice', { id })).onChain?.refundAddress).toBe(shop.purse.address);
  });
});

test.each(["the invoice's own", "another invoice's", "a channel's settlement"])(
  'a refund address that is %s address is not kept [DGC-2]',
  async (whose) => {
    const id = await shop.invoice('20');
    const other = await shop.invoice('20');
    const channel = await openChannel(shop);
    const settled = await shop.desk('channel', { id: channel.announcement.channelId });
    const addresses: Record<string, string> = {
      "the invoice's own": (await shop.desk('invoice', { id })).address,
      "another invoice's": (await shop.desk('invoice', { id: other })).address,
      "a channel's settlement": settled.settlementAddress,
    };
    const refund = addresses[whose] ?? '';
    expect(scriptOf(refund, NETWORKS.regtest)).toBeDefined();
    await shop.look();
    const script = await scriptOfInvoice(id);
    const transaction = await shop.transactionPaying([{ script, value: doge(25) }]);
    expect((await relay(id, transaction, refund)).status).toBe(200);
    const { onChain } = await shop.desk('invoice', { id });
    expect(onChain).toMatchObject({ state: 'waiting', received: '25', excess: '5' });
    expect(onChain?.refundAddress).toBeUndefined();
  },
);

describe('a transaction that the node has not accepted', () => {
  test('covers no invoice: an honest payment through a channel is taken meanwhile [DGC-7]', async () => {
    const channel = await openChannel(shop);
    const id = await shop.invoice('10');
    const { number } = shop.store.invoices.requireById(id);
    const script = await scriptOfInvoice(id);
    const transaction = await shop.transactionPaying([{ script, value: doge(10) }]);
    const txid = txidOf(transaction);
    shop.store.transaction(() => {
      const arrival = { invoice: number, txid, vout: 0, value: doge(10), isReplaceable: false };
      shop.store.arrivals.offer({ ...arrival, firstSeen: shop.clock.now() }, STRANGER);
      shop.store.arrivals.keepTransaction(txid, transaction.toBuffer());
    });
    expect((await shop.desk('invoice', { id })).onChain).toBeUndefined();
    expect((await pay(shop, channel, { invoice: id, paid: 10 })).status).toBe(200);
    // What a crash left unsent is not sent for an invoice that was paid otherwise.
    await shop.look();
    expect(await shop.node.mempoolTxids()).not.toContain(txid);
    expect(shop.store.arrivals.offered()).toEqual([]);
  });

  test('keeps nobody out who pays while strangers repeat it [DGC-7]', async () => {
    const channel = await openChannel(shop);
    let paid = 0;
    for (let round = 0; round < 5; round++) {
      const id = await shop.invoice('1');
      const script = await scriptOfInvoice(id);
      const worthless = await shop.transactionPaying([{ script, value: doge(1) }]);
      worthless.locktime = 499_999_999;
      for (const input of worthless.ins) input.sequence = 0;
      const flood = Array.from({ length: 8 }, () => relay(id, worthless, STRANGER));
      const answer = await pay(shop, channel, { invoice: id, paid: paid + 1 });
      expect([answer.status, asJson(answer)['code']]).toEqual([200, undefined]);
      paid += 1;
      for (const { status } of await Promise.all(flood)) expect(status).toBeGreaterThanOrEqual(400);
    }
  });
});
