import { worstCaseHeight } from '../channel/expiry.ts';
import type { Network } from '../networks.ts';
import type { StoredBlock } from '../store/blocks.ts';
import type { World } from './world.ts';

/** No block for so long is no chance: at one a minute on average it happens once in 10^13 blocks. */
const QUIET_MS = 30 * 60_000;

interface Sight {
  readonly height: number;
  readonly hash: string;
  /** On the monotonic clock. */
  readonly seenAt: number;
}

/** Where the chain is, as far as this till knows. */
export class ChainView {
  readonly #network: Network;
  readonly #world: Pick<World, 'monotonic' | 'now'>;
  #sight: Sight | undefined;
  #problem: string | undefined = 'the node has not answered yet';

  /** @param last the block processed last before this start; its age counts as time without sight */
  constructor(network: Network, world: Pick<World, 'monotonic' | 'now'>, last: StoredBlock | undefined) {
    this.#network = network;
    this.#world = world;
    if (last === undefined) return;
    const { height, hash } = last;
    this.#sight = { height, hash, seenAt: world.monotonic() - this.#ageOf(last) };
  }

  /**
   * The node answered with this tip, and everything up to it is processed. A node may answer and yet lag behind the
   * network (no peers, a full disk, a start after the holidays): a tip that is too old for chance counts from its own
   * time, not from the answer's.
   */
  see(tip: StoredBlock): void {
    const { height, hash } = tip;
    const age = this.#network.hasSteadyBlocks ? this.#ageOf(tip) : 0;
    const lag = age > QUIET_MS ? age : 0;
    this.#sight = { height, hash, seenAt: this.#world.monotonic() - lag };
    this.#problem =
      lag > 0 ? `the node lags: its last block is ${Math.round(lag / 60_000)} minutes old` : undefined;
  }

  #ageOf(block: Pick<StoredBlock, 'time'>): number {
    return Math.max(0, this.#world.now() - block.time * 1000);
  }

  lose(problem: string): void {
    this.#problem = problem;
  }

  /** Why the chain is out of sight; undefined while it is in sight. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get tip(): { readonly height: number; readonly hash: string } | undefined {
    return this.#sight;
  }

  /** Milliseconds since the node's last word. */
  get age(): number | undefined {
    return this.#sight === undefined ? undefined : this.#world.monotonic() - this.#sight.seenAt;
  }

  /** The height that deadlines count with; undefined before the chain was ever seen. */
  get worstCaseHeight(): number | undefined {
    if (this.#sight === undefined) return undefined;
    return worstCaseHeight({
      height: this.#sight.height,
      secondsSinceSeen: (this.#world.monotonic() - this.#sight.seenAt) / 1000,
      blockSeconds: this.#network.blockSeconds,
    });
  }
}
