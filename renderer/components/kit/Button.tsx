import { type ButtonHTMLAttributes, type MouseEvent, type ReactNode, useId, useState } from 'react';
import { useAnnounce } from '../../hooks/use-announcement.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import type { IconName } from '../../labels/icon-names.ts';
import { Icon } from './Icon.tsx';

type Given = Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  'type' | 'disabled' | 'aria-disabled' | 'aria-busy' | 'aria-describedby'
>;

interface ButtonProps extends Given {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'normal' | 'large';
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly isSubmit?: boolean;
  /** Why it cannot be pressed now, and so what to do first; nothing where it can. */
  readonly why?: string | undefined;
  /** What it does is under way: a second press would do it twice. */
  readonly isBusy?: boolean;
}

/**
 * A button that cannot be pressed stays within reach of the keyboard and says why: beside it, to a screen reader that
 * comes to it, and once more to whoever presses it all the same. An Enter in its form is such a press.
 */
export function Button({
  kind = 'plain',
  size = 'normal',
  icon,
  children,
  isSubmit = false,
  className = '',
  why,
  isBusy = false,
  onClick,
  ...rest
}: ButtonProps) {
  const id = useId();
  const { t } = useWords();
  const announce = useAnnounce();
  const [pressedFor, setPressedFor] = useState<string>();
  const reason = isBusy ? t('why.busy') : why;
  const isPressed = reason !== undefined && reason === pressedFor;

  function press(event: MouseEvent<HTMLButtonElement>): void {
    setPressedFor(reason);
    if (reason === undefined) {
      onClick?.(event);
    } else {
      event.preventDefault();
      announce(reason);
    }
  }
  return (
    <>
      <button
        {...rest}
        type={isSubmit ? 'submit' : 'button'}
        className={`button button-${kind} button-${size} ${className}`}
        aria-disabled={reason !== undefined}
        aria-busy={isBusy}
        aria-describedby={reason === undefined ? undefined : id}
        onClick={press}
      >
        {icon && <Icon name={icon} />}
        <span>{children}</span>
      </button>
      {reason !== undefined && (
        // What is under way is over soon: its words show to whoever presses again.
        <span
          id={id}
          hidden={isBusy && !isPressed}
          className={`button-why${isPressed ? ' button-asked' : ''}`}
        >
          {reason}
        </span>
      )}
    </>
  );
}
