import { useState } from 'react';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { useBridgeEvent } from '../till/use-bridge.tsx';
import { playSound } from '../use-sound.ts';

export interface RefusedPayment {
  readonly code: ProblemView['code'];
  /** How many were heard of: the same words twice are two events. */
  readonly count: number;
}

/** The last payment for an invoice that was refused while its screen is open. */
export function useRefused(id: string, sound: boolean): RefusedPayment | undefined {
  const [refused, setRefused] = useState<RefusedPayment>();
  useBridgeEvent((event) => {
    if (event.type !== 'payment_refused' || event.id !== id) return;
    setRefused((before) => ({ code: event.code, count: (before?.count ?? 0) + 1 }));
    if (sound) playSound('failed');
  });
  return refused;
}
