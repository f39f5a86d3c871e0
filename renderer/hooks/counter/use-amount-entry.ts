import type { SettingsView } from '../../../core/bridge/views/session.ts';
import {
  type AmountEntry,
  type EntryKey,
  emptyEntry,
  entryAmount,
  pasted,
  press,
  pressUnknown,
  switchedUnit,
} from '../../labels/amount-entry.ts';
import { type Pricing, rateOf } from '../../labels/money-labels.ts';
import { type Draft, useDraft } from './use-draft.tsx';

/** The amount that is being typed, and what it is as an invoice. */
export interface TypedAmount {
  readonly entry: AmountEntry;
  /** undefined while there is nothing that can be charged. */
  readonly amount: string | undefined;
  /** The shop prices in a currency that no rate turns into DOGE: nothing typed in it can be charged. */
  readonly lacksRate: boolean;
  /** Whether there is another unit to switch to. */
  readonly hasOtherUnit: boolean;
  readonly press: (key: EntryKey) => void;
  /** A character that is no key of an amount. */
  readonly pressUnknown: (character: string) => void;
  readonly paste: (text: string) => void;
  readonly switchUnit: () => void;
}

/** What was typed is kept in its unit; where nothing was, the shop's own is the unit, whatever it was before. */
export function currentEntry(
  { entry, pricedIn }: Pick<Draft, 'entry' | 'pricedIn'>,
  currency: string,
): AmountEntry {
  const isKnown = entry !== undefined && (entry.unit === 'DOGE' || entry.unit === currency);
  const isOfEarlier = isKnown && isEmpty(entry) && pricedIn !== currency;
  return isKnown && !isOfEarlier ? entry : emptyEntry(currency);
}

function isEmpty({ terms, digits, refused }: AmountEntry): boolean {
  return terms.length === 0 && digits === '' && refused === undefined;
}

export function useAmountEntry(settings: SettingsView): TypedAmount {
  const pricing: Pricing = settings;
  const { draft, change } = useDraft();
  const { currency } = pricing;
  // The owner may have changed the currency meanwhile, on another screen.
  const current = (before: Draft) => currentEntry(before, currency);
  const shown = current(draft);
  const edit = (next: (entry: AmountEntry) => AmountEntry) =>
    change((before) => ({ ...before, entry: next(current(before)), pricedIn: currency }));
  return {
    entry: shown,
    amount: entryAmount(shown, pricing),
    lacksRate: shown.unit !== 'DOGE' && rateOf(pricing) === undefined,
    hasOtherUnit: currency !== 'DOGE',
    press: (key) => edit((entry) => press(entry, key)),
    pressUnknown: (character) => edit((entry) => pressUnknown(entry, character)),
    paste: (text) => edit((entry) => pasted(entry, text)),
    switchUnit: () => edit((entry) => switchedUnit(entry, pricing)),
  };
}
