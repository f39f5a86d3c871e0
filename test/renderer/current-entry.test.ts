import { expect, test } from 'vitest';
import { currentEntry } from '../../renderer/hooks/counter/use-amount-entry.ts';
import { emptyEntry, press, switchedUnit } from '../../renderer/labels/amount-entry.ts';

test('a cleared amount follows the shop’s currency, and one that was typed stays as it was', () => {
  const cleared = press(press(emptyEntry('DOGE'), '5'), 'clear');
  expect(currentEntry({ entry: cleared, pricedIn: 'DOGE' }, 'EUR').unit).toBe('EUR');
  const typed = press(emptyEntry('DOGE'), '5');
  expect(currentEntry({ entry: typed, pricedIn: 'DOGE' }, 'EUR')).toBe(typed);
});

test('a unit that was chosen stays where nothing was typed yet', () => {
  const chosen = switchedUnit(emptyEntry('EUR'), { currency: 'EUR', rate: '0.25' });
  expect(chosen.unit).toBe('DOGE');
  expect(currentEntry({ entry: chosen, pricedIn: 'EUR' }, 'EUR')).toBe(chosen);
});
