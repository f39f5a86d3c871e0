import { assert } from './assert.ts';

declare const koinuBrand: unique symbol;

/** An amount in koinu, 10^-8 DOGE: 0 .. MAX_MONEY. */
export type Koinu = bigint & { readonly [koinuBrand]: true };

export const KOINU_PER_DOGE = 100_000_000n;

/** The largest value of an output and of a sum of outputs: a transaction limit, not the supply (Dogecoin Core, amount.h). */
export const MAX_MONEY = 10_000_000_000n * KOINU_PER_DOGE;

export const ZERO = 0n as Koinu;

export function isKoinu(value: bigint): value is Koinu {
  return value >= 0n && value <= MAX_MONEY;
}

/** States that a computed bigint is an amount. Throws (a bug) outside 0 .. MAX_MONEY. */
export function koinu(value: bigint): Koinu {
  assert(isKoinu(value), `an amount lies within 0 .. MAX_MONEY, not ${value}`);
  return value;
}

export function sum(amounts: Iterable<Koinu>): Koinu {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return koinu(total);
}

const DECIMAL_DOGE = /^(\d{1,11})(?:\.(\d{1,8}))?$/;

/**
 * Reads DogeConnect's "8-DP string": decimal DOGE, at most 8 decimals, no sign, no exponent, no grouping.
 * @returns undefined for any other text and for amounts above MAX_MONEY
 */
export function parseDoge(text: string): Koinu | undefined {
  const match = DECIMAL_DOGE.exec(text);
  if (match === null) return undefined;
  const [, whole = '', decimals = ''] = match;
  const value = BigInt(whole) * KOINU_PER_DOGE + BigInt(decimals.padEnd(8, '0'));
  return isKoinu(value) ? value : undefined;
}

/** Writes an amount as an 8-DP string without trailing zeros: 1250000000n is "12.5". */
export function formatDoge(amount: Koinu): string {
  const whole = amount / KOINU_PER_DOGE;
  const decimals = (amount % KOINU_PER_DOGE).toString().padStart(8, '0').replace(/0+$/, '');
  return decimals === '' ? whole.toString() : `${whole}.${decimals}`;
}
