import type { Bridge, BridgeEvent, CallAnswer, CallName } from '../../core/bridge/bridge.ts';

// What the preload is to the window, this is to the page of the browser host. It has no secret: the cookie is out of
// its sight.

const listeners = new Set<(event: BridgeEvent) => void>();
const lifeListeners = new Set<() => void>();
const TRY_AGAIN_MS = 1000;
let wasCut = false;

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
  stream.onmessage = ({ data }: MessageEvent<string>) => tell(JSON.parse(data) as BridgeEvent);
  stream.addEventListener('alive', () => {
    for (const listener of lifeListeners) listener();
  });
  stream.onopen = () => {
    if (wasCut) for (const event of MISSED) tell(event);
    wasCut = false;
  };
  stream.onerror = () => {
    wasCut = true;
    // Not left to the browser, which waits for seconds, and gives up after an answer that is no stream.
    stream.close();
    setTimeout(listen, TRY_AGAIN_MS);
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
  onSignOfLife: (listener) => {
    lifeListeners.add(listener);
    return () => lifeListeners.delete(listener);
  },
};
Object.defineProperty(window, 'dogetill', { value: Object.freeze(bridge) });
listen();
