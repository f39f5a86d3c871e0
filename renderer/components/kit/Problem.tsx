import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { problemLabel } from '../../labels/problem-label.ts';
import { Icon } from './Icon.tsx';

/** Why not, said as soon as it happens. Nothing at all when nothing is wrong. */
export function Problem({ problem }: { problem: ProblemView | undefined }) {
  const words = useWords();
  return (
    <div role="alert" className="problem-place">
      {problem && (
        <p className="problem tone-bad">
          <Icon name="warning" />
          <span>{problemLabel(words, problem)}</span>
        </p>
      )}
    </div>
  );
}
