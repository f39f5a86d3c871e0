import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import type { Bridge, BridgeEvent } from '../../core/bridge.ts';
import { safely } from './safe-bridge.ts';

const BridgeContext = createContext<Bridge | undefined>(undefined);

export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  const held = useRef<{ readonly from: Bridge; readonly safe: Bridge } | undefined>(undefined);
  if (held.current?.from !== bridge) held.current = { from: bridge, safe: safely(bridge) };
  return <BridgeContext value={held.current.safe}>{children}</BridgeContext>;
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === undefined) throw new Error('a screen is outside of BridgeProvider');
  return bridge;
}

/** Hears what the till tells without being asked. */
export function useBridgeEvent(listener: (event: BridgeEvent) => void): void {
  const bridge = useBridge();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => bridge.onEvent((event) => latest.current(event)), [bridge]);
}
