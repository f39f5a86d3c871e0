import { type FormEvent, useState } from 'react';
import { useClock } from '../../hooks/use-clock.ts';
import { useSaveSettings } from '../../hooks/use-save-settings.ts';
import { useSession } from '../../hooks/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { agoLabel } from '../../labels/time-labels.ts';
import { Button } from '../Button.tsx';
import { CurrencyField } from '../CurrencyField.tsx';
import { Field } from '../Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** The shop's name, and what one DOGE is worth in its currency. */
export function PriceSection() {
  const { t, language } = useWords();
  const { settings } = useSession().session;
  const { isSaved, isRunning, problem, save } = useSaveSettings();
  const now = useClock(30);
  const [shopName, setShopName] = useState(settings.shopName);
  const [currency, setCurrency] = useState(settings.currency);
  const [rate, setRate] = useState(settings.rate);
  const isDoge = currency === 'DOGE';
  const since =
    settings.rateSince === undefined || settings.rate === ''
      ? t('settings.rateHint')
      : t('settings.rateSince', { ago: agoLabel(language, settings.rateSince, now) });

  function submit(event: FormEvent): void {
    event.preventDefault();
    // A rate belongs to its currency, and pricing in DOGE needs none. A comma is a point to many a keyboard.
    save({ shopName, currency, rate: isDoge ? '' : rate.trim().replace(',', '.') });
  }
  return (
    <SettingsCard title={t('settings.shop')} isSaved={isSaved} problem={problem}>
      <form onSubmit={submit}>
        <Field label={t('settings.shopName')} value={shopName} maxLength={64} onText={setShopName} />
        <CurrencyField
          value={currency}
          onChoose={(chosen) => {
            setCurrency(chosen);
            setRate(chosen === settings.currency ? settings.rate : '');
          }}
        />
        {!isDoge && (
          <Field
            label={t('settings.rate')}
            hint={since}
            value={rate}
            inputMode="decimal"
            onText={setRate}
            after={currency}
          />
        )}
        <Button kind="primary" isSubmit disabled={isRunning || shopName.trim() === ''}>
          {t('save')}
        </Button>
      </form>
    </SettingsCard>
  );
}
