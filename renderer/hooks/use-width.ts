import { type RefObject, useEffect, useState } from 'react';

/** Whether `element` is at least so many pixels wide; true until it was measured. */
export function useIsWide(element: RefObject<HTMLElement | null>, pixels: number): boolean {
  const [isWide, setIsWide] = useState(true);
  useEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const observer = new ResizeObserver(() => setIsWide(measured.clientWidth >= pixels));
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element, pixels]);
  return isWide;
}
