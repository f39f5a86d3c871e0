import { type IncomingMessage, request } from 'node:http';
import type { BridgeEvent, CallAnswer, CallName, Proof } from '../../core/bridge/bridge.ts';
import type { ScreenDesk } from '../../electron/screen-desk.ts';

/** What a browser, or somebody who is none, sends to the host. */
export interface Visit {
  readonly method?: string;
  readonly path: string;
  /** Host is the address's own unless given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export function visit(base: string, { method = 'GET', path, headers = {}, body }: Visit): Promise<Reply> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    // The path goes out as it is written here: a URL object would tidy up what an attacker would not.
    const sent = request(
      { hostname, port, method, path, headers: { ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** A stream of events, as far as it has come. */
export interface OpenStream {
  readonly status: number;
  text(): string;
  readonly ended: Promise<void>;
  close(): void;
}

export function openStream(base: string, headers: Readonly<Record<string, string>>): Promise<OpenStream> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: '/events', headers: { ...headers }, agent: false },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
        });
        const ended = new Promise<void>((end) => response.once('close', end));
        resolve({
          status: response.statusCode ?? 0,
          text: () => text,
          ended,
          close: () => sent.destroy(),
        });
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}

/** A till's side that remembers what reached it, and tells what a test wants told. */
export class RecordingDesk implements ScreenDesk {
  readonly calls: unknown[] = [];
  isClosed = false;
  readonly #listeners = new Set<(event: BridgeEvent) => void>();

  call(name: CallName, input: unknown, override?: Proof): Promise<CallAnswer<CallName>> {
    this.calls.push(override === undefined ? [name, input] : [name, input, override]);
    return Promise.resolve({ ok: false, problem: { code: 'unknown_invoice', detail: 'There is none.' } });
  }

  onEvent(listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.isClosed = true;
    this.#listeners.clear();
  }

  tell(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
