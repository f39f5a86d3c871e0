import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Bridge } from '../../../core/bridge/bridge.ts';
import { HeartbeatWatch } from './heartbeat.ts';

const LOOK_MS = 250;

const PresenceContext = createContext(true);

/**
 * Whether the till is there: it gives a sign of life several times a second over what events come by, and says nothing
 * once it was killed, stopped or hangs. A bridge without such signs (a till in memory) is always there.
 */
export function PresenceProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  const [isHere, setIsHere] = useState(true);
  useEffect(() => {
    const { onSignOfLife } = bridge;
    if (onSignOfLife === undefined) return;
    const watch = new HeartbeatWatch();
    const look = () => setIsHere(watch.isHere());
    const forget = onSignOfLife(() => {
      watch.hear();
      look();
    });
    const timer = setInterval(look, LOOK_MS);
    return () => {
      forget();
      clearInterval(timer);
    };
  }, [bridge]);
  return <PresenceContext value={isHere}>{children}</PresenceContext>;
}

export function useIsTillHere(): boolean {
  return useContext(PresenceContext);
}
