import type { ServerResponse } from 'node:http';
import type { BridgeEvent } from '../../core/bridge/bridge.ts';
import type { Visitor } from './browser-door.ts';

/** A browser opens one a tab. */
const MOST_STREAMS = 8;
/** Of a reader that does not read: it is cut off, comes back and asks for everything anew. */
const MOST_UNREAD_BYTES = 256 * 1024;
/** The page says that the till is gone when it misses a few of them (renderer/hooks/till/heartbeat.ts). */
export const SIGN_OF_LIFE_MS = 500;
const SIGN_OF_LIFE = 'event: alive\ndata:\n\n';

/** Tells a visitor's page of events (text/event-stream) until either side goes. @returns false when there are too many */
export function streamEvents(
  response: ServerResponse,
  visitor: Visitor,
  headers: Readonly<Record<string, string>>,
): boolean {
  if (visitor.streams >= MOST_STREAMS) return false;
  visitor.streams += 1;
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
  const write = (text: string) => {
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    else response.write(text);
  };
  const end = () => response.end();
  const forget = visitor.desk.onEvent((event: BridgeEvent) => write(`data: ${JSON.stringify(event)}\n\n`));
  const timer = setInterval(() => write(SIGN_OF_LIFE), SIGN_OF_LIFE_MS);
  visitor.leaving.signal.addEventListener('abort', end);
  response.once('close', () => {
    visitor.streams -= 1;
    clearInterval(timer);
    forget();
    visitor.leaving.signal.removeEventListener('abort', end);
  });
  write(SIGN_OF_LIFE);
  return true;
}
