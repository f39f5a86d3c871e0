import type { CallName } from '../../bridge/bridge.ts';
import type { World } from '../../system/world.ts';

/** What nobody but a person at the screen brings about; all else a page may ask by itself, for as long as it is open. */
const BY_HAND: readonly CallName[] = [
  'noteInput',
  'unlock',
  'issueInvoice',
  'cancelInvoice',
  'scan',
  'close',
];

export function isByHand(name: CallName): boolean {
  return BY_HAND.includes(name);
}

/** When somebody last did something at a screen, by the till's own clocks. */
export class Presence {
  readonly #world: Pick<World, 'now' | 'monotonic'>;
  #seen: { readonly now: number; readonly monotonic: number };

  constructor(world: Pick<World, 'now' | 'monotonic'>) {
    this.#world = world;
    this.#seen = { now: world.now(), monotonic: world.monotonic() };
  }

  note(): void {
    this.#seen = { now: this.#world.now(), monotonic: this.#world.monotonic() };
  }

  /**
   * Milliseconds, by whichever clock says more: the one that only grows may stand still while the machine sleeps, and
   * the other one may be set back.
   */
  idleMs(): number {
    const { now, monotonic } = this.#seen;
    return Math.max(this.#world.now() - now, this.#world.monotonic() - monotonic);
  }
}
