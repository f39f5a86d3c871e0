import { type ReactNode, useEffect, useId, useRef } from 'react';
import { LiveRegions } from './LiveRegions.tsx';

/** A question above everything: the focus stays inside, Escape calls it off, and goes back where it was. */
export function Dialog({
  title,
  children,
  onCancel,
  isWide = false,
}: {
  title: string;
  children: ReactNode;
  onCancel: () => void;
  isWide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (!element.open) element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={id} className="dialog-title">
        {title}
      </h2>
      {children}
      <LiveRegions />
    </dialog>
  );
}
