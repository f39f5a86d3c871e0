import { useWords } from '../../hooks/use-words.tsx';
import { CHANNEL_STATES, channelStateLabel, type StateFilter } from '../../labels/channel-labels.ts';
import { SearchField } from '../kit/SearchField.tsx';

/** Which channels are listed. */
export function ChannelFilter({
  filter,
  search,
  count,
  onFilter,
  onSearch,
}: {
  filter: StateFilter;
  search: string;
  count: number;
  onFilter: (filter: StateFilter) => void;
  onSearch: (search: string) => void;
}) {
  const { t, plural } = useWords();
  return (
    <search className="filter">
      <SearchField label={t('channels.search')} value={search} onText={onSearch} />
      <select
        value={filter}
        aria-label={t('channels.filter')}
        onChange={(event) => onFilter(event.target.value as StateFilter)}
      >
        <option value="all">{t('channels.all')}</option>
        <option value="at-risk">{t('channels.onlyAtRisk')}</option>
        {CHANNEL_STATES.map((state) => (
          <option key={state} value={state}>
            {t(channelStateLabel({ state }).text)}
          </option>
        ))}
        <option value="ended">{t('channels.ended')}</option>
      </select>
      <span className="filter-count" aria-live="polite">
        {plural('channels.count', count)}
      </span>
    </search>
  );
}
