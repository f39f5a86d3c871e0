import { useEffect, useRef } from 'react';
import { KeyBurst } from '../../labels/key-burst.ts';

interface ScannerOptions {
  /** Elsewhere (settings, a form) whatever is scanned belongs into the field that has the focus. */
  readonly isOn: boolean;
  /** Remembers the screen before the first key that may be a scanner's. */
  readonly onFirst: () => void;
  /** The keys since then were a scanner's: the screen is to be as it was. */
  readonly onBurst: () => void;
  readonly onScanned: (text: string) => void;
  /** Keys that were held back and were a person's after all. */
  readonly onTyped: (text: string) => void;
}

/** A field of its own that has the focus takes what is scanned. The memo is none: nobody scans a memo. */
function isElsewhere(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('dialog[open], .till-screens[inert]') !== null) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  const field = target.closest('input, textarea, select, [contenteditable]');
  return field !== null && !field.matches('[data-scanner="none"], [type="checkbox"], [type="radio"]');
}

/** Hears a hand scanner on every screen of the counter, before anything else hears its keys. */
export function useScanner(options: ScannerOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const burst = new KeyBurst();
    let pause: ReturnType<typeof setTimeout> | undefined;
    const paused = () => {
      const ended = burst.pause();
      if (ended === undefined) return;
      if ('scanned' in ended) latest.current.onScanned(ended.scanned);
      else latest.current.onTyped(ended.typed);
    };
    const pressed = (event: KeyboardEvent) => {
      if (!latest.current.isOn || isElsewhere(event)) return;
      const key = { key: event.key, at: event.timeStamp, isRepeat: event.repeat };
      if (burst.isFirst(key)) latest.current.onFirst();
      const meaning = burst.hear(key);
      clearTimeout(pause);
      if (meaning.is === 'typed') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (meaning.is === 'began') latest.current.onBurst();
      if (meaning.is === 'scanned') latest.current.onScanned(meaning.text);
      else pause = setTimeout(paused, KeyBurst.PAUSE_MS);
    };
    window.addEventListener('keydown', pressed, { capture: true });
    return () => {
      clearTimeout(pause);
      window.removeEventListener('keydown', pressed, { capture: true });
    };
  }, []);
}
