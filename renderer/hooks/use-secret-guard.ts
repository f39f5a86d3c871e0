import { useState } from 'react';
import { type SecretKind, secretIn } from '../../core/secrets.ts';
import { useWords } from './use-words.tsx';

/**
 * For what is typed or pasted into a field: a private key or the words of a seed are taken out at once, and said.
 * @param holds what the field is for: a secret of its own, or hex digits that a key looks like
 */
export function useSecretGuard(
  onText: (text: string) => void,
  holds?: 'secret' | 'hash',
): { readonly onText: (text: string) => void; readonly problem: string | undefined } {
  const { t } = useWords();
  const [found, setFound] = useState<SecretKind>();
  return {
    onText: (text) => {
      const kind = holds === 'secret' ? undefined : secretIn(text, { mayBeHash: holds === 'hash' });
      // What stays said until something else is typed.
      setFound(kind);
      onText(kind === undefined ? text : '');
    },
    problem: found === undefined ? undefined : t(`secret.${found}`),
  };
}
