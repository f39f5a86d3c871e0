import type { Store } from '../store/store.ts';
import type { World } from './world.ts';

const SETTING = 'clock.latest';
/** What the system's clock said when that was kept. */
const SYSTEM_SETTING = 'clock.system';
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
  /** What the system's clock said then. */
  #clock: number;
  #keptAt: number | undefined;
  #gained = 0;

  constructor(store: Pick<Store, 'settings' | 'transaction'>, world: Pick<World, 'monotonic' | 'now'>) {
    this.#store = store;
    this.#world = world;
    const number = (name: string) => {
      const kept = Number(store.settings.get(name) ?? 0);
      return Number.isFinite(kept) ? kept : 0;
    };
    this.#at = world.monotonic();
    this.#clock = world.now();
    // A clock that was behind at the end went on while the program was off.
    const sinceEnd = number(SYSTEM_SETTING) > 0 ? Math.max(0, this.#clock - number(SYSTEM_SETTING)) : 0;
    this.#latest = Math.max(this.#clock, number(SETTING) + sinceEnd);
  }

  /**
   * The later of the system's clock and of what was seen before, moved on by the time that passed since by either clock:
   * also one that is behind goes on while the computer sleeps, and the monotonic one may not.
   */
  now(): number {
    const monotonic = this.#world.monotonic();
    const clock = this.#world.now();
    const awake = Math.max(0, monotonic - this.#at);
    const byClock = clock - this.#clock;
    // Time that only the clock has seen: it was set forward, or the computer slept.
    const isLeap = byClock - awake > JUMP_MS;
    if (isLeap) this.#gained += byClock - awake;
    const carried = this.#latest + (isLeap ? byClock : awake);
    this.#latest = Math.max(clock, carried);
    this.#at = monotonic;
    this.#clock = clock;
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
    this.#clock = this.#world.now();
    this.#latest = this.#clock;
    this.#at = this.#world.monotonic();
    this.#gained = 0;
  }

  /** Remembers the time over the end of the program, at most once a minute. */
  keep(): void {
    const now = this.now();
    const isYoung = this.#keptAt !== undefined && Math.abs(now - this.#keptAt) < KEEP_EVERY_MS;
    if (isYoung) return;
    this.#keptAt = now;
    this.#store.transaction(() => {
      this.#store.settings.set(SETTING, String(Math.floor(now)));
      this.#store.settings.set(SYSTEM_SETTING, String(Math.ceil(this.#clock)));
    });
  }
}
