import { worstCaseHeight } from '../channel/expiry.ts';
import type { Network } from '../networks.ts';
import type { StoredBlock } from '../store/blocks.ts';
import type { World } from './world.ts';

interface Sight {
  readonly height: number;
  readonly hash: string;
  /** On the monotonic clock. */
  readonly seenAt: number;
}

/** Where the chain is, as far as this till knows. */
export class ChainView {
  readonly #network: Network;
  readonly #world: Pick<World, 'monotonic'>;
  #sight: Sight | undefined;
  #problem: string | undefined = 'the node has not answered yet';

  /** @param last the block processed last before this start; its age counts as time without sight */
  constructor(network: Network, world: Pick<World, 'monotonic' | 'now'>, last: StoredBlock | undefined) {
    this.#network = network;
    this.#world = world;
    if (last === undefined) return;
    const age = Math.max(0, world.now() - last.time * 1000);
    this.#sight = { height: last.height, hash: last.hash, seenAt: world.monotonic() - age };
  }

  /** The node answered with this tip, and everything up to it is processed. */
  see(tip: { readonly height: number; readonly hash: string }): void {
    this.#sight = { height: tip.height, hash: tip.hash, seenAt: this.#world.monotonic() };
    this.#problem = undefined;
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
