import { onTestFinished } from 'vitest';
import { ChainView } from '../../core/merchant/sight/chain-view.ts';
import { NETWORKS, type NetworkName } from '../../core/networks.ts';
import { openStore, type Store } from '../../core/store/store.ts';

export const NOW = Date.UTC(2026, 0, 10, 12);
export const MINUTE = 60_000;
/** Minutes. */
export const DAY = 24 * 60;

/** A chain as a till sees it, on clocks that the test sets. */
export class Sight {
  readonly network: NetworkName;
  readonly store: Store;
  readonly world = { now: () => NOW + this.#clockMs, monotonic: () => 5000 + this.#monotonicMs };
  #clockMs = 0;
  #monotonicMs = 0;
  #view: ChainView | undefined;

  constructor(
    network: NetworkName = 'mainnet',
    last?: { readonly height: number; readonly minutesOld: number },
  ) {
    this.network = network;
    this.store = openStore(':memory:');
    onTestFinished(() => this.store.close());
    if (last !== undefined) this.store.transaction(() => this.store.blocks.insert(this.tip(last)));
  }

  get view(): ChainView {
    this.#view ??= new ChainView(NETWORKS[this.network], this.world, this.store);
    return this.#view;
  }

  /** The same store in a program that was started anew: its monotonic clock begins anywhere. */
  restart(): void {
    this.#view = undefined;
    this.#monotonicMs = 0;
  }

  tip({ height, minutesOld }: { readonly height: number; readonly minutesOld: number }) {
    const hash = height.toString(16).padStart(64, '0');
    return { height, hash, time: (NOW + this.#clockMs - minutesOld * MINUTE) / 1000 };
  }

  see(height: number, minutesOld: number): void {
    this.view.see(this.tip({ height, minutesOld }));
  }

  wait(minutes: number): void {
    this.#clockMs += minutes * MINUTE;
    this.#monotonicMs += minutes * MINUTE;
  }

  /** Nothing but the clock moves: somebody sets it, or the computer sleeps. */
  setClock(minutes: number): void {
    this.#clockMs += minutes * MINUTE;
  }
}
