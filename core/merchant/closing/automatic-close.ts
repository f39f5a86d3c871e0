import { applyEvent } from '../channels/channel-events.ts';
import { eachInTurn } from '../channels/each-channel.ts';
import type { TillContext } from '../context.ts';
import { closingHeight } from './absence.ts';
import { dueToClose } from './due-to-close.ts';

const EVERY_MS = 60_000;
/** A run that is older than this did not happen when it should have. */
const LATE_MS = 5 * 60_000;

/** When the automatic close ran last. */
export interface Heartbeat {
  /** Milliseconds since 1970; undefined before the first run. */
  readonly lastRunAt: number | undefined;
  readonly isLate: boolean;
}

/**
 * Closes what is due: at every look at the chain, and every minute whatever became of the look. There is no switch for
 * it: a channel with money in it that nobody closes is the customer's after the locktime.
 */
export class AutomaticClose {
  readonly #context: TillContext;
  readonly #afterwards: () => void;
  readonly #startedAt: number;
  #timer: NodeJS.Timeout | undefined;
  #last: { readonly at: number; readonly monotonic: number } | undefined;

  /** @param afterwards told every minute: what is owed is due as well, also while a look at the chain is stuck */
  constructor(context: TillContext, afterwards: () => void) {
    this.#context = context;
    this.#afterwards = afterwards;
    this.#startedAt = context.world.monotonic();
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.run().then(this.#afterwards);
    }, EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get heartbeat(): Heartbeat {
    const since = this.#last?.monotonic ?? this.#startedAt;
    const isLate = this.#context.world.monotonic() - since >= LATE_MS;
    return { lastRunAt: this.#last?.at, isLate };
  }

  /** By the worst case of the height, so that a node out of sight delays nothing. Never throws. */
  async run(): Promise<void> {
    const { world, log } = this.#context;
    try {
      const height = closingHeight(this.#context);
      const due = height === undefined ? [] : dueToClose(this.#context, height);
      await eachInTurn(this.#context, due, (channel) => {
        // What two runs at once both found is closed by the first of them.
        if (channel.state !== 'open' && channel.state !== 'confirming') return;
        applyEvent(this.#context, channel, { type: 'close_requested' });
      });
      this.#last = { at: world.now(), monotonic: world.monotonic() };
    } catch (error) {
      log.error({ err: error }, 'automatic close');
    }
  }
}
