import { setTimeout as sleep } from 'node:timers/promises';
import { NodeFault } from '../../node/backend.ts';
import { freezeUnreadable } from '../channels/each-channel.ts';
import type { AutomaticClose } from '../closing/automatic-close.ts';
import type { TillContext } from '../context.ts';
import { NodeHealth } from '../nodes/node-health.ts';
import type { IncomingPayments } from '../on-chain/incoming.ts';
import { ZeroConf } from '../on-chain/zero-conf.ts';
import { SecondOpinions } from '../watch/second-opinions.ts';
import { Watcher } from '../watch/watcher.ts';
import type { EffectRunner } from './effects.ts';

/** One wait for a block at the node. A node ends idle connections after 30 s (httpserver.h). Milliseconds. */
const WAIT_MS = 20_000;
/** A node that cannot wait may be replaced by one that can. */
const ASK_AGAIN_MS = 10 * 60_000;
const LEAST_PAUSE_MS = 1000;

/** What a look leads to. */
interface LookParts {
  readonly incoming: IncomingPayments;
  readonly effects: Pick<EffectRunner, 'run'>;
  readonly automaticClose: Pick<AutomaticClose, 'run'>;
}

/** When the till looks at the chain: every few seconds, at each block as soon as the node says so, and when asked. */
export class ChainLooks {
  readonly #context: TillContext;
  readonly #effects: LookParts['effects'];
  readonly #automaticClose: LookParts['automaticClose'];
  readonly #everyMs: number;
  readonly #watcher: Watcher;
  readonly #health: NodeHealth;
  readonly opinions: SecondOpinions;
  readonly #zeroConf: ZeroConf;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #waiting: Promise<void> = Promise.resolve();
  #looking: Promise<Error | undefined> = Promise.resolve(undefined);
  #next: Promise<Error | undefined> | undefined;

  constructor(context: TillContext, { incoming, effects, automaticClose }: LookParts, everyMs: number) {
    this.#context = context;
    this.#effects = effects;
    this.#automaticClose = automaticClose;
    this.#everyMs = everyMs;
    this.#watcher = new Watcher(context, incoming);
    this.#health = new NodeHealth(context);
    this.opinions = new SecondOpinions(context);
    this.#zeroConf = new ZeroConf(context, incoming);
  }

  /** Looks from now on. */
  start(): void {
    this.#schedule();
    this.#waiting = this.#awaitBlocks();
  }

  /** Ends the look under way; none begins by itself any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** Ends once the nodes are closed. */
  async ended(): Promise<void> {
    await this.#waiting;
    await this.opinions.ended();
    await this.#zeroConf.ended();
  }

  /** One look after the other; none that fails keeps the next from coming. @returns what kept the chain out of sight */
  look(): Promise<Error | undefined> {
    // One that has not begun sees whatever this one would.
    if (this.#next !== undefined) return this.#next;
    const look = this.#looking
      .then(() => {
        this.#next = undefined;
        return this.#lookOnce();
      })
      .catch((error: unknown) => {
        this.#context.log.error({ err: error }, 'look');
        return asError(error);
      });
    this.#looking = look;
    this.#next = look;
    return look;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      void this.look().finally(() => {
        if (!this.#stopping.signal.aborted) this.#schedule();
      });
    }, this.#everyMs);
  }

  async #lookOnce(): Promise<Error | undefined> {
    const { chain, log, store, world } = this.#context;
    const earlier = chain.problem;
    const fault = await this.#watcher.look().then(() => undefined, asError);
    this.opinions.ask();
    if (fault !== undefined) {
      if (this.#timer !== undefined && earlier !== fault.message) {
        log.warn({ problem: fault.message }, 'the chain is out of sight');
      }
      chain.lose(fault);
      this.#context.announce({ type: 'chain_changed' });
    } else {
      // What waited for the node has waited long enough.
      if (earlier !== undefined) store.transaction(() => store.outbox.hasten(world.now()));
      this.#zeroConf.ask();
      await this.#health.check();
    }
    freezeUnreadable(this.#context);
    await this.#automaticClose.run();
    await this.#effects.run();
    return fault;
  }

  /** The long poll: a look as soon as the node has a block more. Without it, and for reorgs, there is the timer. */
  async #awaitBlocks(): Promise<void> {
    const { chain, node } = this.#context;
    while (!this.#stopping.signal.aborted) {
      const { tip } = chain;
      if (tip === undefined || chain.problem !== undefined) {
        await this.#pause(this.#everyMs);
        continue;
      }
      try {
        if (!(await node.waitForHeight(tip.height + 1, WAIT_MS))) continue;
        await this.look();
        if (chain.tip?.height === tip.height) await this.#pause(this.#everyMs);
      } catch (fault) {
        const isUnable = fault instanceof NodeFault && fault.kind === 'unsupported';
        await this.#pause(isUnable ? ASK_AGAIN_MS : this.#everyMs);
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping;
    await sleep(Math.max(LEAST_PAUSE_MS, milliseconds), undefined, { signal }).catch(() => undefined);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
