import { useEffect, useRef } from 'react';

/** Whether a key typed now belongs to what has the focus: a text field, a choice, a dialog above everything. */
function isTakenElsewhere(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  // The till is away, and its screens are out of reach: nothing may be typed into them blindly.
  if (document.querySelector('.till-screens[inert]') !== null) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input, textarea, select, [contenteditable]') !== null) return true;
  const isPress = event.key === 'Enter' || event.key === ' ';
  return isPress && target.closest('button, a, summary') !== null;
}

/** Escape, where nothing else takes it. */
export function useEscape(onEscape: () => void): void {
  useKeyboard((key) => {
    if (key !== 'Escape') return false;
    onEscape();
    return true;
  });
}

/** Hears the keyboard (and a number pad) wherever the focus is, unless what has the focus wants the key itself. */
export function useKeyboard(onKey: (key: string) => boolean): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!isTakenElsewhere(event) && latest.current(event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
