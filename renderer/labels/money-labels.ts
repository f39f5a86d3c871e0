import { formatDoge, KOINU_PER_DOGE, koinu, MAX_MONEY, parseDoge } from '../../core/money.ts';
import { numberFormat } from './formats.ts';

/** What prices are told in: DOGE, or the shop's currency at the owner's rate. */
export interface Pricing {
  /** ISO 4217 or DOGE. */
  readonly currency: string;
  /** One DOGE in the currency, a decimal string; '' without one. */
  readonly rate: string;
}

const RATE_SCALE = 100_000_000n;

/** Digits after the point that are typed: those of the currency; two for DOGE, whose hundredth is the till's dust. */
export function decimalsOf(currency: string): number {
  if (currency === 'DOGE') return 2;
  try {
    const { maximumFractionDigits } = numberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    // Four letters are no ISO 4217 code: such a currency is counted in hundredths.
    return 2;
  }
}

/** The rate in 10^-8, or undefined where there is none to count with. */
export function rateOf(pricing: Pricing): bigint | undefined {
  if (pricing.currency === 'DOGE') return undefined;
  const rate = parseDoge(pricing.rate);
  return rate === undefined || rate === 0n ? undefined : rate;
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor / 2n) / divisor;
}

/**
 * Koinu that a converted price is rounded to: a hundredth of a DOGE where that is worth no more than the smallest coin
 * of the currency, else the next smaller decimal. Nobody likes to read 14.28571429 at a counter.
 */
function roundingStep(pricing: Pricing): bigint {
  const rate = rateOf(pricing) ?? 0n;
  const perCoin = 10n ** BigInt(decimalsOf(pricing.currency));
  let step = KOINU_PER_DOGE / 100n;
  while (step > 1n && step * rate * perCoin > RATE_SCALE * KOINU_PER_DOGE) step /= 10n;
  return step;
}

/** A price in the smallest coins of the currency as koinu. undefined without a rate, or above every amount there is. */
export function koinuOfCoins(coins: bigint, pricing: Pricing): bigint | undefined {
  if (pricing.currency === 'DOGE') return limited(coins * (KOINU_PER_DOGE / 100n));
  const rate = rateOf(pricing);
  if (rate === undefined) return undefined;
  const perCoin = 10n ** BigInt(decimalsOf(pricing.currency));
  const step = roundingStep(pricing);
  return limited(divideRounded(coins * KOINU_PER_DOGE * RATE_SCALE, rate * perCoin * step) * step);
}

function limited(amount: bigint): bigint | undefined {
  return amount > MAX_MONEY ? undefined : amount;
}

/** Koinu in the smallest coins of the currency, rounded. undefined without a rate. */
export function coinsOfKoinu(amount: bigint, pricing: Pricing): bigint | undefined {
  if (pricing.currency === 'DOGE') return divideRounded(amount, KOINU_PER_DOGE / 100n);
  const rate = rateOf(pricing);
  if (rate === undefined) return undefined;
  const perCoin = 10n ** BigInt(decimalsOf(pricing.currency));
  return divideRounded(amount * rate * perCoin, KOINU_PER_DOGE * RATE_SCALE);
}

/** 1234 coins of a currency with two decimals are "12.34". */
function decimalOfCoins(coins: bigint, decimals: number): string {
  if (decimals === 0) return coins.toString();
  const digits = coins.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Intl reads decimal strings exactly; its types want them narrower than they can be written here. */
function exact(decimal: string): Intl.StringNumericLiteral {
  return decimal as Intl.StringNumericLiteral;
}

export function currencyLabel(language: string, coins: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const decimal = exact(decimalOfCoins(coins, decimals));
  if (currency !== 'DOGE') {
    try {
      return numberFormat(language, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      }).format(decimal);
    } catch {
      // Not a code that Intl knows: number and code, as for DOGE.
    }
  }
  const number = numberFormat(language, { minimumFractionDigits: decimals }).format(decimal);
  return `${number} ${currency}`;
}

/** An 8-DP string as a person reads it, without its unit: at least two decimals, at most eight. */
export function dogeNumberLabel(language: string, amount: string): string {
  const format = numberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 8 });
  return format.format(exact(amount));
}

export function dogeLabel(language: string, amount: string): string {
  return `${dogeNumberLabel(language, amount)} DOGE`;
}

/** What an 8-DP amount is worth at the shop's rate, '' without one. */
export function worthLabel(language: string, amount: string, pricing: Pricing): string {
  const value = parseDoge(amount);
  if (value === undefined || rateOf(pricing) === undefined) return '';
  const coins = coinsOfKoinu(value, pricing);
  return coins === undefined ? '' : currencyLabel(language, coins, pricing.currency);
}

/** What a sale was worth at the rate of its day; '' where none was known then. */
export function worthThenLabel(
  language: string,
  amount: string,
  { pricing }: { readonly pricing?: Pricing },
): string {
  return pricing === undefined ? '' : worthLabel(language, amount, pricing);
}

/** The rate itself, with every decimal that the owner gave it. */
export function rateLabel(language: string, pricing: Pricing): string {
  const format = numberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 8 });
  return `${format.format(exact(pricing.rate))} ${pricing.currency}`;
}

/** Adds 8-DP strings; what cannot be read counts as nothing. */
export function addedAmounts(amounts: Iterable<string>): string {
  let total = 0n;
  for (const amount of amounts) total += parseDoge(amount) ?? 0n;
  return total > MAX_MONEY ? formatDoge(koinu(MAX_MONEY)) : formatDoge(koinu(total));
}
