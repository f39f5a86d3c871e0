import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeTill } from '../fake-till.ts';
import { doge, must, openedChannel, refused, WalletFolder } from '../wallet-fixture.ts';

let till: FakeTill;
let folder: WalletFolder;

beforeEach(async () => {
  till = new FakeTill();
  folder = new WalletFolder();
  await till.start();
});

afterEach(async () => {
  await folder.remove();
  await till.stop();
});

describe('a payment', () => {
  test('pays an invoice by its URI and keeps the receipt', async () => {
    const wallet = folder.create();
    const { record } = await openedChannel(wallet, till);
    const { uri, id } = till.invoice(doge(12.5));
    const paid = must(await wallet.pay(uri));
    expect(paid.payment).toMatchObject({
      invoice: id,
      state: 'accepted',
      amount: doge(12.5),
      paid: doge(12.5),
    });
    expect(till.channel(record.id).paid).toBe(doge(12.5));
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(12.5), signed: doge(12.5) });
  });

  test('adds to what was paid before', async () => {
    const wallet = folder.create();
    const { record } = await openedChannel(wallet, till);
    for (const amount of [1, 2.5, 3]) must(await wallet.pay(till.invoice(doge(amount)).uri));
    expect(till.channel(record.id).paid).toBe(doge(6.5));
  });

  test('of more than the channel holds is not signed', async () => {
    const wallet = folder.create();
    await openedChannel(wallet, till);
    refused(await wallet.pay(till.invoice(doge(100)).uri), 'insufficient_capacity');
    expect(till.payments).toEqual([]);
  });
});
