import { ALL_SALES, type SaleState, useSalesView } from '../../hooks/counter/use-sales-view.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { SearchField } from '../kit/SearchField.tsx';

const STATES: readonly SaleState[] = ['question', 'open', 'paid', 'expired', 'cancelled'];

/** Which sales are listed. */
export function SalesFilter() {
  const { t } = useWords();
  const { view, isAll, change } = useSalesView();
  return (
    <search className="filter">
      <SearchField
        label={t('sales.search')}
        value={view.find}
        maxLength={300}
        onText={(find) => change({ find })}
      />
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
        <Button icon="cross" onClick={() => change(ALL_SALES)}>
          {t('sales.clear')}
        </Button>
      )}
    </search>
  );
}
