import type { ReactNode } from 'react';
import type { Tone } from '../../labels/tones.ts';
import { Icon } from './Icon.tsx';

/** One thing about the till: well or not, in words, icon and colour, and what to do. */
export function StatusLine({
  tone,
  title,
  detail,
  advice,
  link,
  action,
  children,
}: {
  tone: Tone;
  title: string;
  detail?: string | undefined;
  advice?: string | undefined;
  link?: { readonly href: string; readonly text: string } | undefined;
  /** A button that helps. */
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className={`status-line tone-${tone}`}>
      <Icon name={tone === 'good' ? 'check' : 'warning'} />
      <div>
        <strong>{title}</strong>
        {detail !== undefined && <p className="status-detail">{detail}</p>}
        {advice !== undefined && <p>{advice}</p>}
        {children}
      </div>
      {action}
      {link && (
        <a className="button button-plain button-normal" href={link.href}>
          {link.text}
        </a>
      )}
    </li>
  );
}
