import type { Koinu } from '../../money.ts';
import { detailOf } from '../../protocol/problem.ts';
import { parseUri } from '../../protocol/uri.ts';
import type { Refusal } from '../../refusal.ts';
import { isHttpUrl } from '../state/client.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';

/** What a QR code or a link says of an invoice before the till was asked anything. */
export interface InvoiceLink {
  /** The last part of the URL's path: the invoice that the till's answer must be about. */
  readonly invoice: string;
  readonly url: string;
  /** undefined where only the URL was given. */
  readonly amount: Koinu | undefined;
  readonly identityHash: string | undefined;
  /** The invoice's own, which every wallet can pay. */
  readonly address: string | undefined;
}

/** Reads a `dogecoin:` URI with its channel parameters, or the bare URL of an invoice. */
export function readInvoiceLink(text: string): Outcome<InvoiceLink> {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) {
    return linkOf(trimmed, { amount: undefined, identityHash: undefined, address: undefined });
  }
  const uri = parseUri(trimmed);
  if (!uri.ok) return decline('bad_uri', { problem: problemOf(uri.refusal) });
  const { address, amount, channelUrl, channelKeyHash } = uri.value;
  if (channelUrl === undefined) return decline('not_a_channel_invoice', { missing: 'pc' });
  if (channelKeyHash === undefined) return decline('not_a_channel_invoice', { missing: 'ph' });
  if (amount === undefined) return decline('not_a_channel_invoice', { missing: 'amount' });
  return linkOf(channelUrl, { amount, identityHash: channelKeyHash, address });
}

/** parseUri's only code is the wire's malformed_request, whose sentence speaks of a request. */
function problemOf(refusal: Refusal): string {
  return refusal.code === 'malformed_request' ? `${refusal.facts.problem}.` : detailOf(refusal);
}

function linkOf(
  url: string,
  facts: Pick<InvoiceLink, 'amount' | 'identityHash' | 'address'>,
): Outcome<InvoiceLink> {
  const invoice = isHttpUrl(url) ? invoiceOf(new URL(url)) : undefined;
  return invoice === undefined
    ? decline('bad_uri', { problem: 'its "pc" is not the URL of an invoice.' })
    : done({ invoice, url, ...facts });
}

function invoiceOf({ pathname }: URL): string | undefined {
  const part = pathname.split('/').at(-1) ?? '';
  return /^[A-Za-z0-9_-]{1,128}$/.test(part) ? part : undefined;
}

/** The invoice's URL, asking for the channel's settlement address. */
export function requestUrl(link: InvoiceLink, channel: string): string {
  const url = new URL(link.url);
  url.searchParams.set('channel', channel);
  return url.href;
}

/** Where the protocol puts the relay of an invoice. */
export function expectedRelayUrl(link: InvoiceLink): string {
  const { origin, pathname } = new URL(link.url);
  return `${origin}${pathname}/relay`;
}

/** Where the protocol puts payments of an invoice, for when the till could not be asked. */
export function expectedPayUrl(link: InvoiceLink): string {
  const { origin, pathname } = new URL(link.url);
  return `${origin}${pathname}/channel-payment`;
}
