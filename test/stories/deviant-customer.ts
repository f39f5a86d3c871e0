import { NETWORKS } from '../../core/networks.ts';
import { scriptHashScript, scriptOf } from '../../core/protocol/address.ts';
import { readAnnouncement } from '../../core/protocol/announcement.ts';
import { toBase64, toHex } from '../../core/protocol/bytes.ts';
import type { ChannelOffer } from '../../core/protocol/messages.ts';
import { CHANGE_SCRIPT_FIELD, encodePsbt } from '../../core/protocol/psbt.ts';
import { buildRedeemScript } from '../../core/protocol/redeem-script.ts';
import { closeRequestHash } from '../../core/protocol/requests.ts';
import { signEcdsa, toDer } from '../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction } from '../../core/protocol/transaction.ts';
import { aTransactionPaying, type ChannelDouble, doge, type Funding } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { alice, type Party } from '../doubles/parties.ts';
import { aPayment, type Deviations, type DraftInput } from '../doubles/payments.ts';
import type { Shop } from './shop.ts';
import { type Answer, posting, type WireRequest } from './wire.ts';

/** A channel as the customer holds it, with the till's own offer behind it. */
export interface OfferedChannel extends ChannelDouble {
  readonly offer: ChannelOffer;
}

export interface ChannelWish {
  readonly customer?: Party;
  /** Above the offer's height. */
  readonly locktimeAfter?: number;
  /** The funding outputs' values in DOGE, a list for each funding transaction. */
  readonly fundings?: readonly (readonly (number | string)[])[];
  readonly changeScript?: Uint8Array | undefined;
  readonly version?: number;
  /** Confirmations of the funding before the announcement; 0 is the mempool, undefined that nobody has it. */
  readonly confirmations?: number | undefined;
}

/** [1] [A] [B] [C] Everything before the announcement is sent. */
export async function prepareChannel(shop: Shop, wish: ChannelWish = {}): Promise<OfferedChannel> {
  const { customer = alice, fundings = [[100]], locktimeAfter = 500 } = wish;
  const confirmations = 'confirmations' in wish ? wish.confirmations : 2;
  const changeScript = 'changeScript' in wish ? wish.changeScript : customer.script;
  const offer = await shop.offer();
  const locktime = offer.height + locktimeAfter;
  const merchant = merchantOf(offer);
  const redeemScript = buildRedeemScript({
    locktime,
    customerKey: customer.publicKey,
    merchantKey: offer.merchantKey,
  });
  const script = scriptHashScript(redeemScript);
  const values = fundings.map((list) => list.map(doge));
  const fundingTransactions: Transaction[] = [];
  for (const list of values) {
    fundingTransactions.push(await shop.transactionPaying(list.map((value) => ({ script, value }))));
  }
  if (confirmations !== undefined) {
    for (const transaction of fundingTransactions) await shop.broadcast(transaction);
    if (confirmations > 0) await shop.mine(confirmations);
  }
  const fundingOutputs = values.flatMap((list, at) =>
    list.map((_, vout) => ({ transaction: fundingTransactions[at] as Transaction, vout })),
  );
  const version = wish.version ?? 2;
  const announcementPsbt = anAnnouncement(
    { redeemScript, fundingOutputs, changeScript },
    { transaction: (transaction) => Object.assign(transaction, { version }) },
  );
  const announcement = accepted(readAnnouncement(announcementPsbt));
  const { feePerKb, dust } = offer.terms;
  return {
    offer,
    customer,
    merchant,
    locktime,
    fundings: values,
    terms: offer.terms,
    changeScript,
    redeemScript,
    fundingTransactions,
    fundingOutputs,
    announcementPsbt,
    announcement,
    basis: { ...announcement, feePerKb, dust, settlementScript: merchant.script },
  };
}

/** The till as a party whose private key nobody knows. */
export function merchantOf({ merchantKey, settlementAddress }: ChannelOffer): Party {
  const script = scriptOf(settlementAddress, NETWORKS.regtest);
  if (script === undefined) throw new Error(`not an address: ${settlementAddress}`);
  return {
    name: 'the till',
    privateKey: new Uint8Array(32),
    publicKey: merchantKey,
    script,
    address: settlementAddress,
  };
}

/** How an announcement differs from the one that an honest wallet would send. */
export interface AnnouncementDeviations {
  readonly transaction?: (transaction: Transaction) => void;
  readonly input?: (input: DraftInput, index: number) => DraftInput;
}

export function anAnnouncement(
  channel: {
    readonly redeemScript: Uint8Array;
    readonly fundingOutputs: readonly Funding[];
    readonly changeScript?: Uint8Array | undefined;
  },
  deviations: AnnouncementDeviations = {},
): Uint8Array {
  const { redeemScript, fundingOutputs, changeScript } = channel;
  const transaction = new Transaction();
  transaction.version = 2;
  for (const { transaction: funding, vout } of fundingOutputs) {
    transaction.addInput(funding.getHash(), vout, FINAL_SEQUENCE);
  }
  const honest: DraftInput[] = fundingOutputs.map((funding) => ({
    fundingTransaction: funding.transaction.toBuffer(),
    redeemScript,
  }));
  deviations.transaction?.(transaction);
  const inputs = transaction.ins.map((_, index) => {
    const input = honest[index] ?? honest[0] ?? {};
    return deviations.input?.(input, index) ?? input;
  });
  return encodePsbt({
    transaction,
    inputs,
    ...(changeScript && { channelFields: new Map([[CHANGE_SCRIPT_FIELD, changeScript]]) }),
  });
}

/** An announcement of this script whose funding is nowhere: enough for all that is checked before the chain is asked. */
export function unfundedAnnouncement(redeemScript: Uint8Array, ...values: (number | string)[]): Uint8Array {
  const script = scriptHashScript(redeemScript);
  const outputs = values.map((value) => ({ script, value: doge(value) }));
  const transaction = aTransactionPaying(outputs, toHex(redeemScript));
  const fundingOutputs = values.map((_, vout) => ({ transaction, vout }));
  return anAnnouncement({ redeemScript, fundingOutputs });
}

/** [3] */
export function announcing(psbt: Uint8Array, name?: string): WireRequest {
  return posting('/v1/channels', { psbt: toBase64(psbt), ...(name !== undefined && { name }) });
}

/** A channel whose announcement the till took; open when its funding was deep enough. */
export async function openChannel(shop: Shop, wish: ChannelWish = {}): Promise<OfferedChannel> {
  const channel = await prepareChannel(shop, wish);
  const answer = await shop.ask(announcing(channel.announcementPsbt));
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return channel;
}

/** [6] */
export function paying(invoice: string, psbt: Uint8Array, channelId?: string): WireRequest {
  return posting(`/v1/invoices/${invoice}/channel-payment`, {
    psbt: toBase64(psbt),
    ...(channelId !== undefined && { channel: channelId }),
  });
}

/** Pays an invoice with `paid` DOGE paid in all, honestly unless changed. */
export function pay(
  shop: Shop,
  channel: ChannelDouble,
  payment: { readonly invoice: string; readonly paid: number | string } & Omit<Deviations, 'paid'>,
): Promise<Answer> {
  const { invoice, paid, ...deviations } = payment;
  return shop.ask(paying(invoice, aPayment(channel, { ...deviations, paid: doge(paid) })));
}

/** [H] The close asked for by the customer's signature. */
export function closing(channel: ChannelDouble, signer: Party = channel.customer): WireRequest {
  const { channelId } = channel.announcement;
  const signature = toDer(signEcdsa(closeRequestHash(channelId), signer.privateKey));
  return posting(`/v1/channels/${channelId}/close`, { signature: toHex(signature) });
}

/** A release: a PSBT that pays everything, less the fee, to the customer; unless changed. */
export function releasing(channel: ChannelDouble, deviations: Deviations = {}): WireRequest {
  const { channelId, capacity } = channel.announcement;
  const outputs = [{ script: channel.customer.script, value: capacity - doge('0.02') }];
  const psbt = aPayment(channel, { outputs, ...deviations });
  return posting(`/v1/channels/${channelId}/close`, { psbt: toBase64(psbt) });
}
