import { base64url } from '@scure/base';
import { formatDoge, type Koinu, parseDoge } from '../money.ts';
import { ok, type Result, refuse } from '../result.ts';
import { sha256 } from './hash.ts';

/** A request to pay, as its QR code says it. Every Dogecoin wallet understands the address and the amount. */
interface PaymentUri {
  /** The invoice's own on-chain address. */
  readonly address: string;
  readonly amount: Koinu | undefined;
  readonly label?: string;
  readonly message?: string;
  /** URL of the invoice, for wallets that speak the channel protocol. */
  readonly channelUrl?: string;
  /** `ph`: see identityHash. */
  readonly channelKeyHash?: string;
  /** DogeConnect's own `dc` (without https://) and `h`, when the till has a public https URL. */
  readonly connectUrl?: string;
  readonly connectKeyHash?: string;
}

/** The first 15 bytes of SHA-256 of the x-only identity key, URL-safe base64: 20 characters. */
export function identityHash(xOnlyKey: Uint8Array): string {
  return base64url.encode(sha256(xOnlyKey).subarray(0, 15));
}

const PARAMETERS = {
  label: 'label',
  message: 'message',
  pc: 'channelUrl',
  ph: 'channelKeyHash',
  dc: 'connectUrl',
  h: 'connectKeyHash',
} as const;

export function buildUri(uri: PaymentUri): string {
  const query = uri.amount === undefined ? [] : [`amount=${formatDoge(uri.amount)}`];
  for (const [name, member] of Object.entries(PARAMETERS)) {
    const value = uri[member];
    if (value !== undefined) query.push(`${name}=${encodeURIComponent(value.toWellFormed())}`);
  }
  return `dogecoin:${uri.address}${query.length > 0 ? '?' : ''}${query.join('&')}`;
}

const LONGEST_URI = 4096;
const URI = /^dogecoin:(?:\/\/)?([1-9A-HJ-NP-Za-km-z]{20,64})(?:\?([^#]*))?$/i;

/**
 * Reads any Dogecoin URI (BIP21). Refuses malformed_request: no URI, an amount that is none, a parameter given twice, or
 * one that BIP21 says a reader must know.
 */
export function parseUri(text: string): Result<PaymentUri> {
  const malformed = (problem: string) => refuse('malformed_request', { problem });
  if (text.length > LONGEST_URI) return malformed('the URI is too long');
  const match = URI.exec(text.trim());
  if (match === null) return malformed('not a dogecoin: URI');
  const [, address = '', query = ''] = match;
  const values = readQuery(query);
  if (values === undefined) return malformed('the URI has a parameter that cannot be read');
  if ([...values.keys()].some((name) => name.startsWith('req-'))) {
    return malformed('the URI requires what nobody here knows');
  }
  const amountText = values.get('amount');
  const amount = amountText === undefined ? undefined : parseDoge(amountText);
  if (amountText !== undefined && amount === undefined) return malformed('the URI has no readable amount');
  const uri: { -readonly [K in keyof PaymentUri]: PaymentUri[K] } = { address, amount };
  for (const [name, member] of Object.entries(PARAMETERS)) {
    const value = values.get(name);
    if (value !== undefined) uri[member] = value;
  }
  return ok(uri);
}

function readQuery(query: string): Map<string, string> | undefined {
  const values = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', ...rest] = pair.split('=');
    const value = decodeComponent(rest.join('='));
    if (value === undefined || values.has(name)) return undefined;
    values.set(name, value);
  }
  return values;
}

function decodeComponent(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    return undefined;
  }
}
