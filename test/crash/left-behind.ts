import { sum } from '../../core/money.ts';
import { EMPTY, equal, toHex } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { parseTransaction } from '../../core/protocol/transaction.ts';
import type { StoredChannel } from '../../core/store/channel-rows.ts';
import type { Store } from '../../core/store/store.ts';
import { accepted, nth } from '../doubles/outcomes.ts';
import type { CrashCustomer } from './crash-customer.ts';

/*
 * What a till that was killed must have left on its disk. kill -9 ends the process and nothing else: what it gave to
 * the operating system is kept, whether it was flushed to the disk or not. So these looks prove the order of things
 * (stored before answered, all of a payment or nothing of it) and not that a power cut is survived. That is the
 * database's part: its log is flushed at every commit (WAL with synchronous=FULL, asserted in test/store), and a log that was
 * not wholly written ends at the last whole commit (power-cut.test.ts). A disk that says "flushed" and lies is covered by
 * nothing but a backup.
 */

/** Every receipt is in the store, in its order, and nothing besides but what was sent and is unanswered. */
export function mustHoldReceipts(store: Store, customer: CrashCustomer): void {
  const channel = storedChannel(store, customer);
  const { receipts, unanswered } = customer;
  const stored = store.payments.ofChannel(channel.constants.row, 1_000_000).reverse();
  const surplus = stored.length - receipts.length;
  must(surplus >= 0, `${customer.party.name} has ${receipts.length} receipts, the store ${stored.length}`);
  for (const [at, receipt] of receipts.entries()) {
    const payment = nth(stored, at);
    const invoice = store.invoices.require(payment.invoice);
    must(payment.number === at + 1, 'the payments of a channel are numbered');
    must(invoice.id === receipt.invoice, 'the payments are in the order of the receipts');
    must(toHex(payment.psbtHash) === receipt.psbtHash, 'the receipt is of the stored PSBT');
    must(
      payment.amount === receipt.amount && payment.tip === receipt.tip,
      'the amount is the one of the receipt',
    );
    must(payment.paid === receipt.paid, 'what is paid is what the receipt says');
  }
  must(surplus <= (unanswered === undefined ? 0 : 1), 'nothing is stored that was not sent');
  if (surplus === 1) {
    const [last] = stored.slice(-1);
    must(last?.paid === unanswered?.paid, 'the surplus is the payment that is unanswered');
    const sent = sha256(unanswered?.psbt ?? EMPTY);
    must(last !== undefined && equal(last.psbtHash, sent), 'the surplus is stored with its PSBT');
  }
  const earned = sum(receipts.flatMap(({ amount, tip }) => [amount, tip]));
  const pending = surplus === 1 && unanswered !== undefined ? [unanswered.amount, unanswered.tip] : [];
  must(channel.paid === sum([earned, ...pending]), 'paid is the sum of all amounts and tips');
  must(channel.payments === stored.length, 'the channel counts its payments');
  mustBeWhole(store, channel);
}

/** A payment is stored wholly: what is paid, its row, and the PSBT that pays it. */
export function mustBeWhole(store: Store, channel: StoredChannel): void {
  const [last] = store.payments.ofChannel(channel.constants.row, 1);
  const psbt = store.channels.psbt(channel.constants.row);
  must((last?.paid ?? 0n) === channel.paid, 'what is paid is what the last payment says');
  must((last === undefined) === (psbt === undefined), 'a payment has its PSBT');
  if (last === undefined || psbt === undefined) return;
  must(equal(sha256(psbt), last.psbtHash), 'the PSBT is the one of the last payment');
  const { outs } = accepted(decodePsbt(psbt)).transaction;
  must(paidBy(outs, channel.constants.basis.settlementScript) === channel.paid, 'the PSBT pays what is paid');
}

/** A settlement, where there is one, pays exactly what is paid. @returns its txid */
export function mustSettleRight(store: Store, customer: CrashCustomer): string | undefined {
  const channel = storedChannel(store, customer);
  const settlement = store.settlements.get(channel.constants.row);
  if (settlement === undefined) return undefined;
  must(channel.state === 'closing' || channel.state === 'closed', 'only a channel that closes is settled');
  const transaction = parseTransaction(settlement.bytes);
  must(transaction !== undefined, 'a stored settlement decodes');
  must(
    paidBy(transaction?.outs ?? [], customer.basis.settlementScript) === channel.paid,
    'the settlement pays all',
  );
  return settlement.txid;
}

export function storedChannel(store: Store, customer: CrashCustomer): StoredChannel {
  const channel = store.channels.byId(customer.channel);
  if (channel === undefined) throw new Error(`the channel of ${customer.party.name} is not in the store`);
  return channel;
}

/** What these outputs give to one script. */
export function paidBy(
  outputs: readonly { readonly script: Uint8Array; readonly value: bigint }[],
  script: Uint8Array,
): bigint {
  return outputs.reduce((total, output) => (equal(output.script, script) ? total + output.value : total), 0n);
}

export function must(isSo: boolean, claim: string): void {
  if (!isSo) throw new Error(`not so: ${claim}`);
}
