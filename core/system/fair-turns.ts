/** What an address has used is forgotten at this rate: half of it in so long. Milliseconds. */
const HALF_LIFE_MS = 5000;
/** Addresses remembered at once. */
const MOST_REMEMBERED = 10_000;
/** So long work goes on before everything else in the process has its turn. Milliseconds. */
const SLICE_MS = 4;

/** Does a part of the work of one request when it is the turn of who sent it. */
export type Turn = <T>(work: () => T) => Promise<T>;

/** Without turns: for what the till asks itself. */
export const atOnce: Turn = async (work) => work();

interface Spent {
  /** Milliseconds of the till's thread, as of `at`. */
  readonly ms: number;
  readonly at: number;
}

/**
 * Does the work that requests of different network addresses bring in turns: next is always the oldest request of the
 * address that has used the least of the till's only thread lately. Whoever sends much that takes long waits for himself;
 * everybody else waits for one request of his at most.
 */
export class FairTurns {
  readonly #now: () => number;
  readonly #spent = new Map<string, Spent>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #isRunning = false;

  /** @param now milliseconds, by a clock that only goes on */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Calls the work when it is this address's turn. What it does before it waits for something else is counted.
   * @param client the network address that it is done for
   */
  run<T>(client: string, work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
      const queue = this.#waiting.get(client);
      if (queue === undefined) this.#waiting.set(client, [begin]);
      else queue.push(begin);
      if (this.#isRunning) return;
      this.#isRunning = true;
      setImmediate(() => this.#slice());
    });
  }

  #slice(): void {
    const end = this.#now() + SLICE_MS;
    do {
      const client = this.#next();
      if (client === undefined) {
        this.#isRunning = false;
        return;
      }
      const began = this.#now();
      this.#shift(client)?.();
      this.#charge(client, this.#now() - began);
    } while (this.#now() < end);
    setImmediate(() => this.#slice());
  }

  /** The address that has used the least, of those that wait. */
  #next(): string | undefined {
    let least = Number.POSITIVE_INFINITY;
    let next: string | undefined;
    for (const client of this.#waiting.keys()) {
      const used = this.#used(client);
      if (used >= least) continue;
      least = used;
      next = client;
    }
    return next;
  }

  #shift(client: string): (() => void) | undefined {
    const queue = this.#waiting.get(client);
    const first = queue?.shift();
    if (queue?.length === 0) this.#waiting.delete(client);
    return first;
  }

  #used(client: string): number {
    const spent = this.#spent.get(client);
    return spent === undefined ? 0 : spent.ms * 0.5 ** ((this.#now() - spent.at) / HALF_LIFE_MS);
  }

  #charge(client: string, ms: number): void {
    const used = this.#used(client) + ms;
    // The last to be charged is the last to be forgotten.
    this.#spent.delete(client);
    this.#spent.set(client, { ms: used, at: this.#now() });
    if (this.#spent.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#spent.keys();
    if (oldest !== undefined) this.#spent.delete(oldest);
  }
}
