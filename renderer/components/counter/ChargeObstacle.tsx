import type { TypedAmount } from '../../hooks/counter/use-amount-entry.ts';
import { hashOf } from '../../hooks/use-route.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { amountProblemLabel } from '../../labels/amount-problem-label.ts';
import { Icon } from '../kit/Icon.tsx';

/** Why nothing can be charged: said below the amount, where a clerk looks while typing. */
export function ChargeObstacle({ typed: { entry, amount, lacksRate } }: { typed: TypedAmount }) {
  const words = useWords();
  const { t } = words;
  const { refused, unit } = entry;
  return (
    <div id="charge-obstacle" className="charge-obstacle">
      <div role="alert">
        {refused && (
          <p className="problem tone-bad">
            <Icon name="warning" />
            <span>
              {t('amount.refused', { typed: refused.typed })}{' '}
              {amountProblemLabel(words, refused.problem, unit)} {t('amount.takeBack')}
            </span>
          </p>
        )}
      </div>
      {lacksRate && (
        <p className="problem tone-warning">
          <Icon name="warning" />
          <span>
            {t('charge.lacksRate', { currency: unit })} <a href={hashOf('settings')}>{t('charge.setRate')}</a>
          </span>
        </p>
      )}
      {!refused && !lacksRate && amount === undefined && <p className="unseen">{t('charge.typeAmount')}</p>}
    </div>
  );
}
