import { scrypt, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { Role } from '../../bridge/bridge.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { Store } from '../../store/store.ts';
import type { World } from '../../system/world.ts';

/**
 * A PIN keeps a clerk's fingers off the owner's buttons. Whoever can read the database can guess it, as any number of
 * four digits: what protects the money is the passphrase. Hence the moderate cost, 16 MiB and some 50 ms for a guess.
 */
const COST = { n: 2 ** 14, r: 8, p: 1 } as const;
const HASH_LENGTH = 32;
const SALT_LENGTH = 16;

const hashSchema = v.object({
  n: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(2 ** 20)),
  r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32)),
  p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  salt: v.pipe(v.string(), v.base64()),
  hash: v.pipe(v.string(), v.base64()),
});
type PinHash = v.InferOutput<typeof hashSchema>;
type Cost = Pick<PinHash, 'n' | 'r' | 'p'>;

/** Wrong tries in a row, and when the last one was. */
const triesSchema = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  at: v.number(),
});
type Tries = v.InferOutput<typeof triesSchema>;

const TRIES = 'pin.tries';
const rowOf = (role: Role) => `pin.${role}`;
const ROLES: readonly Role[] = ['owner', 'clerk'];

/** Wrong tries that cost nothing. */
const FREE_TRIES = 3;
const LONGEST_DELAY_SECONDS = 60;
const FORGET_AFTER_MS = 3_600_000;

/** The PINs of one till, and how often it was guessed at them: over all screens, and across restarts. */
export class Pins {
  readonly #store: Store;
  readonly #world: World;
  readonly #cost: Cost;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param cost of the PINs that are set from now on; those that are there keep theirs */
  constructor(store: Store, world: World, cost: Cost = COST) {
    this.#store = store;
    this.#world = world;
    this.#cost = cost;
  }

  has(role: Role): boolean {
    return this.#store.settings.get(rowOf(role)) !== undefined;
  }

  /** Whose PIN this is. Refuses wrong_pin, and any PIN while too many wrong ones were tried just before. */
  whose(pin: string): Promise<Result<Role>> {
    return this.#inTurn(async () => {
      const matches = await Promise.all(ROLES.map((role) => this.#matches(role, pin)));
      const role = ROLES.find((_, at) => matches[at] === true);
      return role === undefined ? refuse('wrong_pin', { retryAfterSeconds: 0 }) : ok(role);
    });
  }

  /** Another way for an owner to show that she is; wrong tries at it are slowed down with those at the PINs. */
  owner(isOwner: () => Promise<Result<unknown>>): Promise<Result<Role>> {
    return this.#inTurn(async () => {
      const proven = await isOwner();
      return proven.ok ? ok('owner' as const) : proven;
    });
  }

  /** One guess after the other: many at once would all be looked at before the first was counted. */
  #inTurn(guess: () => Promise<Result<Role>>): Promise<Result<Role>> {
    const turn = this.#queue.then(() => this.#try(guess));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Sets a role's PIN, or takes it away with ''. Refuses pin_in_use, and owner_pin_wanted: a till with a clerk's PIN
   * alone would have nobody who may change it.
   */
  async set(role: Role, pin: string): Promise<Result<void>> {
    const isTaken = pin === '';
    const leavesClerkAlone = role === 'clerk' ? !isTaken && !this.has('owner') : isTaken && this.has('clerk');
    if (leavesClerkAlone) return refuse('owner_pin_wanted', {});
    const other = role === 'clerk' ? 'owner' : 'clerk';
    if (!isTaken && (await this.#matches(other, pin))) return refuse('pin_in_use', {});
    const hashed = isTaken ? undefined : await hashPin(pin, this.#world.randomBytes(SALT_LENGTH), this.#cost);
    this.#store.transaction(() => {
      if (hashed === undefined) this.#store.settings.remove(rowOf(role));
      else this.#store.settings.set(rowOf(role), JSON.stringify(hashed));
    });
    return ok(undefined);
  }

  async #try(guess: () => Promise<Result<Role>>): Promise<Result<Role>> {
    const tries = this.#tries();
    const wait = tries.at + delayOf(tries.count) * 1000 - this.#world.now();
    if (wait > 0) return refuse('wrong_pin', { retryAfterSeconds: Math.ceil(wait / 1000) });
    // Counted before it is looked at: killing the till in between saves nobody a wrong try.
    const counted = { count: tries.count + 1, at: this.#world.now() };
    this.#note(counted);
    const found = await guess();
    if (!found.ok) {
      const { refusal } = found;
      if (refusal.code !== 'wrong_pin') return found;
      return refuse('wrong_pin', { retryAfterSeconds: delayOf(counted.count) });
    }
    // A clerk's own PIN forgives nothing: between two guesses at the owner's, a clerk could clear the count with it.
    this.#note(found.value === 'owner' ? { count: 0, at: 0 } : tries);
    return found;
  }

  #tries(): Tries {
    const parsed = v.safeParse(triesSchema, parseJson(this.#store.settings.get(TRIES)));
    const now = this.#world.now();
    if (!parsed.success || now - parsed.output.at > FORGET_AFTER_MS) return { count: 0, at: 0 };
    if (parsed.output.at <= now) return parsed.output;
    // The clock was set back: waiting starts anew instead of lasting until then.
    const anew = { ...parsed.output, at: now };
    this.#note(anew);
    return anew;
  }

  #note(tries: Tries): void {
    this.#store.transaction(() => this.#store.settings.set(TRIES, JSON.stringify(tries)));
  }

  async #matches(role: Role, pin: string): Promise<boolean> {
    const parsed = v.safeParse(hashSchema, parseJson(this.#store.settings.get(rowOf(role))));
    if (!parsed.success) return false;
    const { salt, hash } = parsed.output;
    const given = await deriveHash(pin, Buffer.from(salt, 'base64'), parsed.output);
    const wanted = Buffer.from(hash, 'base64');
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  }
}

/** Takes every PIN away, and the wrong tries with them: for an owner who has shown the passphrase. */
export function clearPins(store: Store): void {
  store.transaction(() => {
    for (const name of [...ROLES.map(rowOf), TRIES]) store.settings.remove(name);
  });
}

function delayOf(wrongTries: number): number {
  if (wrongTries < FREE_TRIES) return 0;
  return Math.min(LONGEST_DELAY_SECONDS, 2 ** Math.min(wrongTries - FREE_TRIES, 10));
}

async function hashPin(pin: string, salt: Uint8Array, cost: Cost): Promise<PinHash> {
  const hash = await deriveHash(pin, salt, cost);
  return { ...cost, salt: Buffer.from(salt).toString('base64'), hash: hash.toString('base64') };
}

function deriveHash(pin: string, salt: Uint8Array, { n, r, p }: Cost) {
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(pin, salt, HASH_LENGTH, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
