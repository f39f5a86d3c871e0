import type { Bridge, CallAnswer, CallInput, CallName } from '../../core/bridge.ts';

/**
 * The bridge, with a connection that failed (a rejected promise) turned into a problem like any other: a screen then
 * has one way to hear a "no", and none goes unheard.
 */
export function safely(bridge: Bridge): Bridge {
  return {
    async call<N extends CallName>(
      name: N,
      input: CallInput<N>,
      override?: { readonly pin: string },
    ): Promise<CallAnswer<N>> {
      try {
        return await bridge.call(name, input, override);
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return { ok: false, problem: { code: 'internal_error', detail } };
      }
    },
    onEvent: (listener) => bridge.onEvent(listener),
  };
}
