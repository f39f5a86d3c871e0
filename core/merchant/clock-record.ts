import type { Store } from '../store/store.ts';
import type { World } from './world.ts';

const SETTING = 'clock.latest';
const KEEP_EVERY_MS = 60_000;
/** More than a clock is corrected by in passing. */
const JUMP_MS = 10 * 60_000;

/**
 * The time of day, which never goes back: not while the program runs, and not from one start to the next. The system's
 * clock may be set to anything at any moment; what was once seen of it is remembered. Milliseconds since 1970.
 */
export class ClockRecord {
  readonly #store: Pick<Store, 'settings' | 'transaction'>;
  readonly #world: Pick<World, 'monotonic' | 'now'>;
  /** The latest time known, and when that was on the monotonic clock. */
  #latest: number;
  #at: number;
  #keptAt: number | undefined;
  #gained = 0;

  constructor(store: Pick<Store, 'settings' | 'transaction'>, world: Pick<World, 'monotonic' | 'now'>) {
    this.#store = store;
    this.#world = world;
    const kept = Number(store.settings.get(SETTING) ?? 0);
    this.#at = world.monotonic();
    this.#latest = Math.max(world.now(), Number.isFinite(kept) ? kept : 0);
  }

  /** The later of the system's clock and of what was seen before, moved on by the time that passed since. */
  now(): number {
    const monotonic = this.#world.monotonic();
    const carried = this.#latest + Math.max(0, monotonic - this.#at);
    const clock = this.#world.now();
    // Time that only the clock has seen: it was set forward, or the computer slept.
    if (clock - carried > JUMP_MS) this.#gained += clock - carried;
    this.#latest = Math.max(clock, carried);
    this.#at = monotonic;
    return this.#latest;
  }

  /** By how much the system's clock is behind what was seen before; 0 when by no more than corrections are. */
  get setBackMs(): number {
    const behind = this.now() - this.#world.now();
    return behind > JUMP_MS ? behind : 0;
  }

  /** By how much the clock went ahead of the monotonic one since the chain last proved it right. */
  get gainedMs(): number {
    this.now();
    return this.#gained;
  }

  /** The chain has reached this time: a clock that says less is behind. */
  raise(time: number): void {
    this.#latest = Math.max(this.now(), time);
  }

  /** The chain shows that the system's clock is right now: what was recorded of a clock ahead of it is forgotten. */
  believeClock(): void {
    this.#latest = this.#world.now();
    this.#at = this.#world.monotonic();
    this.#gained = 0;
  }

  /** Remembers the time over the end of the program, at most once a minute. */
  keep(): void {
    const now = this.now();
    const isYoung = this.#keptAt !== undefined && Math.abs(now - this.#keptAt) < KEEP_EVERY_MS;
    if (isYoung) return;
    this.#keptAt = now;
    this.#store.transaction(() => this.#store.settings.set(SETTING, String(Math.floor(now))));
  }
}
