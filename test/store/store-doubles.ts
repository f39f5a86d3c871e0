import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { transition } from '../../core/channel/machine.ts';
import type { ChannelLock } from '../../core/channel/vocabulary.ts';
import { type Koinu, koinu } from '../../core/money.ts';
import { fromHex, toHex, utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import type { StoredChannel } from '../../core/store/channel-rows.ts';
import type { StoredInvoice } from '../../core/store/invoices.ts';
import type { StoredPayment } from '../../core/store/payments.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { aChannel, type ChannelDouble, doge, TERMS } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { type Party, party } from '../doubles/parties.ts';

/** Milliseconds; the moment of every test that does not say another. */
export const NOW = Date.UTC(2026, 2, 1, 12);

/** A folder that is gone after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dogetill-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function aStore(path = ':memory:'): Store {
  const store = openStore(path);
  onTestFinished(() => store.close());
  return store;
}

/** 32 bytes that differ from those of every other name. */
export function bytesOf(name: string): Uint8Array {
  return sha256(utf8(name));
}

export function txidOfName(name: string): string {
  return toHex(bytesOf(name));
}

/** An offer in the store, for the next key index. */
export function insertOffer(
  store: Store,
  changes: { readonly merchant?: Party; readonly terms?: typeof TERMS } = {},
) {
  const keyIndex = store.offers.nextKeyIndex();
  const merchant = changes.merchant ?? party(`merchant ${keyIndex}`);
  store.offers.insert({
    keyIndex,
    merchantKey: merchant.publicKey,
    terms: changes.terms ?? TERMS,
    client: '192.0.2.1',
    issuedAt: NOW,
    expiresAt: NOW + 600_000,
  });
  const offer = store.offers.byKey(merchant.publicKey);
  if (offer === undefined) throw new Error('the offer was not stored');
  return { offer, merchant };
}

export interface InsertedChannel {
  readonly stored: StoredChannel;
  readonly double: ChannelDouble;
}

/** A channel in the store as an announcement makes it: open, 100 DOGE, unless changed. */
export function insertChannel(
  store: Store,
  changes: Partial<ChannelDouble> & { readonly confirmations?: number } = {},
): InsertedChannel {
  const { offer, merchant } = insertOffer(store, { ...(changes.terms && { terms: changes.terms }) });
  const double = aChannel({ ...changes, merchant });
  const lock: ChannelLock = {
    locktime: double.locktime,
    paymentCutoffBlocks: offer.terms.paymentCutoffBlocks,
    requiredConfirmations: offer.terms.confirmations,
  };
  const confirmations = changes.confirmations ?? lock.requiredConfirmations;
  const offered = {
    state: 'offered',
    lock: undefined,
    paid: koinu(0n),
    isReleased: false,
    spend: undefined,
  } as const;
  const { channel: step } = accepted(transition(offered, { type: 'announced', lock, confirmations }));
  const stored = store.channels.insert({
    announcement: double.announcement,
    offer,
    settlementScript: merchant.script,
    customerName: 'Alice',
    announcedAt: NOW,
    step,
    fundingHeight: confirmations > 0 ? 99_990 : undefined,
  });
  store.offers.markAnnounced(offer.keyIndex);
  return { stored, double };
}

export function insertInvoice(store: Store, name: string, amount: Koinu = doge('12.5')): StoredInvoice {
  return store.invoices.insert({
    id: txidOfName(name).slice(0, 32),
    amount,
    allowsTip: false,
    memo: name,
    issuedAt: NOW,
    expiresAt: NOW + 600_000,
  });
}

/** A payment as the till stores it: what is paid, the PSBT and the payment's row, in one transaction. */
export function pay(store: Store, row: number, invoice: StoredInvoice): StoredPayment {
  return store.transaction(() => {
    const channel = store.channels.require(row);
    const paid = koinu(channel.paid + invoice.amount);
    const psbt = bytesOf(`psbt ${row} ${paid}`);
    const payment: StoredPayment = {
      invoice: invoice.number,
      channel: row,
      number: channel.payments + 1,
      amount: invoice.amount,
      tip: koinu(0n),
      paid,
      acceptedAt: NOW + channel.payments,
      psbtHash: sha256(psbt),
      transactionHash: bytesOf(`transaction ${row} ${paid}`),
    };
    store.channels.raisePaid(row, { paid, changeScript: channel.changeScript });
    store.channels.setPsbt(row, psbt);
    store.payments.insert(payment);
    return payment;
  });
}

/** Bytes of an id on the wire. */
export function idBytes(id: string): Uint8Array {
  return fromHex(id);
}
