import { useEffect } from 'react';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { wordsOf } from '../../labels/seed-labels.ts';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';
import type { StepProps } from './setup-step-props.ts';

/** Twelve words to be written on paper. They can be seen again by going back, until the shop is made; then never. */
export function SeedWordsStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  const bridge = useBridge();
  const { run, problem } = useAction<'newSeed'>();
  const hasWords = draft.words !== '';
  useEffect(() => {
    if (hasWords) return;
    void run(
      () => bridge.call('newSeed', {}),
      ({ words }) => onDraft({ words, asked: [], answers: {} }),
    );
  }, [hasWords, run, bridge, onDraft]);
  return (
    <>
      <Problem problem={problem} />
      <ol className="seed-words">
        {wordsOf(draft.words).map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, its place does not
          <li key={index}>{word}</li>
        ))}
      </ol>
      <p className="problem tone-warning">
        <Icon name="warning" />
        <span>{t('seed.paper')}</span>
      </p>
    </>
  );
}
