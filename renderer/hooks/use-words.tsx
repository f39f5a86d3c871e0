import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { type Language, type Words, wordsIn } from '../messages/translate.ts';

const WordsContext = createContext<Words>(wordsIn('en'));

/** Everything inside speaks `language`; the document says so too, for screen readers and for hyphens. */
export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const words = useMemo(() => wordsIn(language), [language]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
  return useContext(WordsContext);
}
