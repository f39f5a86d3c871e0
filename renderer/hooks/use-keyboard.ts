import { useEffect, useRef } from 'react';

/** Whether a key typed now belongs to what has the focus: a text field, a choice, a dialog above everything. */
function isTakenElsewhere(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  // The till is away, and its screens are out of reach: nothing may be typed into them blindly.
  if (document.querySelector('.till-screens[inert]') !== null) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (isTextField(target)) return true;
  if (target.closest('select') !== null) return event.key !== 'Enter';
  const isPress = event.key === 'Enter' || event.key === ' ';
  if (!isPress) return false;
  // A switch is turned by the space bar alone.
  if (target.closest('[type="checkbox"], [type="radio"]') !== null) return event.key === ' ';
  // A button that was touched keeps the focus: Enter means what was typed since. One that was walked to by keys is pressed.
  return (
    document.documentElement.dataset['focusBy'] === 'keys' && target.closest('button, a, summary') !== null
  );
}

function isTextField(target: HTMLElement): boolean {
  const field = target.closest('input, textarea, [contenteditable]');
  return field !== null && !field.matches('[type="checkbox"], [type="radio"]');
}

const WALKING_KEYS = ['Tab', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

/** Notes how the focus came to where it is: by a pointer, or by keys. */
export function useFocusWay(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const touched = () => {
      dataset['focusBy'] = 'pointer';
    };
    const walked = ({ key }: KeyboardEvent) => {
      if (WALKING_KEYS.includes(key)) dataset['focusBy'] = 'keys';
    };
    window.addEventListener('pointerdown', touched, { capture: true });
    window.addEventListener('keydown', walked, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', touched, { capture: true });
      window.removeEventListener('keydown', walked, { capture: true });
    };
  }, []);
}

/** Hears what is pasted, unless a text field takes it. */
export function usePaste(onText: (text: string) => void): void {
  const latest = useRef(onText);
  useEffect(() => {
    latest.current = onText;
  });
  useEffect(() => {
    const pasted = (event: ClipboardEvent) => {
      const { target } = event;
      const isElsewhere = target instanceof HTMLElement && isTextField(target);
      if (isElsewhere || document.querySelector('dialog[open], .till-screens[inert]') !== null) return;
      const text = event.clipboardData?.getData('text') ?? '';
      if (text.trim() === '') return;
      event.preventDefault();
      latest.current(text);
    };
    window.addEventListener('paste', pasted);
    return () => window.removeEventListener('paste', pasted);
  }, []);
}

/** Escape, where nothing else takes it. @param onEscape undefined where it is left to another part of the screen */
export function useEscape(onEscape: (() => void) | undefined): void {
  useKeyboard((key) => {
    if (key !== 'Escape' || onEscape === undefined) return false;
    onEscape();
    return true;
  });
}

/** What the key types. The separator of a number pad is one, whatever its keyboard's language calls it. */
function keyOf({ key, code }: KeyboardEvent): string {
  return code === 'NumpadDecimal' && [...key].length === 1 ? '.' : key;
}

/** Hears the keyboard (and a number pad) wherever the focus is, unless what has the focus wants the key itself. */
export function useKeyboard(onKey: (key: string) => boolean): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!isTakenElsewhere(event) && latest.current(keyOf(event))) event.preventDefault();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
