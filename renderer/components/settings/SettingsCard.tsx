import type { ReactNode } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';

/** Settings that belong together, and whether they were saved. */
export function SettingsCard({
  title,
  text,
  isSaved = false,
  problem,
  children,
}: {
  title: string;
  text?: string;
  isSaved?: boolean;
  problem?: ProblemView | undefined;
  children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <section className="card" aria-label={title}>
      <div className="card-title">
        <h2>{title}</h2>
        <span role="status" className="saved">
          {isSaved && (
            <>
              <Icon name="check" size={18} /> {t('saved')}
            </>
          )}
        </span>
      </div>
      {text !== undefined && <p className="card-text">{text}</p>}
      {children}
      <Problem problem={problem} />
    </section>
  );
}
