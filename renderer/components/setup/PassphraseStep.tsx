import { useWords } from '../../hooks/use-words.tsx';
import { lengthOf, strengthOf } from '../../labels/passphrase-labels.ts';
import { SHORTEST_PASSPHRASE } from '../../labels/setup-labels.ts';
import { Field } from '../kit/Field.tsx';
import type { StepProps } from './setup-step-props.ts';

/** Typed twice; how strong it is, is said in words. */
export function PassphraseStep({ draft, onDraft }: StepProps) {
  const { t, plural } = useWords();
  const { passphrase, passphraseAgain } = draft;
  const strength = strengthOf(passphrase, SHORTEST_PASSPHRASE);
  const isShort = passphrase !== '' && strength === 'short';
  const differs = passphraseAgain !== '' && !passphrase.startsWith(passphraseAgain);
  const hint =
    strength === 'short'
      ? t('setup.passphraseHint', { least: SHORTEST_PASSPHRASE })
      : t(`passphrase.${strength}`);
  return (
    <>
      <Field
        label={t('setup.passphraseField')}
        hint={<span role="status">{hint}</span>}
        problem={isShort ? plural('passphrase.short', SHORTEST_PASSPHRASE - lengthOf(passphrase)) : undefined}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onText={(text) => onDraft({ passphrase: text })}
      />
      <Field
        label={t('setup.passphraseAgain')}
        problem={differs ? t('setup.passphraseDiffers') : undefined}
        type="password"
        autoComplete="new-password"
        value={passphraseAgain}
        onText={(text) => onDraft({ passphraseAgain: text })}
      />
    </>
  );
}
