import { useEffect, useState } from 'react';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from './Button.tsx';

/** Copies a text; says that it did, for two seconds and to screen readers. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  }
  return (
    <>
      <Button icon={outcome === 'copied' ? 'check' : 'copy'} onClick={() => void copy()}>
        {outcome === undefined ? label : t(outcome === 'copied' ? 'copy.done' : 'copy.failed')}
      </Button>
      <span className="unseen" aria-live="polite">
        {outcome !== undefined && t(outcome === 'copied' ? 'copy.done' : 'copy.failed')}
      </span>
    </>
  );
}
