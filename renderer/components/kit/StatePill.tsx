import { useWords } from '../../hooks/use-words.tsx';
import type { StateLabel } from '../../labels/state-label.ts';
import { Icon } from './Icon.tsx';

/** A state in a word, an icon and a colour at once. */
export function StatePill({ label }: { label: StateLabel }) {
  const { t } = useWords();
  return (
    <span className={`pill tone-${label.tone}`}>
      <Icon name={label.icon} size={18} />
      <span>{t(label.text)}</span>
    </span>
  );
}
