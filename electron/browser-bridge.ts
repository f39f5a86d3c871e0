import type { Bridge, BridgeEvent, CallAnswer, CallName } from '../core/bridge.ts';

// What the preload is to the window, this is to the page of the browser host. It has no secret: the cookie is out of
// its sight.

const listeners = new Set<(event: BridgeEvent) => void>();

/** What may have changed while nobody told us. */
const MISSED: readonly BridgeEvent[] = [
  { type: 'session_changed' },
  { type: 'settings_changed' },
  { type: 'chain_changed' },
];

function tell(event: BridgeEvent): void {
  for (const listener of listeners) listener(event);
}

function listen(): void {
  const stream = new EventSource('/events');
  let wasCut = false;
  stream.onmessage = ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as BridgeEvent);
  stream.onopen = () => {
    if (wasCut) for (const event of MISSED) tell(event);
    wasCut = false;
  };
  stream.onerror = () => {
    wasCut = true;
    // The browser tries again by itself, except after an answer that was no stream.
    if (stream.readyState !== EventSource.CLOSED) return;
    setTimeout(listen, 5000);
  };
}

function noAnswer(detail: string): CallAnswer<CallName> {
  return { ok: false, problem: { code: 'internal_error', detail } };
}

async function call(name: CallName, input: unknown, override: unknown): Promise<CallAnswer<CallName>> {
  try {
    const response = await fetch(`/call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input, override }),
    });
    if (response.ok) return (await response.json()) as CallAnswer<CallName>;
    return noAnswer(
      response.status === 403
        ? 'This screen was shown out. Open the link that Dogetill prints where it was started; Enter prints a new one.'
        : `The till refused the call (${response.status}).`,
    );
  } catch {
    return noAnswer('The till does not answer. Start it again where it was started.');
  }
}

const bridge: Bridge = {
  call: call as Bridge['call'],
  onEvent: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
Object.defineProperty(window, 'dogetill', { value: Object.freeze(bridge) });
listen();
