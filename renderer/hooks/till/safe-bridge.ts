import type { Bridge, CallAnswer, CallInput, CallName, Proof } from '../../../core/bridge/bridge.ts';
import type { ProblemView } from '../../../core/bridge/views/problem.ts';

/** Asks the one at the screen for a proof that the owner is there; undefined when she thought better of it. */
export type AskForProof = (
  reason: string | undefined,
  wrong: ProblemView | undefined,
) => Promise<Proof | undefined>;

/** Codes of a proof that was not the owner's: it is asked for once more. */
const WRONG_PROOF: readonly ProblemView['code'][] = ['wrong_pin', 'wrong_passphrase', 'not_allowed'];

/**
 * The bridge, with a connection that failed (a rejected promise) turned into a problem like any other: a screen then
 * has one way to hear a "no", and none goes unheard. What wants a proof of the owner asks for it here, so that no screen
 * has to know which calls do. @param asker who asks, once there is a place to
 */
export function safely(bridge: Bridge, asker: () => AskForProof | undefined = () => undefined): Bridge {
  async function call<N extends CallName>(
    name: N,
    input: CallInput<N>,
    override?: Proof,
  ): Promise<CallAnswer<N>> {
    try {
      return await bridge.call(name, input, override);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { ok: false, problem: { code: 'internal_error', detail } };
    }
  }
  return {
    ...bridge,
    async call(name, input, override) {
      const answer = await call(name, input, override);
      if (answer.ok || answer.problem.code !== 'proof_wanted') return answer;
      const { reason } = answer.problem;
      let wrong: ProblemView | undefined;
      for (;;) {
        const proof = await asker()?.(reason, wrong);
        if (proof === undefined) return answer;
        const proven = await call(name, input, proof);
        if (proven.ok || !WRONG_PROOF.includes(proven.problem.code)) return proven;
        wrong = proven.problem;
      }
    },
    onEvent: (listener) => bridge.onEvent(listener),
  };
}
