import { useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../kit/Button.tsx';
import { NodeStep } from '../setup/NodeStep.tsx';
import { SettingsCard } from './SettingsCard.tsx';

const NONE = { node: '', testedNode: '' };

/** Another node for the shop, of the same network: kept when a test found it usable. Practice has its own. */
export function NodeSection() {
  const { t } = useWords();
  const { session, change } = useSession();
  const [draft, setDraft] = useState(NONE);
  const [outcome, setOutcome] = useState<{ readonly isSaved: boolean; readonly problem?: ProblemView }>({
    isSaved: false,
  });
  const [isSaving, setIsSaving] = useState(false);
  if (session.mode === 'practice') return null;
  const isTested = draft.node !== '' && draft.node === draft.testedNode;
  async function save(): Promise<void> {
    setIsSaving(true);
    const problem = await change('setNode', { node: draft.node });
    setIsSaving(false);
    setOutcome({ isSaved: problem === undefined, ...(problem && { problem }) });
    if (problem === undefined) setDraft(NONE);
  }
  return (
    <SettingsCard
      title={t('setup.node')}
      text={t('settings.nodeText')}
      isSaved={outcome.isSaved}
      problem={outcome.problem}
    >
      <NodeStep
        draft={{ network: session.network, node: draft.node }}
        onDraft={(part) => {
          setDraft((before) => ({ ...before, ...part }));
          setOutcome({ isSaved: false });
        }}
      />
      <Button
        kind="primary"
        isBusy={isSaving}
        why={isTested ? undefined : t('why.nodeTest')}
        onClick={() => void save()}
      >
        {t(isSaving ? 'settings.nodeChanging' : 'settings.nodeUse')}
      </Button>
    </SettingsCard>
  );
}
