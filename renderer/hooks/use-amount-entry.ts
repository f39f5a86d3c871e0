import { useState } from 'react';
import type { SettingsView } from '../../core/bridge.ts';
import {
  type AmountEntry,
  type EntryKey,
  emptyEntry,
  entryAmount,
  press,
  switchedUnit,
} from '../labels/amount-entry.ts';
import { type Pricing, rateOf } from '../labels/money-labels.ts';

/** The amount that is being typed, and what it is as an invoice. */
export interface TypedAmount {
  readonly entry: AmountEntry;
  readonly amount: string | undefined;
  /** Whether there is another unit to switch to. */
  readonly hasOtherUnit: boolean;
  readonly press: (key: EntryKey) => void;
  readonly switchUnit: () => void;
}

export function useAmountEntry(settings: SettingsView): TypedAmount {
  const pricing: Pricing = settings;
  const hasRate = rateOf(pricing) !== undefined;
  const [entry, setEntry] = useState(() => emptyEntry(hasRate ? pricing.currency : 'DOGE'));
  // The owner may have changed the currency meanwhile, on another screen.
  const isKnown = entry.unit === 'DOGE' || (hasRate && entry.unit === pricing.currency);
  const shown = isKnown ? entry : emptyEntry(hasRate ? pricing.currency : 'DOGE');
  return {
    entry: shown,
    amount: entryAmount(shown, pricing),
    hasOtherUnit: hasRate,
    press: (key) => setEntry((before) => press(isKnown ? before : shown, key)),
    switchUnit: () => setEntry(switchedUnit(shown, pricing)),
  };
}
