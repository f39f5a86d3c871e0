import { formatDoge, isKoinu } from '../../core/money.ts';
import { coinsOfKoinu, koinuOfCoins, type Pricing } from './money-labels.ts';

/** What was typed so far: digits enter at the right, as smallest coins; `terms` are the amounts before a plus. */
export interface AmountEntry {
  /** DOGE or the shop's currency. */
  readonly unit: string;
  readonly terms: readonly bigint[];
  /** Without leading zeros; '' is nothing typed. */
  readonly digits: string;
  /** The last key was C: the next C takes everything. */
  readonly isCleared?: true;
}

export type EntryKey =
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '00'
  | 'back'
  | 'clear'
  | 'plus';

/** 9,999,999,999.99: ten times what the till takes in one invoice. */
const LONGEST = 12;
/** A clerk adds the things in a basket; nobody adds a hundred. */
const MOST_TERMS = 99;

export function emptyEntry(unit: string): AmountEntry {
  return { unit, terms: [], digits: '' };
}

export function typedCoins(entry: AmountEntry): bigint {
  return BigInt(entry.digits === '' ? '0' : entry.digits);
}

export function totalCoins(entry: AmountEntry): bigint {
  return entry.terms.reduce((sum, term) => sum + term, typedCoins(entry));
}

export function press(entry: AmountEntry, key: EntryKey): AmountEntry {
  switch (key) {
    case 'back':
      return backspace(entry);
    case 'clear':
      return clear(entry);
    case 'plus':
      if (typedCoins(entry) === 0n || entry.terms.length >= MOST_TERMS) return entry;
      return { unit: entry.unit, terms: [...entry.terms, typedCoins(entry)], digits: '' };
    default:
      return typed(entry, key);
  }
}

function typed(entry: AmountEntry, key: string): AmountEntry {
  const digits = (entry.digits + key).replace(/^0+/, '');
  return digits.length > LONGEST ? entry : { unit: entry.unit, terms: entry.terms, digits };
}

/** The first C takes the last amount away, typed or added; a second one at once takes everything. */
function clear({ unit, terms, digits, isCleared }: AmountEntry): AmountEntry {
  const left = digits === '' ? terms.slice(0, -1) : terms;
  return isCleared || left.length === 0
    ? emptyEntry(unit)
    : { unit, terms: left, digits: '', isCleared: true };
}

/** With nothing typed it takes the last amount back to be corrected. */
function backspace(entry: AmountEntry): AmountEntry {
  const last = entry.terms.at(-1);
  if (entry.digits === '' && last !== undefined) {
    return { unit: entry.unit, terms: entry.terms.slice(0, -1), digits: last.toString() };
  }
  return { unit: entry.unit, terms: entry.terms, digits: entry.digits.slice(0, -1) };
}

function pricedIn(unit: string, pricing: Pricing): Pricing {
  return unit === 'DOGE' ? { currency: 'DOGE', rate: '' } : pricing;
}

/** The total as the till takes it, an 8-DP string; undefined for nothing, or what no invoice can ask for. */
export function entryAmount(entry: AmountEntry, pricing: Pricing): string | undefined {
  const amount = koinuOfCoins(totalCoins(entry), pricedIn(entry.unit, pricing));
  return amount === undefined || amount === 0n || !isKoinu(amount) ? undefined : formatDoge(amount);
}

/** The same price in the other unit, as one amount: what was added up cannot be converted term by term exactly. */
export function switchedUnit(entry: AmountEntry, pricing: Pricing): AmountEntry {
  const unit = entry.unit === 'DOGE' ? pricing.currency : 'DOGE';
  const amount = koinuOfCoins(totalCoins(entry), pricedIn(entry.unit, pricing));
  const coins = amount === undefined ? undefined : coinsOfKoinu(amount, pricedIn(unit, pricing));
  if (coins === undefined || coins === 0n) return emptyEntry(unit);
  const digits = coins.toString();
  return digits.length > LONGEST ? emptyEntry(unit) : { unit, terms: [], digits };
}

/** The key of a keyboard as a key of the till, or as the wish to charge. Points and commas are the till's own work. */
export function entryKeyOf(key: string): EntryKey | 'charge' | undefined {
  if (/^[0-9]$/.test(key)) return key as EntryKey;
  switch (key) {
    case 'Backspace':
      return 'back';
    case 'Delete':
    case 'Escape':
    case 'c':
    case 'C':
      return 'clear';
    case '+':
      return 'plus';
    case 'Enter':
      return 'charge';
    default:
      return undefined;
  }
}
