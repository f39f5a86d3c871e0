import { useRef, useState } from 'react';
import { useScanner } from '../../hooks/counter/use-scanner.ts';
import { useKeyboard } from '../../hooks/use-keyboard.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { isPin, pinAfter, pinPlaces } from '../../labels/pin-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Four to eight digits by touch, mouse or keyboard. What was typed is never shown, only how much. */
export function PinPad({
  submitLabel,
  isWaiting,
  isBusy = false,
  onPin,
  isInDialog = false,
  hearsScanner = false,
}: {
  submitLabel: string;
  /** After wrong PINs, until the next try. */
  isWaiting: boolean;
  /** The PIN is being looked at. */
  isBusy?: boolean;
  onPin: (pin: string) => void;
  /** Inside of a dialog the keys arrive there, not at the window. */
  isInDialog?: boolean;
  /** Nothing else hears a hand scanner here: its code is no PIN, and costs no try. */
  hearsScanner?: boolean;
}) {
  const { t } = useWords();
  const [pin, setPin] = useState('');
  const why = isWaiting ? t('why.wait') : isPin(pin) ? undefined : t('why.pin');
  function submit(): void {
    if (why !== undefined || isBusy) return;
    setPin('');
    onPin(pin);
  }
  function typed(key: string): boolean {
    if (/^[0-9]$/.test(key)) setPin((before) => pinAfter(before, key));
    else if (key === 'Backspace') setPin((before) => pinAfter(before, 'back'));
    else if (key === 'Enter') submit();
    else return false;
    return true;
  }
  useKeyboard((key) => !isInDialog && typed(key));
  const before = useRef(pin);
  useScanner({
    isOn: hearsScanner,
    onFirst: () => {
      before.current = pin;
    },
    onBurst: () => setPin(before.current),
    // As long as a PIN it may be one that was typed by a program.
    onScanned: (text) => isPin(text) && !isWaiting && !isBusy && onPin(text),
    onTyped: (text) => setPin((now) => [...text].reduce(pinAfter, now)),
  });
  const keys = DIGITS.map((digit) => (
    <button key={digit} type="button" className="key" onClick={() => typed(digit)}>
      {digit}
    </button>
  ));
  return (
    // The keys of the keyboard reach the pad from whatever has the focus inside of it.
    <div
      className="pin-pad"
      {...(isInDialog && { onKeyDown: (event) => typed(event.key) && event.preventDefault() })}
    >
      <PinDots pin={pin} />
      <div className="pin-keys">
        {keys}
        <button type="button" className="key" aria-label={t('key.clear')} onClick={() => setPin('')}>
          C
        </button>
        <button type="button" className="key" onClick={() => typed('0')}>
          0
        </button>
        <button type="button" className="key" aria-label={t('key.back')} onClick={() => typed('Backspace')}>
          <Icon name="backspace" />
        </button>
      </div>
      <div className="pin-submit">
        <Button kind="primary" size="large" why={why} isBusy={isBusy} onClick={submit}>
          {submitLabel}
        </Button>
      </div>
    </div>
  );
}

function PinDots({ pin }: { pin: string }) {
  const { t } = useWords();
  return (
    <div className="pin-dots">
      <span className="unseen" aria-live="polite">
        {t('pin.digits', { count: pin.length })}
      </span>
      {pinPlaces(pin).map((isTyped, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place has no other name than its number
        <span key={place} aria-hidden="true" className={isTyped ? 'pin-dot pin-dot-typed' : 'pin-dot'} />
      ))}
    </div>
  );
}
