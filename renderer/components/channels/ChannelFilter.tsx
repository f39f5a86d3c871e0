import { useSecretGuard } from '../../hooks/use-secret-guard.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { CHANNEL_STATES, channelStateLabel, type StateFilter } from '../../labels/channel-labels.ts';
import { Icon } from '../kit/Icon.tsx';

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
  const guard = useSecretGuard(onSearch, 'hash');
  return (
    <search className="filter">
      <label className="filter-search">
        <Icon name="search" />
        <input
          type="search"
          value={search}
          placeholder={t('channels.search')}
          aria-label={t('channels.search')}
          onChange={(event) => guard.onText(event.target.value)}
        />
      </label>
      {guard.problem && (
        <p className="field-problem" role="alert">
          {guard.problem}
        </p>
      )}
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
