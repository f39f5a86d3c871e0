import { useEffect, useState } from 'react';

/** Now, in milliseconds since the epoch, as often as asked for: what depends on it is drawn again. */
export function useClock(everySeconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}
