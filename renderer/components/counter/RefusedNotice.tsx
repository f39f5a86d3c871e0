import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import type { RefusedPayment } from '../../hooks/counter/use-refused.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { refusedLabel } from '../../labels/refused-labels.ts';
import { Icon } from '../kit/Icon.tsx';

/** A customer's payment did not go through, in the clerk's words. The screen that shows it announces it. */
export function RefusedNotice({
  refused,
  state,
}: {
  refused: RefusedPayment | undefined;
  state: InvoiceView['state'];
}) {
  const words = useWords();
  const label = refused && refusedLabel(words, refused.code, state);
  return (
    <div className="problem-place">
      {label && (
        <div key={refused.count} className="problem refused tone-bad">
          <Icon name="warning" />
          <p>
            <strong>{label.title}</strong> <span>{label.text}</span>
          </p>
        </div>
      )}
    </div>
  );
}
