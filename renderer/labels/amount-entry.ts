import { formatDoge, isKoinu } from '../../core/money.ts';
import { coinsOfKoinu, decimalsOf, koinuOfCoins, type Pricing } from './money-labels.ts';
import { type AmountProblem, digitOf, isSeparator, readTypedNumber } from './typed-amount.ts';

/**
 * What was typed so far. Without a separator digits enter at the right, as smallest coins: 1, 2, 5 is 1.25. A separator
 * fixes the decimals: 12.5 is 12.50. `terms` are the amounts before a plus.
 */
export interface AmountEntry {
  /** DOGE or the shop's currency. */
  readonly unit: string;
  readonly terms: readonly bigint[];
  /** Without leading zeros; '' is nothing typed. Before the separator where there is one. */
  readonly digits: string;
  /** After the separator; undefined without one. */
  readonly fraction?: string;
  /** The last key was C: the next C takes everything. */
  readonly isCleared?: true;
  /** What was typed and is no amount: nothing can be charged until it is taken back. */
  readonly refused?: RefusedKey;
}

/** A key, or a pasted text, that cannot be part of the amount, and why not. */
interface RefusedKey {
  readonly typed: string;
  readonly problem: AmountProblem;
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
  | 'plus'
  | 'point';

/** 9,999,999,999.99: ten times what the till takes in one invoice. */
const LONGEST = 12;
/** Of a pasted text so much is repeated in the refusal. */
const LONGEST_SHOWN = 24;
/** A clerk adds the things in a basket; nobody adds a hundred. */
const MOST_TERMS = 99;

export function emptyEntry(unit: string): AmountEntry {
  return { unit, terms: [], digits: '' };
}

export function typedCoins({ unit, digits, fraction }: AmountEntry): bigint {
  if (fraction === undefined) return BigInt(digits === '' ? '0' : digits);
  return BigInt(`0${digits}${fraction.padEnd(decimalsOf(unit), '0')}`);
}

export function totalCoins(entry: AmountEntry): bigint {
  return entry.terms.reduce((sum, term) => sum + term, typedCoins(entry));
}

export function press(entry: AmountEntry, key: EntryKey): AmountEntry {
  if (key === 'clear') return clear(entry);
  if (key === 'back') return backspace(entry);
  // What was not understood stays on the display until it is taken back: the rest might be another price.
  if (entry.refused !== undefined) return entry;
  if (key === 'point') return pointed(entry);
  if (key !== 'plus') return typed(entry, key);
  if (typedCoins(entry) === 0n || entry.terms.length >= MOST_TERMS) return entry;
  return { unit: entry.unit, terms: [...entry.terms, typedCoins(entry)], digits: '' };
}

/** A character that is no key of an amount is shown and refused, never passed over. */
export function pressUnknown(entry: AmountEntry, typed: string): AmountEntry {
  return entry.refused === undefined ? refuse(entry, typed, { reason: 'not_a_number' }) : entry;
}

/** A pasted amount takes the place of what was typed since the last plus. */
export function pasted(entry: AmountEntry, text: string): AmountEntry {
  const { unit, terms } = entry;
  const short = text.trim().slice(0, LONGEST_SHOWN);
  const decimals = decimalsOf(unit);
  const read = readTypedNumber(text, decimals, unit);
  if (!read.ok) return refuse({ unit, terms, digits: '' }, short, read.problem);
  const [whole = '', fraction = ''] = read.decimal.split('.');
  const digits = whole.replace(/^0+/, '');
  if (digits.length + decimals > LONGEST) {
    return refuse({ unit, terms, digits: '' }, short, { reason: 'too_long' });
  }
  return { unit, terms, digits, fraction };
}

function refuse(entry: AmountEntry, typed: string, problem: AmountProblem): AmountEntry {
  const { unit, terms, digits, fraction } = entry;
  const kept = fraction === undefined ? {} : { fraction };
  return { unit, terms, digits, ...kept, refused: { typed, problem } };
}

function pointed(entry: AmountEntry): AmountEntry {
  const { unit, terms, digits, fraction } = entry;
  const decimals = decimalsOf(unit);
  if (decimals === 0) return refuse(entry, '.', { reason: 'no_decimals' });
  if (fraction !== undefined) return refuse(entry, '.', { reason: 'not_a_number' });
  if (digits.length + decimals > LONGEST) return refuse(entry, '.', { reason: 'too_long' });
  return { unit, terms, digits, fraction: '' };
}

function typed(entry: AmountEntry, key: string): AmountEntry {
  const { unit, terms, fraction } = entry;
  const decimals = decimalsOf(unit);
  if (fraction !== undefined) {
    return fraction.length + key.length > decimals
      ? refuse(entry, key, { reason: 'too_many_decimals', decimals })
      : { unit, terms, digits: entry.digits, fraction: fraction + key };
  }
  const digits = (entry.digits + key).replace(/^0+/, '');
  return digits.length > LONGEST ? refuse(entry, key, { reason: 'too_long' }) : { unit, terms, digits };
}

/** The first C takes the last amount away, typed or added; a second one at once takes everything. */
function clear({ unit, terms, digits, fraction, refused, isCleared }: AmountEntry): AmountEntry {
  const isTyped = digits !== '' || fraction !== undefined || refused !== undefined;
  const left = isTyped ? terms : terms.slice(0, -1);
  return isCleared || left.length === 0
    ? emptyEntry(unit)
    : { unit, terms: left, digits: '', isCleared: true };
}

/** Takes back what was refused, else the last key; with nothing typed the last amount, to be corrected. */
function backspace({ unit, terms, digits, fraction, refused }: AmountEntry): AmountEntry {
  if (refused !== undefined) {
    return { unit, terms, digits, ...(fraction !== undefined && { fraction }) };
  }
  if (fraction !== undefined) {
    return fraction === ''
      ? { unit, terms, digits }
      : { unit, terms, digits, fraction: fraction.slice(0, -1) };
  }
  const last = terms.at(-1);
  if (digits === '' && last !== undefined) {
    return { unit, terms: terms.slice(0, -1), digits: last.toString() };
  }
  return { unit, terms, digits: digits.slice(0, -1) };
}

function pricedIn(unit: string, pricing: Pricing): Pricing {
  return unit === 'DOGE' ? { currency: 'DOGE', rate: '' } : pricing;
}

/** The total as the till takes it, an 8-DP string; undefined for nothing, or what no invoice can ask for. */
export function entryAmount(entry: AmountEntry, pricing: Pricing): string | undefined {
  if (entry.refused !== undefined) return undefined;
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

/** The key of a keyboard as a key of the till, or as the wish to charge. A number pad's separator has several names. */
export function entryKeyOf(key: string): EntryKey | 'charge' | undefined {
  const digit = digitOf(key);
  if (digit !== undefined) return digit as EntryKey;
  if (isSeparator(key) || key === 'Decimal' || key === 'Separator') return 'point';
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
