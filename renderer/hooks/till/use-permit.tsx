import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import {
  CALLS,
  type CallAnswer,
  type CallInput,
  type CallName,
  type Proof,
} from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';
import { OverrideDialog } from '../../components/access/OverrideDialog.tsx';
import { ProofDialog } from '../../components/access/ProofDialog.tsx';
import type { AskForProof } from './safe-bridge.ts';
import { useBridge, useProofAsker } from './use-bridge.tsx';
import { useSession } from './use-session.tsx';

/** Asks for an owner's PIN; undefined when the one at the screen thought better of it. */
type AskForPin = (problem?: ProblemView) => Promise<string | undefined>;

const AskContext = createContext<AskForPin | undefined>(undefined);

interface WantedProof {
  readonly reason: string | undefined;
  readonly wrong: ProblemView | undefined;
  readonly answer: (proof: Proof | undefined) => void;
}

/** Holds the dialogs in which an owner is asked for: at a clerk's screen, and anew at her own. */
export function PermitProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{
    readonly problem?: ProblemView;
    readonly answer: (pin: string | undefined) => void;
  }>();
  const ask = useCallback<AskForPin>(
    (problem) =>
      new Promise((resolve) => {
        const answer = (pin: string | undefined) => {
          setAsked(undefined);
          resolve(pin);
        };
        setAsked({ ...(problem && { problem }), answer });
      }),
    [],
  );
  const [wanted, setWanted] = useState<WantedProof>();
  const askForProof = useCallback<AskForProof>(
    (reason, wrong) =>
      new Promise((resolve) => {
        const answer = (proof: Proof | undefined) => {
          setWanted(undefined);
          resolve(proof);
        };
        setWanted({ reason, wrong, answer });
      }),
    [],
  );
  useProofAsker(askForProof);
  return (
    <AskContext value={ask}>
      {children}
      {wanted && <ProofDialog reason={wanted.reason} problem={wanted.wrong} onProof={wanted.answer} />}
      {asked && <OverrideDialog problem={asked.problem} onPin={asked.answer} />}
    </AskContext>
  );
}

type Permitted = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallAnswer<N> | undefined>;

/**
 * Calls that a clerk may make with the owner's PIN. A PIN that was right is kept for the calls that belong to the same
 * action, until `forget` or until the screen part that holds the permit is gone. undefined: it was called off.
 */
export function usePermit(): { readonly call: Permitted; readonly forget: () => void } {
  const bridge = useBridge();
  const { session } = useSession();
  const ask = useContext(AskContext);
  if (ask === undefined) throw new Error('a screen is outside of PermitProvider');
  const pin = useRef<string>(undefined);
  const isOwner = session.role === 'owner';

  const call = useCallback<Permitted>(
    async (name, input) => {
      if (isOwner || CALLS[name].role !== 'owner') return await bridge.call(name, input);
      let wrong: ProblemView | undefined;
      for (;;) {
        pin.current ??= await ask(wrong);
        if (pin.current === undefined) return undefined;
        const answer = await bridge.call(name, input, { pin: pin.current });
        if (answer.ok || !isAboutPin(answer.problem)) return answer;
        pin.current = undefined;
        wrong = answer.problem;
      }
    },
    [bridge, isOwner, ask],
  );
  return useMemo(
    () => ({
      call,
      forget: () => {
        pin.current = undefined;
      },
    }),
    [call],
  );
}

function isAboutPin(problem: ProblemView): boolean {
  return (
    problem.code === 'wrong_pin' || problem.code === 'not_allowed' || problem.code === 'too_many_requests'
  );
}
