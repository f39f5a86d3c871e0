import { useEffect, useId, useState } from 'react';
import type { CallOutput } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { finishedWords, isSeedLength, wordsOf } from '../../labels/seed-labels.ts';
import { Problem } from '../kit/Problem.tsx';
import type { StepProps } from './setup-step-props.ts';

/** Not after every letter: the last word of a seed is wrong until it is finished. */
const PAUSE_MS = 300;

type Check = CallOutput['checkWords'];

/** The words of an earlier till. What is wrong with them is said by their places, before anything is made of them. */
export function RestoreStep({ draft, onDraft }: StepProps) {
  const { t, plural } = useWords();
  const id = useId();
  const { earlierWords } = draft;
  const { check, problem } = useCheck(draft, onDraft);
  const wrong = check && wrongWords(check, wordsOf(earlierWords).length);
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{t('seed.words')}</label>
        <textarea
          id={id}
          rows={3}
          value={earlierWords}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-describedby={`${id}-hint`}
          aria-invalid={wrong !== undefined}
          onChange={(event) => onDraft({ earlierWords: event.target.value })}
        />
        <div id={`${id}-hint`} className="field-hint" role="status">
          {wrong === undefined ? (
            plural(check?.isSeed === true ? 'seed.right' : 'seed.count', wordsOf(earlierWords).length)
          ) : (
            <span className="field-problem">
              <Wrong {...wrong} />
            </span>
          )}
        </div>
      </div>
      <p className="card-text">{t('seed.newIndexes')}</p>
      <Problem problem={problem} />
    </>
  );
}

type WrongWords =
  | { readonly places: readonly number[]; readonly nearest: Check['nearest'] }
  | { readonly places?: never; readonly nearest?: never };

function wrongWords({ unknown, nearest, isSeed }: Check, count: number): WrongWords | undefined {
  if (unknown.length > 0) return { places: unknown, nearest };
  return isSeedLength(count) && !isSeed ? {} : undefined;
}

function Wrong({ places, nearest }: WrongWords) {
  const { t, plural, language } = useWords();
  if (places === undefined) return t('seed.wrongSum');
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(places.map(String));
  const guesses = places.flatMap((place, at) => {
    const words = (nearest[at] ?? []).map((word) => t('seed.quoted', { word }));
    if (words.length === 0) return [];
    const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(words);
    return [t('seed.nearest', { place: String(place), words: list })];
  });
  return [plural('seed.unknown', places.length, { places: list }), ...guesses].join(' ');
}

/** @returns what the till says of the words as they stand; undefined until it has */
function useCheck(
  { earlierWords }: StepProps['draft'],
  onDraft: StepProps['onDraft'],
): { readonly check?: Check | undefined; readonly problem?: ProblemView | undefined } {
  const bridge = useBridge();
  const [state, setState] = useState<{ of: string; check?: Check; problem?: ProblemView }>({ of: '' });
  useEffect(() => {
    const words = finishedWords(earlierWords).join(' ');
    if (words === '') return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await bridge.call('checkWords', { words });
      if (!isCurrent) return;
      if (!answer.ok) return setState({ of: earlierWords, problem: answer.problem });
      setState({ of: earlierWords, check: answer.value });
      if (answer.value.isSeed) onDraft({ checkedWords: earlierWords });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [earlierWords, bridge, onDraft]);
  return state.of === earlierWords ? state : {};
}
