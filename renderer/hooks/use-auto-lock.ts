import { useEffect } from 'react';

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Calls `onIdle` once nobody has touched the till for so many minutes; 0 is never. */
export function useAutoLock(minutes: number, onIdle: () => void): void {
  useEffect(() => {
    if (minutes === 0) return;
    let timer = setTimeout(onIdle, minutes * 60_000);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(onIdle, minutes * 60_000);
    };
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touched);
    };
  }, [minutes, onIdle]);
}
