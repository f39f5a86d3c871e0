import { type SaleState, useSalesView } from '../../hooks/use-sales-view.tsx';
import { useSecretGuard } from '../../hooks/use-secret-guard.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';

const STATES: readonly SaleState[] = ['question', 'open', 'paid', 'expired', 'cancelled'];

/** Which sales are listed. */
export function SalesFilter() {
  const { t } = useWords();
  const { view, change, clear } = useSalesView();
  const guard = useSecretGuard((find) => change({ find }), 'hash');
  const isAll = view.find === '' && view.state === '' && view.day === '';
  return (
    <search className="filter">
      <label className="filter-search">
        <Icon name="search" />
        <input
          type="search"
          value={view.find}
          maxLength={300}
          placeholder={t('sales.search')}
          aria-label={t('sales.search')}
          onChange={(event) => guard.onText(event.target.value)}
        />
      </label>
      {guard.problem && (
        <p className="field-problem" role="alert">
          {guard.problem}
        </p>
      )}
      <select
        value={view.state}
        aria-label={t('sales.state')}
        onChange={(event) => change({ state: event.target.value as SaleState | '' })}
      >
        <option value="">{t('sales.all')}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {t(state === 'question' ? 'sales.question' : `invoice.state.${state}`)}
          </option>
        ))}
      </select>
      <input
        type="date"
        className="filter-day"
        value={view.day}
        aria-label={t('sales.day')}
        onChange={(event) => change({ day: event.target.value })}
      />
      {!isAll && (
        <Button icon="cross" onClick={clear}>
          {t('sales.clear')}
        </Button>
      )}
    </search>
  );
}
