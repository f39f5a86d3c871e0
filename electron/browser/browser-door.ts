import { createHash, randomBytes } from 'node:crypto';
import type { KnownVisitor } from '../../core/merchant/serve/browser-memory.ts';
import type { ScreenDesk } from '../screen-desk.ts';

/** One browser that came in by a link. */
export interface Visitor {
  readonly desk: ScreenDesk;
  /** Aborted when the visitor is shown out. */
  readonly leaving: AbortController;
  /** Streams of events that are open now. */
  streams: number;
  /** Milliseconds on the door's clock. */
  lastSeen: number;
}

interface DoorOptions {
  readonly openDesk: () => ScreenDesk;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** Who came in before a restart: each may come back, to a place of its own at the till that is new and locked. */
  readonly known?: readonly KnownVisitor[];
  /** Told of who could come back after a restart. */
  readonly onVisitors?: (visitors: readonly KnownVisitor[]) => void;
}

const SECRET_BYTES = 32;
export const LINK_LIFETIME_MS = 10 * 60_000;
/** A shop closes overnight; a screen that shows events is not idle. */
export const IDLE_LIFETIME_MS = 12 * 3_600_000;
export const MOST_VISITORS = 16;

/** Lets browsers in: one link at a time, used once, against a cookie that is the visitor's from then on. */
export class BrowserDoor {
  readonly #options: DoorOptions;
  /** By the hash of the cookie: looking one up tells nothing of the others by the time it takes. */
  readonly #visitors = new Map<string, Visitor>();
  #link: { readonly hash: string; readonly until: number } | undefined;

  constructor(options: DoorOptions) {
    this.#options = options;
    const now = options.now();
    for (const { hash, lastSeen } of (options.known ?? []).slice(0, MOST_VISITORS)) {
      const away = Math.max(0, Date.now() - lastSeen);
      if (away < IDLE_LIFETIME_MS) this.#admit(hash, now - away);
    }
  }

  #admit(hash: string, lastSeen: number): void {
    const desk = this.#options.openDesk();
    this.#visitors.set(hash, { desk, leaving: new AbortController(), streams: 0, lastSeen });
  }

  #tell(): void {
    const { now, onVisitors } = this.#options;
    const visitors = [...this.#visitors].map(([hash, { lastSeen, streams }]) => ({
      hash,
      lastSeen: Date.now() - (streams > 0 ? 0 : now() - lastSeen),
    }));
    onVisitors?.(visitors);
  }

  /** @returns the secret of a new link; the one before, if nobody used it, is void */
  newSecret(): string {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    this.#link = { hash: hashOf(secret), until: this.#options.now() + LINK_LIFETIME_MS };
    return secret;
  }

  /** @returns the cookie, or undefined for a secret that is wrong, used or too old */
  enter(secret: string): string | undefined {
    const link = this.#link;
    if (link === undefined || hashOf(secret) !== link.hash) return undefined;
    this.#link = undefined;
    if (this.#options.now() >= link.until) return undefined;
    this.#makeRoom();
    const cookie = randomBytes(SECRET_BYTES).toString('base64url');
    this.#admit(hashOf(cookie), this.#options.now());
    this.#tell();
    return cookie;
  }

  visitor(cookie: string): Visitor | undefined {
    this.#dropIdle();
    const visitor = this.#visitors.get(hashOf(cookie));
    if (visitor !== undefined) visitor.lastSeen = this.#options.now();
    return visitor;
  }

  /** Shows everybody out and lets nobody in. */
  close(): void {
    this.#link = undefined;
    this.#tell();
    for (const hash of [...this.#visitors.keys()]) this.#drop(hash);
  }

  #dropIdle(): void {
    const oldest = this.#options.now() - IDLE_LIFETIME_MS;
    for (const [hash, visitor] of this.#visitors) {
      if (visitor.streams === 0 && visitor.lastSeen <= oldest) this.#drop(hash);
    }
  }

  /** The owner printed a link and used it: the one who was away longest gives way, not the newcomer. */
  #makeRoom(): void {
    this.#dropIdle();
    if (this.#visitors.size < MOST_VISITORS) return;
    const [away] = [...this.#visitors].sort(
      ([, a], [, b]) => a.streams - b.streams || a.lastSeen - b.lastSeen,
    );
    if (away !== undefined) this.#drop(away[0]);
  }

  #drop(hash: string): void {
    const visitor = this.#visitors.get(hash);
    visitor?.leaving.abort();
    visitor?.desk.close();
    this.#visitors.delete(hash);
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
