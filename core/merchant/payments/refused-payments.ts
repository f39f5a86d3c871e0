import type { RefusalCode } from '../../refusal.ts';
import type { TillContext } from '../context.ts';

/** The same is not told again within this time. */
const QUIET_MS = 3000;
/** Invoices and codes that are remembered at once: whoever floods the till finds it silent. */
const MOST_REMEMBERED = 256;

/**
 * Tells the screens of payments over the network that were refused: the clerk stands before the customer and is asked
 * why. Who knows no invoice is not heard of, and who repeats himself is heard of once in a while.
 */
export class RefusedPayments {
  readonly #context: TillContext;
  readonly #told = new Map<string, number>();

  constructor(context: TillContext) {
    this.#context = context;
  }

  /** @param invoice as the customer named it */
  tell(invoice: string, code: RefusalCode): void {
    const { store, world, announce } = this.#context;
    if (store.invoices.byId(invoice) === undefined) return;
    const now = world.monotonic();
    const what = `${invoice} ${code}`;
    for (const [earlier, at] of this.#told) {
      if (now - at >= QUIET_MS) this.#told.delete(earlier);
    }
    if (this.#told.has(what) || this.#told.size >= MOST_REMEMBERED) return;
    this.#told.set(what, now);
    announce({ type: 'payment_refused', invoice, code });
  }
}
