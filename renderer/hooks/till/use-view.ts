import { useCallback, useEffect, useRef, useState } from 'react';
import type { BridgeEvent, CallInput, CallName, CallOutput } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { type InTurn, inTurn } from './in-turn.ts';
import { useBridge, useBridgeEvent } from './use-bridge.tsx';
import { useIsTillHere } from './use-presence.tsx';

/** What a screen shows of one call: its last good answer, and what went wrong since. */
export interface Loaded<T> {
  readonly value?: T;
  readonly problem?: ProblemView;
  readonly reload: () => void;
}

interface Refresh {
  /** Events after which the answer may be another one. */
  readonly on?: readonly BridgeEvent['type'][];
  /** Asked again every so many seconds, for what changes by the clock alone. */
  readonly everySeconds?: number;
  /** Not asked at all: the one at the screen may not, or there is nothing to ask for yet. */
  readonly isOff?: boolean;
}

interface Answer<T> {
  readonly key: string;
  readonly value?: T;
  readonly problem?: ProblemView;
}

/** Events come in bursts (a block touches a hundred channels): after one answer the next is asked for so much later. */
const BURST_MILLISECONDS = 60;

/** The answer to one call, kept up to date. An answer that was overtaken by a later question is dropped. */
export function useView<N extends CallName>(
  name: N,
  input: CallInput<N>,
  { on = [], everySeconds = 0, isOff = false }: Refresh = {},
): Loaded<CallOutput[N]> {
  const bridge = useBridge();
  const key = JSON.stringify([name, input]);
  const [answer, setAnswer] = useState<Answer<CallOutput[N]>>({ key });
  const asked = useRef(0);

  const reload = useCallback(async () => {
    if (isOff) return;
    asked.current += 1;
    const number = asked.current;
    const [, wanted] = JSON.parse(key) as [N, CallInput<N>];
    const got = await bridge.call(name, wanted);
    if (number !== asked.current) return;
    setAnswer((before) => {
      if (got.ok) return { key, value: got.value };
      const kept = before.key === key && before.value !== undefined ? { value: before.value } : {};
      return { key, ...kept, problem: got.problem };
    });
  }, [bridge, name, key, isOff]);

  useEffect(() => {
    void reload();
    return () => {
      // What is still on its way belongs to the question before.
      asked.current += 1;
    };
  }, [reload]);

  useReloadOnEvents(reload, on);
  useReloadOnReturn(reload);

  useEffect(() => {
    if (everySeconds === 0) return;
    const repeated = setInterval(() => void reload(), everySeconds * 1000);
    return () => clearInterval(repeated);
  }, [reload, everySeconds]);

  const isCurrent = answer.key === key;
  return {
    ...(isCurrent && answer.value !== undefined && { value: answer.value }),
    ...(isCurrent && answer.problem !== undefined && { problem: answer.problem }),
    reload: () => void reload(),
  };
}

/** What happened while the till was away was told to nobody. */
function useReloadOnReturn(reload: () => Promise<void>): void {
  const isHere = useIsTillHere();
  const wasHere = useRef(isHere);
  useEffect(() => {
    if (isHere && !wasHere.current) void reload();
    wasHere.current = isHere;
  }, [isHere, reload]);
}

/** Asks at once when something happened, for somebody waits for “paid”; and once more for what happened meanwhile. */
function useReloadOnEvents(reload: () => Promise<void>, on: readonly BridgeEvent['type'][]): void {
  const latest = useRef(reload);
  const questions = useRef<InTurn>(undefined);
  useEffect(() => {
    latest.current = reload;
  });
  useEffect(() => {
    const asked = inTurn(() => latest.current(), BURST_MILLISECONDS);
    questions.current = asked;
    return asked.stop;
  }, []);
  useBridgeEvent((event) => {
    if (on.includes(event.type)) questions.current?.ask();
  });
}
