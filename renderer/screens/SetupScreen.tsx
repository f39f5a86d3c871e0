import { type FormEvent, useState } from 'react';
import type { ProblemView } from '../../core/bridge/views/problem.ts';
import { OwnerGate } from '../components/access/OwnerGate.tsx';
import { Button } from '../components/kit/Button.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { SetupStepForm } from '../components/setup/SetupStepForm.tsx';
import { useSetupDraft } from '../hooks/owner/use-setup-draft.tsx';
import { useSession } from '../hooks/till/use-session.tsx';
import type { Go } from '../hooks/use-route.ts';
import { useTitle } from '../hooks/use-title.ts';
import { useWords, WordsProvider } from '../hooks/use-words.tsx';
import { missingIn, type SetupDraft, SHORTEST_PASSPHRASE, shopOf, stepsOf } from '../labels/setup-labels.ts';

/** From practice to a shop of one's own. Nothing is kept until the last step has succeeded. */
export function SetupScreen({ go }: { go: Go }) {
  const { t } = useWords();
  const { session } = useSession();
  const [draft, setDraft] = useSetupDraft(session.settings);
  return (
    <OwnerGate title={t('setup.title')}>
      <WordsProvider language={draft.language}>
        <Setup draft={draft} onDraft={setDraft} go={go} />
      </WordsProvider>
    </OwnerGate>
  );
}

function Setup({
  draft,
  onDraft,
  go,
}: {
  draft: SetupDraft;
  onDraft: (part: Partial<SetupDraft>) => void;
  go: Go;
}) {
  const { t } = useWords();
  const { change } = useSession();
  const [place, setPlace] = useState(0);
  const [isCreating, setIsCreating] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const steps = stepsOf(draft);
  const step = steps[place] ?? 'language';
  useTitle(t(`setup.${step}`));
  const missing = missingIn(step, draft);
  const isLast = place === steps.length - 1;
  const last = draft.begins === 'backup' ? 'setup.restoreShop' : 'setup.create';

  async function create(): Promise<void> {
    setIsCreating(true);
    const { backupFolder, testedNode } = draft;
    const refused =
      draft.begins === 'backup'
        ? await change('restoreShop', { folder: backupFolder.trim(), node: testedNode })
        : await change('createShop', shopOf(draft));
    setIsCreating(false);
    setProblem(refused);
    if (refused === undefined) go('charge');
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (missing !== undefined || isCreating) return;
    if (isLast) void create();
    else setPlace(place + 1);
  }
  function back(): void {
    setProblem(undefined);
    if (place === 0) go('charge');
    else setPlace(place - 1);
  }
  return (
    <section className="page setup">
      <p className="setup-place">{t('setup.place', { place: place + 1, count: steps.length })}</p>
      <progress
        className="setup-progress"
        aria-label={t('setup.title')}
        value={place + 1}
        max={steps.length}
      />
      <form onSubmit={submit} key={step}>
        <h1>{t(`setup.${step}`)}</h1>
        <p className="setup-text">{t(`setup.${step}.text`)}</p>
        <SetupStepForm step={step} draft={draft} onDraft={onDraft} />
        <Problem problem={problem} />
        <div className="setup-actions">
          <Button size="large" icon="back" isBusy={isCreating} onClick={back}>
            {t(place === 0 ? 'cancel' : 'setup.back')}
          </Button>
          <Button
            kind="primary"
            size="large"
            isSubmit
            isBusy={isCreating}
            why={missing && t(missing, { least: SHORTEST_PASSPHRASE })}
          >
            {t(isCreating ? 'setup.creating' : isLast ? last : 'setup.next')}
          </Button>
        </div>
      </form>
    </section>
  );
}
