import { useEffect } from 'react';
import type { ProblemView } from '../../core/bridge/views/problem.ts';
import { Button } from '../components/kit/Button.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { useWords, WordsProvider } from '../hooks/use-words.tsx';

/** Before the till has said anything: its language is not known yet, so the system's is used. */
export function StartScreen({ problem, retry }: { problem: ProblemView | undefined; retry: () => void }) {
  return (
    <WordsProvider language={navigator.language.startsWith('de') ? 'de' : 'en'}>
      <Start problem={problem} retry={retry} />
    </WordsProvider>
  );
}

function Start({ problem, retry }: { problem: ProblemView | undefined; retry: () => void }) {
  const { t } = useWords();
  useEffect(() => {
    document.title = 'Dogetill';
  }, []);
  useEffect(() => {
    if (problem === undefined) return;
    const timer = setTimeout(retry, 2000);
    return () => clearTimeout(timer);
  }, [problem, retry]);
  return (
    <main className="start">
      <h1>Dogetill</h1>
      <p>{t(problem === undefined ? 'start.loading' : 'start.failed')}</p>
      <Problem problem={problem} />
      {problem && <Button onClick={retry}>{t('retry')}</Button>}
    </main>
  );
}
