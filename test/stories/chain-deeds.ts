import { readKeyFile } from '../../core/merchant/keys/key-file.ts';
import { checkPayment } from '../../core/protocol/payment.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { buildRefund } from '../../core/protocol/refund.ts';
import { coSign } from '../../core/protocol/settlement.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import { type ChannelDouble, doge } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { aPayment } from '../doubles/payments.ts';
import { closing, openChannel, pay } from './deviant-customer.ts';
import type { Shop } from './shop.ts';

/** A settlement of a channel made behind the till's back, with the till's own key. Not sent. */
export async function stolenSettlement(
  shop: Shop,
  channel: ChannelDouble,
  paid: number,
): Promise<Transaction> {
  const keys = await readKeyFile(shop.folder).unlock('');
  const offer = shop.store.offers.byKey(channel.merchant.publicKey);
  if (keys === undefined || offer === undefined) throw new Error('no key');
  const due = { paid: doge(0), amount: doge(paid), allowsTip: false };
  const psbt = accepted(decodePsbt(aPayment(channel, { paid: doge(paid) })));
  return coSign(
    channel.basis,
    accepted(checkPayment(channel.basis, due, psbt)),
    keys.channelKey(offer.keyIndex),
  );
}

/** The customer's refund, that nodes take once the tip is at the locktime. Not sent. */
export function refundOf(channel: ChannelDouble): Transaction {
  const { script, privateKey } = channel.customer;
  const refund = buildRefund(channel.announcement, channel.terms, { script, privateKey });
  if (refund === undefined) throw new Error('nothing to refund');
  return refund;
}

/** A channel with 20 DOGE paid, closed by its customer: closing, its settlement in the mempool. */
export async function closingChannel(shop: Shop) {
  const channel = await openChannel(shop);
  const paid = await pay(shop, channel, { invoice: await shop.invoice('20'), paid: 20 });
  if (paid.status !== 200) throw new Error(paid.text);
  const asked = await shop.ask(closing(channel));
  if (asked.status !== 202) throw new Error(asked.text);
  await shop.look();
  return channel;
}

/** The same, its settlement buried. */
export async function closedChannel(shop: Shop) {
  const channel = await closingChannel(shop);
  await shop.mine(2);
  return channel;
}

/** An unpaid channel whose customer took it back after the locktime. */
export async function refundedChannel(shop: Shop) {
  const channel = await openChannel(shop, { locktimeAfter: 22 });
  await shop.mine(channel.locktime - (await shop.node.tip()).height);
  await shop.broadcast(refundOf(channel));
  await shop.mine(1);
  return channel;
}

/** An unpaid channel past its locktime that nobody took back yet. */
export async function lapsedChannel(shop: Shop) {
  const channel = await openChannel(shop, { locktimeAfter: 22 });
  await shop.mine(channel.locktime - (await shop.node.tip()).height);
  return channel;
}
