import { useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import type { OtherNodeView } from '../../../core/bridge/views/status.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useStatus } from '../../hooks/till/use-status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { numberLabel } from '../../labels/time-labels.ts';
import { warningFacts, warningLabel } from '../../labels/warning-labels.ts';
import { Button } from '../kit/Button.tsx';
import { NodeStep } from '../setup/NodeStep.tsx';
import { SettingsCard } from './SettingsCard.tsx';

const NONE = { node: '', testedNode: '' };

/** The nodes that the shop's till asks beside its own, by host and port. Practice has none. */
export function OtherNodesSection() {
  const { t } = useWords();
  const { session, change } = useSession();
  const { value: status, reload } = useStatus();
  const [draft, setDraft] = useState<typeof NONE>();
  const [problem, setProblem] = useState<ProblemView>();
  const [isChanging, setIsChanging] = useState(false);
  if (session.mode === 'practice') return null;
  async function run(changing: Promise<ProblemView | undefined>): Promise<void> {
    setIsChanging(true);
    const wrong = await changing;
    setIsChanging(false);
    setProblem(wrong);
    if (wrong === undefined) setDraft(undefined);
    reload();
  }
  const add = (node: string) => run(change('addOtherNode', { node }));
  const remove = (name: string) => run(change('removeOtherNode', { name }));
  const isTested = draft !== undefined && draft.node !== '' && draft.node === draft.testedNode;
  return (
    <SettingsCard title={t('settings.otherNodes')} text={t('settings.otherNodesText')} problem={problem}>
      {status?.otherNodes.map((other) => (
        <OtherNodeRow
          key={other.name}
          other={other}
          isChanging={isChanging}
          onRemove={() => void remove(other.name)}
        />
      ))}
      {status?.otherNodes.length === 0 && <p className="empty">{t('settings.otherNodesNone')}</p>}
      {draft === undefined ? (
        <Button onClick={() => setDraft(NONE)}>{t('settings.otherNodesAdd')}</Button>
      ) : (
        <>
          <NodeStep
            draft={{ network: session.network, node: draft.node }}
            onDraft={(part) => {
              setDraft((before = NONE) => ({ ...before, ...part }));
              setProblem(undefined);
            }}
          />
          <Button
            kind="primary"
            isBusy={isChanging}
            why={isTested ? undefined : t('why.nodeTest')}
            onClick={() => void add(draft.node)}
          >
            {t(isChanging ? 'settings.nodeChanging' : 'settings.otherNodesUse')}
          </Button>
        </>
      )}
    </SettingsCard>
  );
}

function OtherNodeRow({
  other: { name, height, problem },
  isChanging,
  onRemove,
}: {
  other: OtherNodeView;
  isChanging: boolean;
  onRemove: () => void;
}) {
  const { t, language } = useWords();
  const said =
    problem !== undefined
      ? t(warningLabel(problem.kind).title, warningFacts(problem, language))
      : height === undefined
        ? t('status.otherNodeUnheard', { name })
        : t('status.otherNode', { name, height: numberLabel(language, height) });
  return (
    <div className="node-row">
      <span>{said}</span>
      <Button aria-label={t('settings.otherNodesRemove', { name })} isBusy={isChanging} onClick={onRemove}>
        {t('settings.pinRemove')}
      </Button>
    </div>
  );
}
