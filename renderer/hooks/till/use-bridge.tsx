import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import type { Bridge, BridgeEvent } from '../../../core/bridge/bridge.ts';
import { type AskForProof, safely } from './safe-bridge.ts';

interface HeldBridge {
  readonly from: Bridge;
  readonly safe: Bridge;
  asker: AskForProof | undefined;
}

const BridgeContext = createContext<HeldBridge | undefined>(undefined);

export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  const held = useRef<HeldBridge | undefined>(undefined);
  if (held.current?.from !== bridge) held.current = hold(bridge);
  return <BridgeContext value={held.current}>{children}</BridgeContext>;
}

function hold(from: Bridge): HeldBridge {
  const held: HeldBridge = { from, safe: safely(from, () => held.asker), asker: undefined };
  return held;
}

function useHeld(): HeldBridge {
  const held = useContext(BridgeContext);
  if (held === undefined) throw new Error('a screen is outside of BridgeProvider');
  return held;
}

export function useBridge(): Bridge {
  return useHeld().safe;
}

/** What wants a proof of the owner asks for it by `ask`, for as long as the part that holds it is there. */
export function useProofAsker(ask: AskForProof): void {
  const held = useHeld();
  useEffect(() => {
    held.asker = ask;
    return () => {
      held.asker = undefined;
    };
  }, [held, ask]);
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
