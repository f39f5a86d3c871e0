import type { TillContext } from '../context.ts';
import type { ChainProblem } from '../sight/chain-problem.ts';

const EVERY_MS = 60_000;
/** A node's peers may be this far off its clock without anything being wrong. Seconds. */
const CLOCK_OFF_SECONDS = 300;

/** How the node itself is: asked once a minute and when the owner wants more of it, and never a reason to stop anything. */
export class NodeHealth {
  readonly #context: TillContext;
  #checkedAt: number | undefined;
  #wanted: number | undefined;

  constructor(context: TillContext) {
    this.#context = context;
  }

  async check(): Promise<void> {
    const { chain, node, world, announce, policy } = this.#context;
    const now = world.monotonic();
    const isSame = this.#wanted === policy.minPeers;
    if (isSame && this.#checkedAt !== undefined && now - this.#checkedAt < EVERY_MS) return;
    this.#checkedAt = now;
    this.#wanted = policy.minPeers;
    try {
      const isNews = chain.note('health', this.#problems(await node.info()));
      if (isNews) announce({ type: 'chain_changed' });
    } catch {
      // A node that fails at this will fail at the next look as well, which says so.
      chain.note('health', []);
    }
  }

  #problems({ peers, timeOffset }: { readonly peers: number; readonly timeOffset: number }): ChainProblem[] {
    const wanted = this.#context.policy.minPeers;
    return [
      ...(peers < wanted ? [{ kind: 'few_peers' as const, peers, wanted }] : []),
      ...(Math.abs(timeOffset) > CLOCK_OFF_SECONDS
        ? [{ kind: 'peers_clock' as const, seconds: Math.abs(timeOffset) }]
        : []),
    ];
  }
}
