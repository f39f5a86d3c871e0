import { useWords } from '../../hooks/use-words.tsx';
import type { PracticeStep } from '../../labels/practice-labels.ts';
import { Icon } from '../kit/Icon.tsx';

const ORDER: readonly PracticeStep[] = [
  'open',
  'mine-funding',
  'charge',
  'pay',
  'close',
  'mine-settlement',
  'again',
];

/** The way through a channel's life, with the place where the newcomer is now. */
export function PracticeSteps({ step }: { step: PracticeStep }) {
  const { t } = useWords();
  const at = ORDER.indexOf(step);
  return (
    <div className="steps">
      <ol>
        {ORDER.slice(0, -1).map((one, index) => (
          <li
            key={one}
            className={index === at ? 'step step-now' : 'step'}
            aria-current={index === at ? 'step' : undefined}
          >
            <Icon name={index < at ? 'check' : index === at ? 'next' : 'clock'} size={18} />
            <span>{t(`practice.step.${one}`)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
