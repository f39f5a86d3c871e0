import { assert } from '../../assert.ts';
import type { InvoiceObstacle } from '../../bridge/views/counter.ts';
import { formatDoge, type Koinu, parseDoge } from '../../money.ts';
import { joinLines } from '../../names.ts';
import { POLICY } from '../../networks.ts';
import { addressOf } from '../../protocol/address.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { PaymentRequest } from '../../protocol/messages.ts';
import { buildUri, identityHash } from '../../protocol/uri.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import { rfc3339 } from '../../system/times.ts';
import type { TillContext } from '../context.ts';
import { LARGEST_AMOUNT } from '../policy/policy.ts';

const LONGEST_MEMO = 256;

/** Where customers reach the till: the base of every URL in invoices, without a slash at the end. */
type PublicUrl = string;

/** Reads an amount of DOGE that is more than nothing. Refuses bad_amount. */
export function readInvoiceAmount(text: string): Result<Koinu> {
  const amount = parseDoge(text.trim());
  if (/^\d{11,}(?:\.\d{0,8})?$/.test(text.trim())) {
    return refuse('bad_amount', { reason: 'too_much', problem: 'above 1000000000 DOGE' });
  }
  if (amount === undefined) {
    return refuse('bad_amount', {
      reason: 'not_an_amount',
      problem: 'write DOGE with at most 8 decimals, like 12.5',
    });
  }
  if (amount === 0n) return refuse('bad_amount', { reason: 'nothing_due', problem: 'nothing is due' });
  if (amount > LARGEST_AMOUNT)
    return refuse('bad_amount', { reason: 'too_much', problem: 'above 1000000000 DOGE' });
  return ok(amount);
}

/**
 * Refuses bad_amount for what can be paid in no way at all: on the chain nodes relay no smaller output (the hard dust
 * limit of Dogecoin Core, policy.h), and the first payment of a channel is such an output as well.
 */
export function checkPayable(amount: Koinu): Result<Koinu> {
  return amount < POLICY.hardDust
    ? refuse('bad_amount', {
        reason: 'too_small',
        problem: `nobody can pay it; the least amount is ${formatDoge(POLICY.hardDust)} DOGE`,
      })
    : ok(amount);
}

/** In which ways an invoice cannot be paid: what a clerk has to know while the customer is there. */
export function obstaclesOf(
  { policy }: Pick<TillContext, 'policy'>,
  { amount }: Pick<StoredInvoice, 'amount'>,
): InvoiceObstacle[] {
  const { dust, maxCapacity } = policy.terms;
  return [
    ...(amount < dust ? (['first_payment', 'plain_fee'] as const) : []),
    ...(amount > maxCapacity ? (['any_channel'] as const) : []),
  ];
}

/** [5] An invoice with 128 random bits of id and an address of its own. */
export function issueInvoice(
  context: TillContext,
  wanted: { readonly amount: Koinu; readonly memo: string; readonly allowsTip: boolean },
): StoredInvoice {
  const { store, policy, pricing, keys, world } = context;
  const issuedAt = world.now();
  const invoice = store.transaction(() => {
    const inserted = store.invoices.insert({
      id: toHex(world.randomBytes(16)),
      amount: wanted.amount,
      allowsTip: wanted.allowsTip,
      memo: [...joinLines(wanted.memo)].slice(0, LONGEST_MEMO).join(''),
      issuedAt,
      expiresAt: issuedAt + policy.invoiceLifetimeSeconds * 1000,
      pricing,
    });
    store.invoices.setScript(inserted.number, keys.invoiceScript(inserted.number));
    return inserted;
  });
  context.announce({ type: 'invoice_changed', invoice: invoice.id });
  return invoice;
}

export function invoiceUrl(base: PublicUrl, invoice: Pick<StoredInvoice, 'id'>): string {
  return `${base}/v1/invoices/${invoice.id}`;
}

export function invoiceAddress(
  context: Pick<TillContext, 'keys' | 'network'>,
  invoice: Pick<StoredInvoice, 'number'>,
): string {
  const address = addressOf(context.keys.invoiceScript(invoice.number), context.network);
  assert(address !== undefined, 'an invoice script has an address');
  return address;
}

/** What the QR code says. */
export function invoiceUri(context: TillContext, base: PublicUrl, invoice: StoredInvoice): string {
  const url = invoiceUrl(base, invoice);
  const keyHash = identityHash(context.identity.publicKey);
  const isPublic = url.startsWith('https://');
  return buildUri({
    address: invoiceAddress(context, invoice),
    amount: invoice.amount,
    label: context.shopName,
    ...(invoice.memo !== '' && { message: invoice.memo }),
    channelUrl: url,
    channelKeyHash: keyHash,
    ...(isPublic && { connectUrl: url.slice('https://'.length), connectKeyHash: keyHash }),
  });
}

/** What was once stated as over is so after a crash as well, whatever the machine's clock says then. */
function keepEnd({ store, chain, world }: TillContext, { expiresAt }: StoredInvoice): void {
  const isNews = world.now() >= expiresAt && !chain.clock.hasKept(expiresAt);
  if (isNews) store.transaction(() => chain.clock.write());
}

/** The invoice as DogeConnect's payment; for a channel's customer it names the channel's settlement address. */
export function paymentRequest(
  context: TillContext,
  base: PublicUrl,
  invoice: StoredInvoice,
  settlementAddress: string | undefined,
): PaymentRequest {
  const url = invoiceUrl(base, invoice);
  keepEnd(context, invoice);
  return {
    id: invoice.id,
    issued: rfc3339(invoice.issuedAt),
    timeoutSeconds: Math.max(0, Math.floor((invoice.expiresAt - invoice.issuedAt) / 1000)),
    relay: `${url}/relay`,
    feePerKb: context.policy.terms.feePerKb,
    vendorName: context.shopName,
    memo: invoice.memo,
    total: invoice.amount,
    payTo: settlementAddress ?? invoiceAddress(context, invoice),
    channel: {
      offer: `${base}/v1/channel-key`,
      announce: `${base}/v1/channels`,
      pay: `${url}/channel-payment`,
      tips: invoice.allowsTip,
      time: rfc3339(context.world.now()),
    },
  };
}
