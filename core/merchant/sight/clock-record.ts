import type { Store } from '../../store/store.ts';
import type { World } from '../../system/world.ts';

const SETTING = 'clock.latest';
/** What the system's clock said when that was kept. */
const SYSTEM_SETTING = 'clock.system';
/** What a killed program may forget. */
const KEEP_EVERY_MS = 20_000;
/** More than a clock is corrected by in passing. */
const JUMP_MS = 10 * 60_000;
/** How fast time goes while it waits for a clock that is a little behind it, and right. */
const WAITING_PACE = 0.5;

/** The time of day went back, once: what was written in between is of a time that has not come. Milliseconds since 1970. */
export interface StepBack {
  readonly from: number;
  readonly to: number;
}

/**
 * The till's time of day, by which it states and judges every time. It never goes back: not while the program runs, and
 * not from one start to the next. The system's clock may be set to anything at any moment; what was once seen of it is
 * remembered, until blocks prove that the clock was far ahead then. Milliseconds since 1970.
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
  /** The chain has shown since the last change that the system's clock is right. */
  #isClockProven = false;

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
    const carried = this.#latest + (isLeap ? byClock : awake * this.#pace);
    this.#latest = Math.max(clock, carried);
    this.#at = monotonic;
    this.#clock = clock;
    return this.#latest;
  }

  get #pace(): number {
    const ahead = this.#latest - this.#clock;
    return this.#isClockProven && ahead > 0 && ahead <= JUMP_MS ? WAITING_PACE : 1;
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
    this.#isClockProven = false;
  }

  /**
   * The chain shows that the system's clock is right now. A record a little ahead of it goes on at half the pace until
   * the clock has caught up. One that is far ahead (somebody had set the clock to another year) would freeze the till:
   * it is forgotten, once, and whoever asks is told.
   */
  believeClock(): StepBack | undefined {
    const from = this.now();
    this.#gained = 0;
    this.#isClockProven = true;
    if (from - this.#clock <= JUMP_MS) return undefined;
    this.#latest = this.#clock;
    return { from: Math.floor(from), to: Math.ceil(this.#clock) };
  }

  /** Remembers the time over the end of the program, at most every 20 seconds. */
  keep(): void {
    const isYoung = this.#keptAt !== undefined && Math.abs(this.now() - this.#keptAt) < KEEP_EVERY_MS;
    if (!isYoung) this.#store.transaction(() => this.write());
  }

  /** The same at once, within a transaction of the caller's: for the end of the program, and for what must stay over. */
  write(): void {
    const now = this.now();
    this.#keptAt = now;
    this.#store.settings.set(SETTING, String(Math.floor(now)));
    this.#store.settings.set(SYSTEM_SETTING, String(Math.ceil(this.#clock)));
  }

  /** Whether the record on the disk says that this time is over, too. */
  hasKept(time: number): boolean {
    return this.#keptAt !== undefined && this.#keptAt >= time;
  }
}
