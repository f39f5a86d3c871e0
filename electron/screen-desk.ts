import type { BridgeEvent, CallAnswer, CallName, Proof } from '../core/bridge/bridge.ts';

/** One screen's place at the till: who sits there, what they ask and what they are told. */
export interface ScreenDesk {
  /** Checks the input and who may ask; never throws. */
  call(name: CallName, input: unknown, override?: Proof): Promise<CallAnswer<CallName>>;
  onEvent(listener: (event: BridgeEvent) => void): () => void;
  /** The screen is gone. */
  close(): void;
}
