import type { World } from '../../core/system/world.ts';

const GLOBALS = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

interface PlannedCall {
  readonly at: number;
  readonly every: number | undefined;
  run(): void;
}

/**
 * Time that passes when it is told to, and the timers that wait for it. While it is installed, what calls setTimeout
 * waits for simulated time. Timers fire at the instants that the simulation chooses: late, as on a busy machine, never
 * early.
 */
export class SimTime {
  #now: number;
  readonly #planned = new Map<number, PlannedCall>();
  #lastTimer = 0;

  constructor(startsAt: number) {
    this.#now = startsAt;
  }

  /** Milliseconds since 1970, as they really are. */
  get now(): number {
    return this.#now;
  }

  passTo(instant: number): void {
    this.#now = Math.max(this.#now, instant);
  }

  /** Puts itself in the place of the global timers. @returns how to put them back */
  install(): () => void {
    const real = Object.fromEntries(GLOBALS.map((name) => [name, globalThis[name]]));
    const plan = (run: () => void, delay = 0, every?: number) => this.#plan(run, delay, every);
    const forget = (timer: unknown) => this.#planned.delete(Number(timer));
    Object.assign(globalThis, {
      setTimeout: (run: () => void, delay?: number) => plan(run, delay),
      setInterval: (run: () => void, delay = 0) => plan(run, delay, delay),
      clearTimeout: forget,
      clearInterval: forget,
    });
    return () => {
      this.forgetTimers();
      Object.assign(globalThis, real);
    };
  }

  #plan(run: () => void, delay: number, every: number | undefined) {
    this.#lastTimer++;
    const timer = this.#lastTimer;
    this.#planned.set(timer, { at: this.#now + delay, every, run });
    const handle = { ref: () => handle, unref: () => handle, [Symbol.toPrimitive]: () => timer };
    return handle;
  }

  /** The process that planned them is no more. */
  forgetTimers(): void {
    this.#planned.clear();
  }

  /** Fires every timer that is due, once. */
  fire(): void {
    const due = [...this.#planned].filter(([, { at }]) => at <= this.#now);
    for (const [timer, { every, run }] of due.sort(([, one], [, other]) => one.at - other.at)) {
      if (!this.#planned.delete(timer)) continue;
      if (every !== undefined) this.#planned.set(timer, { at: this.#now + every, every, run });
      run();
    }
  }
}

export interface MachineClock {
  /** By how much the time of day is ahead of what it really is. */
  aheadMs: number;
  /** Time through which the machine slept: its monotonic clock stood still. */
  sleptMs: number;
}

/** What the till's machine shows of the time: a clock that people and programs set, and one that nobody can. */
export class SimWorld implements World {
  readonly #time: SimTime;
  readonly #bootedAt: number;
  readonly #clock: MachineClock;
  readonly #sleptBefore: number;
  #drawn = 0;

  constructor(time: SimTime, clock: MachineClock) {
    this.#time = time;
    this.#bootedAt = time.now;
    this.#sleptBefore = clock.sleptMs;
    this.#clock = clock;
  }

  now(): number {
    return Math.round(this.#time.now + this.#clock.aheadMs);
  }

  monotonic(): number {
    return this.#time.now - this.#bootedAt - (this.#clock.sleptMs - this.#sleptBefore);
  }

  /** Never the same twice, and the same in every run of a seed. */
  randomBytes(length: number): Uint8Array {
    this.#drawn++;
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    view.setFloat64(0, this.#bootedAt);
    if (length >= 12) view.setUint32(8, this.#drawn);
    return bytes;
  }
}
