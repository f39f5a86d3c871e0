import { useEffect } from 'react';
import { useWords } from '../../hooks/use-words.tsx';
import { askedPlaces, wordsOf } from '../../labels/seed-labels.ts';
import { isAnswerRight } from '../../labels/setup-labels.ts';
import { Field } from '../kit/Field.tsx';
import type { StepProps } from './setup-step-props.ts';

/** Three of the words are asked back: a seed that nobody wrote down is found out before there is money on it. */
export function SeedCheckStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  const { asked, answers } = draft;
  const words = wordsOf(draft.words);
  const count = words.length;
  useEffect(() => {
    if (asked.length > 0) return;
    onDraft({ asked: askedPlaces(count, [Math.random(), Math.random(), Math.random()]) });
  }, [asked, count, onDraft]);
  return (
    <>
      {asked.map((place) => {
        const answer = answers[place] ?? '';
        const isWrong = answer.trim().length >= (words[place]?.length ?? 0) && !isAnswerRight(draft, place);
        return (
          <Field
            key={place}
            label={t('seed.word', { place: place + 1 })}
            problem={isWrong ? t('seed.wrongWord') : undefined}
            value={answer}
            autoCapitalize="none"
            onText={(text) => onDraft({ answers: { ...answers, [place]: text } })}
          />
        );
      })}
    </>
  );
}
