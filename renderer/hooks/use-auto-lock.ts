import { useEffect, useRef } from 'react';
import { IdleWatch } from './idle-watch.ts';
import { useBridge } from './till/use-bridge.tsx';

/**
 * A hand scanner types; a camera's scans are seen by the till itself. Not that the pointer moves: browsers say so, too,
 * when something is drawn anew below it.
 */
const INPUTS = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'paste'] as const;
/** When a page is seen again, the clocks are compared before anybody reads it. */
const RETURNS = ['pageshow', 'focus'] as const;
const LOOK_MS = 1000;

/**
 * Calls `onIdle` once nobody has touched the screen for so many minutes, 0 is never; and tells the till of inputs, which
 * locks the screen as well, should this page hang.
 */
export function useAutoLock(minutes: number, onIdle: () => void): void {
  const bridge = useBridge();
  const latest = useRef({ minutes, onIdle });
  useEffect(() => {
    latest.current = { minutes, onIdle };
  });
  useEffect(() => {
    const watch = new IdleWatch();
    const tell = () => {
      if (latest.current.minutes > 0 && watch.takeInput()) void bridge.call('noteInput', {});
    };
    // Once: a till without a PIN for clerks stays open to them, and would be locked over and over.
    let isOver = false;
    const isLate = () => {
      const limit = latest.current.minutes * 60_000;
      return limit > 0 && !isOver && watch.idleMs() >= limit;
    };
    const end = () => {
      isOver = true;
      latest.current.onIdle();
    };
    const look = () => (isLate() ? end() : tell());
    const touched = () => {
      // Too late: whoever comes to a screen that should be locked by now must not keep it open.
      if (isLate()) return end();
      isOver = false;
      watch.touch();
      tell();
    };
    const timer = setInterval(look, LOOK_MS);
    for (const input of INPUTS) window.addEventListener(input, touched, { passive: true, capture: true });
    for (const sign of RETURNS) window.addEventListener(sign, look, { capture: true });
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      for (const input of INPUTS) window.removeEventListener(input, touched, { capture: true });
      for (const sign of RETURNS) window.removeEventListener(sign, look, { capture: true });
      document.removeEventListener('visibilitychange', look);
    };
  }, [bridge]);
}
