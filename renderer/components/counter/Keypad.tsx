import { useEffect, useState } from 'react';
import { useWords } from '../../hooks/use-words.tsx';
import type { EntryKey } from '../../labels/amount-entry.ts';
import { Icon } from '../kit/Icon.tsx';

const ORDERS = {
  telephone: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  calculator: ['7', '8', '9', '4', '5', '6', '1', '2', '3'],
} as const;

/** The keys of an amount. They never take the focus from what is typed in, so that Enter always charges. */
export function Keypad({
  order,
  pressed,
  onKey,
}: {
  order: keyof typeof ORDERS;
  /** The key that the keyboard pressed last, to be lit for a moment. */
  pressed: { readonly key: string; readonly count: number };
  onKey: (key: EntryKey) => void;
}) {
  const { t } = useWords();
  const lit = useLit(pressed);
  const key = (value: EntryKey, className = '') => ({
    type: 'button' as const,
    className: `key ${className} ${lit === value ? 'key-lit' : ''}`,
    onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: () => onKey(value),
  });
  return (
    <div className="keypad">
      <div className="keypad-digits">
        {ORDERS[order].map((digit) => (
          <button key={digit} {...key(digit)}>
            {digit}
          </button>
        ))}
        <button {...key('00')}>00</button>
        <button {...key('0', 'key-zero')}>0</button>
      </div>
      <div className="keypad-actions">
        <button {...key('back', 'key-action')} aria-label={t('key.back')}>
          <Icon name="backspace" size={28} />
        </button>
        <button {...key('clear', 'key-action')} aria-label={t('key.clear')}>
          C
        </button>
        <button {...key('plus', 'key-action key-plus')} aria-label={t('key.plus')}>
          +
        </button>
      </div>
    </div>
  );
}

function useLit(pressed: { readonly key: string; readonly count: number }): string {
  const [lit, setLit] = useState('');
  const { key, count } = pressed;
  useEffect(() => {
    if (count === 0) return;
    setLit(key);
    const timer = setTimeout(() => setLit(''), 120);
    return () => clearTimeout(timer);
  }, [key, count]);
  return lit;
}
