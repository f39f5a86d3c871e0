import { useState } from 'react';
import { useWords } from '../../hooks/use-words.tsx';
import { askedPlaces, wordsOf } from '../../labels/seed-labels.ts';
import { Field } from '../Field.tsx';
import type { StepProps } from './setup-step-props.ts';

/** Three of the words are asked back: a seed that nobody wrote down is found out before there is money on it. */
export function SeedCheckStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  const words = wordsOf(draft.words);
  const [asked] = useState(() => askedPlaces(words.length, [Math.random(), Math.random(), Math.random()]));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const isRight = (place: number, answers = typed) =>
    (answers[place] ?? '').trim().toLowerCase() === words[place];
  return (
    <>
      {asked.map((place) => {
        const answer = typed[place] ?? '';
        const isWrong = answer.trim().length >= (words[place]?.length ?? 0) && !isRight(place);
        return (
          <Field
            key={place}
            label={t('seed.word', { place: place + 1 })}
            problem={isWrong ? t('seed.wrongWord') : undefined}
            value={answer}
            autoCapitalize="none"
            onText={(text) => {
              const answers = { ...typed, [place]: text };
              setTyped(answers);
              onDraft({ isChecked: asked.every((one) => isRight(one, answers)) });
            }}
          />
        );
      })}
    </>
  );
}
