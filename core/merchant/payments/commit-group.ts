import type { Store } from '../../store/store.ts';

interface Waiting<T, R> {
  readonly item: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Does pieces of work that arrive together in one transaction, and answers each of them only after the commit. Work
 * is synchronous and runs one after the other: within it nothing else touches the store, so no two pieces race.
 */
export class CommitGroup<T, R> {
  readonly #store: Store;
  readonly #work: (item: T) => R;
  readonly #largest: number;
  #waiting: Waiting<T, R>[] = [];

  /** @param largest how many pieces one commit holds at most: bounds how long the first of them waits */
  constructor(store: Store, work: (item: T) => R, largest = 32) {
    this.#store = store;
    this.#work = work;
    this.#largest = largest;
  }

  submit(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    const group = this.#waiting.slice(0, this.#largest);
    this.#waiting = this.#waiting.slice(this.#largest);
    if (this.#waiting.length > 0) setImmediate(() => this.#flush());
    try {
      const results = this.#store.transaction(() => group.map(({ item }) => this.#work(item)));
      for (const [at, { resolve }] of group.entries()) resolve(results[at] as R);
    } catch {
      // Nothing of the group was committed. One by one, so that only the piece that cannot be done fails.
      for (const waiting of group) this.#alone(waiting);
    }
  }

  #alone({ item, resolve, reject }: Waiting<T, R>): void {
    try {
      resolve(this.#store.transaction(() => this.#work(item)));
    } catch (error) {
      reject(error);
    }
  }
}
