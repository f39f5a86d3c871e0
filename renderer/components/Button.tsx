import type { ButtonHTMLAttributes, ReactNode } from 'react';
import type { IconName } from '../labels/icon-names.ts';
import { Icon } from './Icon.tsx';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'normal' | 'large';
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly isSubmit?: boolean;
}

export function Button({
  kind = 'plain',
  size = 'normal',
  icon,
  children,
  isSubmit = false,
  className = '',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={isSubmit ? 'submit' : 'button'}
      className={`button button-${kind} button-${size} ${className}`}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
