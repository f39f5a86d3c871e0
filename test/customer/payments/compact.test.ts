import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CustomerWallet } from '../../../core/customer/wallet.ts';
import { framesOf } from '../../../core/protocol/bbqr.ts';
import { utf8 } from '../../../core/protocol/bytes.ts';
import { FakeTill } from '../fake-till.ts';
import { doge, must, openedChannel, refused, WalletFolder } from '../wallet-fixture.ts';

let till: FakeTill;
let folder: WalletFolder;
let wallet: CustomerWallet;
let channel: string;

beforeEach(async () => {
  till = new FakeTill();
  folder = new WalletFolder();
  await till.start();
  wallet = folder.create();
  channel = (await openedChannel(wallet, till, { inputs: 3 })).record.id;
  must(await wallet.pay(till.invoice(doge(1)).uri));
});

afterEach(async () => {
  await folder.remove();
  await till.stop();
});

describe('a compact payment', () => {
  test('is made without asking the till, and its receipt read off the screen', async () => {
    const { uri, id } = till.invoice(doge(5));
    const asked = till.seen.length;
    const { text } = must(await wallet.payCompactly(uri));
    expect(text).toMatch(/^DOGEPAY1:[A-Z2-7]+$/);
    expect(till.seen).toHaveLength(asked);
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(1), signed: doge(6) });
    must(await wallet.recordReceipt(channel, till.scan(text, id)));
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(6), signed: doge(6) });
  });

  test('has a receipt that is read off the screen as a QR code too [QRX-1]', async () => {
    const { uri, id } = till.invoice(doge(5));
    const { text } = must(await wallet.payCompactly(uri));
    const frames = framesOf(utf8(till.scan(text, id)), 'J');
    refused(await wallet.recordReceipt(channel, 'B$2J0100AAAA'), 'bad_envelope');
    must(await wallet.recordReceipt(channel, frames.join('\n')));
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(6) });
  });

  test('is the same payment as the one sent over the network', async () => {
    const { uri, id } = till.invoice(doge(5));
    const { text } = must(await wallet.payCompactly(uri));
    till.scan(text, id);
    expect(must(await wallet.pay(uri)).payment.paid).toBe(doge(6));
    expect(till.channel(channel).paid).toBe(doge(6));
  });

  test('says the same again when it is asked for again', async () => {
    const { uri } = till.invoice(doge(5));
    const first = must(await wallet.payCompactly(uri));
    wallet = await folder.reopen(wallet);
    expect(must(await wallet.payCompactly(uri)).text).toBe(first.text);
    expect(wallet.channels()[0]?.record.payments).toHaveLength(2);
  });

  test('is not made on top of another without a receipt', async () => {
    must(await wallet.payCompactly(till.invoice(doge(5)).uri));
    refused(await wallet.payCompactly(till.invoice(doge(5)).uri), 'payment_unanswered');
  });

  test('is not made for an invoice that is paid', async () => {
    const { uri } = till.invoice(doge(5));
    must(await wallet.pay(uri));
    refused(await wallet.payCompactly(uri), 'invoice_already_paid');
  });

  test('that spends everything leaves the change that would be dust to the fee', async () => {
    const [view] = wallet.channels();
    const rest = doge(Number(view?.spendable ?? 0n) / 1e8);
    const { uri, id } = till.invoice(rest);
    const { text } = must(await wallet.payCompactly(uri));
    must(await wallet.recordReceipt(channel, till.scan(text, id)));
    expect(till.settle(channel).outs).toHaveLength(1);
  });
});

test('a receipt that is no receipt of hers is not kept', async () => {
  refused(await wallet.recordReceipt(channel, '{}'), 'bad_envelope');
  refused(await wallet.recordReceipt(channel, 'nothing'), 'bad_envelope');
  refused(await wallet.recordReceipt('ff', '{}'), 'no_such_channel');
});
