import { useId } from 'react';
import { useWords } from '../../hooks/use-words.tsx';

/** What shops are likely to price in; any other that is set already is kept in the list. */
const CURRENCIES = [
  'DOGE',
  'EUR',
  'USD',
  'GBP',
  'CHF',
  'AUD',
  'BRL',
  'CAD',
  'CZK',
  'DKK',
  'HUF',
  'INR',
  'JPY',
  'KRW',
  'MXN',
  'NOK',
  'NZD',
  'PLN',
  'RON',
  'SEK',
  'SGD',
  'THB',
  'TRY',
  'UAH',
  'ZAR',
];

export function CurrencyField({ value, onChoose }: { value: string; onChoose: (currency: string) => void }) {
  const { t, language } = useWords();
  const id = useId();
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const codes = CURRENCIES.includes(value) ? CURRENCIES : [...CURRENCIES, value];
  return (
    <div className="field">
      <label htmlFor={id}>{t('settings.currency')}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
        {codes.map((code) => (
          <option key={code} value={code}>
            {code === 'DOGE' ? t('settings.doge') : `${code} – ${names.of(code) ?? code}`}
          </option>
        ))}
      </select>
    </div>
  );
}
