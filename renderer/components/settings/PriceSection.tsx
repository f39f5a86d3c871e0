import { type FormEvent, useState } from 'react';
import { useSaveSettings } from '../../hooks/owner/use-save-settings.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useClock } from '../../hooks/use-clock.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { readingLabel } from '../../labels/amount-problem-label.ts';
import { agoLabel } from '../../labels/time-labels.ts';
import { readTypedRate } from '../../labels/typed-rate.ts';
import { Button } from '../kit/Button.tsx';
import { CurrencyField } from '../kit/CurrencyField.tsx';
import { Field } from '../kit/Field.tsx';
import { RateField } from '../kit/RateField.tsx';
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

  const read = readTypedRate(isDoge ? '' : rate, currency);
  const question = read.is === 'rate' && read.isUnusual ? `${read.decimal} ${currency}` : '';
  const [asked, setAsked] = useState('');

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (read.is === 'refused') return;
    // Decimals that the currency has not are asked about once: they may have grouped thousands.
    setAsked(question);
    if (question !== '' && question !== asked) return;
    // A rate belongs to its currency, and pricing in DOGE needs none.
    save({ shopName, currency, rate: read.is === 'rate' ? read.decimal : '' });
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
        {!isDoge && <RateField value={rate} currency={currency} hint={since} onText={setRate} />}
        <div role="alert">
          {read.is === 'rate' && question !== '' && question === asked && (
            <p className="problem tone-warning">
              {t('amount.unusual', { amount: readingLabel(language, read.decimal), unit: currency })}
            </p>
          )}
        </div>
        <Button
          kind="primary"
          isSubmit
          isBusy={isRunning}
          why={shopName.trim() === '' ? t('why.shopName') : read.is === 'refused' ? t('why.rate') : undefined}
        >
          {t('save')}
        </Button>
      </form>
    </SettingsCard>
  );
}
