import type { ReactNode } from 'react';
import { useTitle } from '../../hooks/use-title.ts';
import { Button } from './Button.tsx';

/** The name of a screen, where it came from, and what can be done on all of it. */
export function PageTitle({
  title,
  back,
  children,
}: {
  title: string;
  back?: { readonly label: string; readonly go: () => void };
  children?: ReactNode;
}) {
  useTitle(title);
  return (
    <header className="page-title">
      {back && (
        <Button kind="quiet" icon="back" onClick={back.go}>
          {back.label}
        </Button>
      )}
      <h1>{title}</h1>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </header>
  );
}
