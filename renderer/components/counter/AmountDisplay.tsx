import type { SettingsView } from '../../../core/bridge/views/session.ts';
import type { TypedAmount } from '../../hooks/counter/use-amount-entry.ts';
import { useClock } from '../../hooks/use-clock.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { totalCoins, typedCoins } from '../../labels/amount-entry.ts';
import { currencyLabel, dogeLabel, rateLabel, worthLabel } from '../../labels/money-labels.ts';
import { agoLabel, isRateOld } from '../../labels/time-labels.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { ChargeObstacle } from './ChargeObstacle.tsx';

/** What is typed, large; the sum it belongs to; the same in the other unit; and the rate between the two. */
export function AmountDisplay({ typed, settings }: { typed: TypedAmount; settings: SettingsView }) {
  const { t, language } = useWords();
  const { entry, amount, hasOtherUnit } = typed;
  const label = (coins: bigint) => currencyLabel(language, coins, entry.unit);
  const isAdding = entry.terms.length > 0;
  const other =
    amount === undefined || !hasOtherUnit
      ? ''
      : entry.unit === 'DOGE'
        ? worthLabel(language, amount, settings)
        : dogeLabel(language, amount);
  const sum = isAdding ? [...entry.terms, typedCoins(entry)].map((coins) => label(coins)).join(' + ') : '';
  return (
    <section className="display" aria-label={t('charge.amount')}>
      <p className="display-sum" title={sum}>
        {sum}
      </p>
      <BigAmount text={label(totalCoins(entry))} />
      <div className="display-other">
        <span>{other === '' ? ' ' : `≈ ${other}`}</span>
        {hasOtherUnit && (
          <Button icon="swap" onClick={typed.switchUnit}>
            {t('charge.switch', { unit: entry.unit === 'DOGE' ? settings.currency : 'DOGE' })}
          </Button>
        )}
      </div>
      <ChargeObstacle typed={typed} />
      {entry.refused === undefined && <RateLine settings={settings} />}
    </section>
  );
}

function RateLine({ settings }: { settings: SettingsView }) {
  const { t, language } = useWords();
  const now = useClock(30);
  if (settings.currency === 'DOGE') return null;
  // What follows from it is said above.
  if (settings.rate === '') return null;
  const { rateSince } = settings;
  const ago = rateSince === undefined ? '' : agoLabel(language, rateSince, now);
  const rate = rateLabel(language, settings);
  if (!isRateOld(rateSince, now)) return <p className="display-rate">{t('charge.rate', { rate, ago })}</p>;
  return (
    <p className="display-rate display-rate-old tone-warning">
      <Icon name="warning" size={20} />
      <span>{t('charge.rateOld', { rate, ago })}</span>
    </p>
  );
}
