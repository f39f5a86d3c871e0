import { useCallback, useMemo, useState } from 'react';
import type { ChannelView } from '../../core/bridge/views/channels.ts';
import { OwnerGate } from '../components/access/OwnerGate.tsx';
import { ChannelFilter } from '../components/channels/ChannelFilter.tsx';
import { ChannelTable } from '../components/channels/ChannelTable.tsx';
import { CloseDialog } from '../components/channels/CloseDialog.tsx';
import { Button } from '../components/kit/Button.tsx';
import { PageTitle } from '../components/kit/PageTitle.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { useChannels } from '../hooks/owner/use-channels.ts';
import { useStatus } from '../hooks/till/use-status.ts';
import { useWords } from '../hooks/use-words.tsx';
import {
  byUrgency,
  isAtRisk,
  isClosable,
  matchingChannels,
  type StateFilter,
} from '../labels/channel-labels.ts';
import { addedAmounts, dogeLabel } from '../labels/money-labels.ts';

export function ChannelsScreen() {
  const { t } = useWords();
  return (
    <OwnerGate title={t('nav.channels')}>
      <Channels />
    </OwnerGate>
  );
}

/** All channels, the most urgent first: found, selected, closed. */
function Channels() {
  const { t } = useWords();
  const loaded = useChannels();
  const { value: status } = useStatus();
  const [filter, setFilter] = useState<StateFilter>('all');
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [closing, setClosing] = useState<readonly string[]>();
  const all = loaded.value;
  const closeOne = useCallback((id: string) => setClosing([id]), []);
  const toggle = useCallback((id: string, isSelected: boolean) => {
    setSelected((before) => new Set(isSelected ? [...before, id] : [...before].filter((one) => one !== id)));
  }, []);

  const sorted = useMemo(() => (all ? [...all].sort(byUrgency) : undefined), [all]);
  const shown = useMemo(() => sorted && matchingChannels(sorted, filter, search), [sorted, filter, search]);
  // What was closed meanwhile, or hidden by the filter, is not closed with the rest.
  const chosen = useMemo(
    () => (shown ?? []).filter((channel) => selected.has(channel.id) && isClosable(channel)),
    [shown, selected],
  );
  return (
    <section className="page page-full">
      <PageTitle title={t('nav.channels')}>
        <AtRisk channels={all ?? []} />
      </PageTitle>
      <ChannelFilter
        filter={filter}
        search={search}
        count={shown?.length ?? 0}
        onFilter={setFilter}
        onSearch={setSearch}
      />
      <Problem problem={loaded.problem} />
      {shown === undefined ? (
        <p className="empty">{t('loading')}</p>
      ) : (
        <ChannelTable
          channels={shown}
          isFiltered={all !== undefined && all.length > 0}
          status={status}
          selected={selected}
          onSelect={setSelected}
          onToggle={toggle}
          onClose={closeOne}
        />
      )}
      <SelectionBar
        chosen={chosen}
        onClose={() => setClosing(chosen.map(({ id }) => id))}
        onClear={() => setSelected(new Set())}
      />
      {closing && (
        <CloseDialog
          ids={closing}
          onDone={() => {
            setClosing(undefined);
            setSelected(new Set());
            loaded.reload();
          }}
        />
      )}
    </section>
  );
}

function AtRisk({ channels }: { channels: readonly ChannelView[] }) {
  const { t, language } = useWords();
  const amount = useMemo(() => addedAmounts(channels.filter(isAtRisk).map(({ paid }) => paid)), [channels]);
  return (
    <p className="at-risk" title={t('channels.atRiskHint')}>
      {t('channels.atRisk')} <strong>{dogeLabel(language, amount)}</strong>
    </p>
  );
}

function SelectionBar({
  chosen,
  onClose,
  onClear,
}: {
  chosen: readonly ChannelView[];
  onClose: () => void;
  onClear: () => void;
}) {
  const { t, plural, language } = useWords();
  const amount = dogeLabel(language, addedAmounts(chosen.map(({ paid }) => paid)));
  return (
    <div className={chosen.length === 0 ? '' : 'selection'}>
      <span role="status">{chosen.length > 0 && plural('channels.selected', chosen.length, { amount })}</span>
      {chosen.length > 0 && (
        <>
          <Button onClick={onClear}>{t('channels.clear')}</Button>
          <Button kind="primary" icon="lock" onClick={onClose}>
            {plural('channels.closeSelected', chosen.length)}
          </Button>
        </>
      )}
    </div>
  );
}
