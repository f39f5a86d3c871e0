import { assert } from '../../assert.ts';
import { type Koinu, ZERO } from '../../money.ts';
import { NETWORKS, type NetworkName } from '../../networks.ts';
import { pubKeyHashScript, scriptOf } from '../../protocol/address.ts';
import { type Announcement, readAnnouncement } from '../../protocol/announcement.ts';
import { fromHex } from '../../protocol/bytes.ts';
import { spendable } from '../../protocol/fee.ts';
import type { ChannelStatus } from '../../protocol/messages.ts';
import type { ChannelBasis } from '../../protocol/payment.ts';
import { parseTransaction, type Transaction } from '../../protocol/transaction.ts';
import { KEY_CHAIN, type WalletKeys } from './keys.ts';
import { decline, done, type Outcome } from './refusals.ts';
import type { ChannelRecord, PaymentRecord } from './wallet-state.ts';

/** What the channel's record and its announcement fix, as core/protocol wants it. */
interface OpenedRecord extends ChannelBasis, Pick<Announcement, 'locktime'> {
  readonly fundingTransactions: readonly Transaction[];
}

/** Reads a record's own announcement: this wallet wrote it, so that anything wrong with it is a bug. */
export function openRecord(record: ChannelRecord, network: NetworkName): OpenedRecord {
  const announcement = readAnnouncement(fromHex(record.announcement));
  assert(announcement.ok, 'a stored announcement reads back');
  const settlementScript = scriptOf(record.settlementAddress, NETWORKS[network]);
  assert(settlementScript !== undefined, 'a stored settlement address is of the network');
  assert(announcement.value.channelId === record.id, "a stored announcement is its channel's");
  const fundingTransactions = [...announcement.value.fundingTransactions.values()].map((bytes) => {
    const transaction = parseTransaction(bytes);
    assert(transaction !== undefined, 'a stored funding transaction reads back');
    return transaction;
  });
  const { feePerKb, dust } = record.terms;
  return { ...announcement.value, settlementScript, feePerKb, dust, fundingTransactions };
}

/** Where payments on a channel return the rest: the same script for all of them, as compact payments need. */
export function changeScriptOf(record: ChannelRecord, keys: WalletKeys): Uint8Array {
  return pubKeyHashScript(keys.publicKey(KEY_CHAIN.change, record.changeIndex));
}

/** Everything paid for which the till gave a receipt. */
export function paidOf(record: ChannelRecord): Koinu {
  return mostOf(record.payments.filter((payment) => payment.state === 'accepted'));
}

/** The most that the till could take today: the highest cumulative amount she ever signed, accepted or not. */
export function signedOf(record: ChannelRecord): Koinu {
  return mostOf(record.payments);
}

function mostOf(payments: readonly PaymentRecord[]): Koinu {
  let most = ZERO;
  for (const { paid } of payments) if (paid > most) most = paid;
  return most;
}

export function pendingOf(record: ChannelRecord): PaymentRecord | undefined {
  return record.payments.find((payment) => payment.state === 'sent');
}

/** What she can still spend with a payment that has change. */
export function spendableOf(record: ChannelRecord, basis: ChannelBasis): Koinu {
  return spendable({
    ...basis,
    paid: paidOf(record),
    inputs: basis.inputs.length,
    redeemScriptLength: basis.redeemScript.length,
  });
}

export function replacePayment(
  record: ChannelRecord,
  before: PaymentRecord,
  after: PaymentRecord,
): ChannelRecord {
  assert(record.payments.includes(before), 'the payment that is replaced is there');
  return { ...record, payments: record.payments.map((payment) => (payment === before ? after : payment)) };
}

/**
 * Takes over what the till states of a channel, once it agrees with what she knows. A state is only information:
 * whatever the till says, the refund after the locktime needs nobody's leave.
 */
export function applyStatus(record: ChannelRecord, status: ChannelStatus): Outcome<ChannelRecord> {
  const facts: readonly (readonly [string, string | number | bigint, string | number | bigint])[] = [
    ['id', record.id, status.channel],
    ['capacity', record.capacity, status.capacity],
    ['settlement address', record.settlementAddress, status.settlementAddress],
    ['locktime', record.locktime, status.locktime],
  ];
  for (const [field, expected, stated] of facts) {
    if (expected !== stated) {
      return decline('wrong_status', {
        field,
        expected: String(expected),
        stated: String(stated).slice(0, 100),
      });
    }
  }
  const signed = signedOf(record);
  if (status.paid > signed) return decline('paid_more_than_signed', { signed, stated: status.paid });
  const isRefunding = record.state === 'refunding' && status.state !== 'refunded';
  return done({
    ...record,
    state: isRefunding ? record.state : status.state,
    confirmations: status.confirmations,
  });
}
