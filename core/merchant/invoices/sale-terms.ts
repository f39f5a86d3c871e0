import { KOINU_PER_DOGE, type Koinu, parseDoge } from '../../money.ts';
import type { Network } from '../../networks.ts';
import { scriptOf } from '../../protocol/address.ts';
import type { Pricing } from '../../store/invoices.ts';

/** What somebody typed to find a sale: every reading that it has. */
export interface SaleTerms {
  /** Folded; a sale's memo and its customer's name have all of them. */
  readonly words: readonly string[];
  /** As decimals with a point: 1.250 is 1.250 and 1250. */
  readonly amounts: readonly string[];
  /** Hex, the first digits of an id. */
  readonly digits: string | undefined;
  /** Of an invoice's own address. */
  readonly script: Uint8Array | undefined;
}

/** Fewer are in too many ids. */
const LEAST_DIGITS = 4;
const HEX = /^[0-9a-f]{4,64}$/i;
/** In the URL and the code of an invoice. */
const INVOICE_PATH = /\/v1\/invoices\/([0-9a-f]{32})/i;
/** A number with what is written around it: a currency's sign or name. */
const AMOUNT = /^[^\d.,]{0,8}(\d[\d.,' \u00a0\u202f]*)[^\d]{0,8}$/;
const NAMED_ADDRESS = /^(?:dogecoin:)?([1-9A-HJ-NP-Za-km-z]{25,35})(?:\?.*)?$/;

export function readSaleTerms(typed: string, network: Network): SaleTerms {
  const text = typed.trim();
  const [, inPath] = INVOICE_PATH.exec(text) ?? [];
  const [, address = ''] = NAMED_ADDRESS.exec(text) ?? [];
  return {
    words: folded(text)
      .split(/\s+/)
      .filter((word) => word !== ''),
    amounts: readAmounts(text),
    digits: inPath ?? (HEX.test(text) && text.length >= LEAST_DIGITS ? text : undefined),
    script: scriptOf(address, network),
  };
}

/** Without case and accents, as the index of words has it. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** One separator before three digits may group or divide; several of one kind group, and the last of two kinds divides. */
function readAmounts(text: string): string[] {
  const [, written = ''] = AMOUNT.exec(text) ?? [];
  const number = written.replace(/[' \u00a0\u202f]/g, '');
  const marks = [...number.replace(/\d/g, '')];
  const last = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
  const whole = number.replace(/[.,]/g, '');
  const divided = `${number.slice(0, last).replace(/[.,]/g, '')}.${number.slice(last + 1)}`;
  const isGrouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(number);
  const isDivided = marks.length === 1 || new Set(marks).size === 2;
  return [
    ...(marks.length === 0 || isGrouped ? [whole] : []),
    ...(marks.length > 0 && isDivided ? [divided] : []),
  ]
    .map((one) => one.replace(/\.$/, ''))
    .filter((one) => /^\d+(?:\.\d+)?$/.test(one));
}

export function dogeAmounts({ amounts }: SaleTerms): Koinu[] {
  return amounts.flatMap((amount) => parseDoge(amount) ?? []);
}

/**
 * The amounts of DOGE, in koinu, that are worth one in a currency at a price, when it is rounded to the currency's
 * smallest unit. undefined where it has more decimals than the currency.
 */
export function worthRange(
  amount: string,
  { currency, rate }: Pricing,
): { readonly least: bigint; readonly greatest: bigint } | undefined {
  const places = decimalsOf(currency);
  const [whole = '', decimals = ''] = amount.split('.');
  if (decimals.length > places || whole.length > 12) return undefined;
  const minor = BigInt(whole + decimals.padEnd(places, '0'));
  const [units = '', parts = ''] = rate.split('.');
  const price = BigInt(units + parts);
  if (price === 0n) return undefined;
  // koinu * price * 10^places / (10^8 * 10^decimals of the price) lies within half a unit of it.
  const scale = KOINU_PER_DOGE * 10n ** BigInt(parts.length);
  const unit = 2n * price * 10n ** BigInt(places);
  const least = ((2n * minor - 1n) * scale + unit - 1n) / unit;
  return { least: least < 1n ? 1n : least, greatest: ((2n * minor + 1n) * scale) / unit };
}

function decimalsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // Intl knows no currency of four letters.
    return 2;
  }
}
