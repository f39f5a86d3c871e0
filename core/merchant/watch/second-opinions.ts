import type { ChainTip, NamedNode, NodeBackend } from '../../node/backend.ts';
import type { TillContext } from '../context.ts';
import { bringSettlements } from '../settlements/bring-settlements.ts';
import type { ChainProblem } from '../sight/chain-problem.ts';

/** Nodes hear of a block some seconds apart, and sometimes of two at once. Blocks. */
const USUAL_LAG = 5;
/** Two chains that differ for longer than these blocks are not brought together: what is older was settled long ago. */
const DEEPEST_FORK = 1000;
const BRING_EVERY_MS = 10 * 60_000;
/** Blocks back to which the last one is looked for that a node with another chain shares. */
const FURTHEST_BACK = 1024;

/** What a further node said last. */
export interface OtherNodeState {
  readonly name: string;
  /** undefined before it ever answered. */
  readonly height: number | undefined;
  readonly problem: ChainProblem | undefined;
}

/**
 * What other nodes say of the chain, beside the till's own and never before it: each is asked in its own time. The
 * highest height counts for deadlines, as far as time allows for it; a disagreement is said, and it is for the owner to
 * find out who is wrong.
 */
export class SecondOpinions {
  readonly #context: TillContext;
  readonly #states = new Map<string, OtherNodeState>();
  readonly #asking = new Map<string, Promise<void>>();
  /** The highest block that a node was seen to have as our own has it. */
  readonly #agreed = new Map<string, number>();
  /** When a node was last brought what its chain lacks, on the monotonic clock. */
  readonly #broughtAt = new Map<string, number>();

  constructor(context: TillContext) {
    this.#context = context;
    for (const { name } of context.otherNodes) {
      this.#states.set(name, { name, height: undefined, problem: undefined });
    }
  }

  get states(): readonly OtherNodeState[] {
    return [...this.#states.values()];
  }

  /** Begins to ask every node that is not being asked. Waits for none. */
  ask(): void {
    for (const node of this.#context.otherNodes) {
      if (this.#asking.has(node.name)) continue;
      const asking = this.#askOne(node).finally(() => this.#asking.delete(node.name));
      this.#asking.set(node.name, asking);
    }
  }

  /** Ends when no node is being asked any more. */
  async ended(): Promise<void> {
    await Promise.all(this.#asking.values());
  }

  async #askOne({ name, backend }: NamedNode): Promise<void> {
    try {
      const theirs = await backend.tip();
      const problem = await this.#compare({ name, backend }, theirs);
      this.#conclude({ name, height: theirs.height, problem });
      if (problem?.kind === 'nodes_disagree') await this.#bring({ name, backend });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const height = this.#states.get(name)?.height;
      this.#conclude({ name, height, problem: { kind: 'other_node_away', name, said } });
    }
  }

  /** Nobody knows which of the two is deceived. */
  async #bring(node: NamedNode): Promise<void> {
    const { chain, world } = this.#context;
    const now = world.monotonic();
    const last = this.#broughtAt.get(node.name);
    if (last !== undefined && now - last < BRING_EVERY_MS) return;
    this.#broughtAt.set(node.name, now);
    const deepest = (chain.tip?.height ?? 0) - DEEPEST_FORK;
    await bringSettlements(this.#context, node, Math.max(deepest, this.#agreed.get(node.name) ?? 0));
  }

  #conclude(state: OtherNodeState): void {
    const { chain, log, announce } = this.#context;
    const isNews = chain.note(`node ${state.name}`, state.problem === undefined ? [] : [state.problem]);
    const hasMoved = this.#states.get(state.name)?.height !== state.height;
    this.#states.set(state.name, state);
    if (isNews && state.problem !== undefined) log.warn({ problem: state.problem }, 'another node');
    if (isNews || hasMoved) announce({ type: 'chain_changed' });
  }

  /** At the lower of both heights the two must have the same block. */
  async #compare({ name, backend }: NamedNode, theirs: ChainTip): Promise<ChainProblem | undefined> {
    const { chain } = this.#context;
    const ours = chain.tip;
    if (ours === undefined) return undefined;
    const at = Math.min(ours.height, theirs.height);
    const ourHash = await this.#ownHash(at);
    const theirHash = at === theirs.height ? theirs.hash : await backend.blockHash(at);
    const areOne = ourHash === undefined || theirHash === undefined || ourHash === theirHash;
    const shared = areOne ? at : await this.#lastShared(backend, at);
    // What changed while it was asked for says nothing: the next look asks again.
    if (chain.tip?.hash !== ours.hash) {
      const before = this.#states.get(name)?.problem;
      return before?.kind === 'other_node_away' ? undefined : before;
    }
    if (areOne && ourHash !== undefined && theirHash !== undefined) this.#agreed.set(name, at);
    const isPossible = chain.hear(name, theirs.height, shared);
    if (!areOne) return { kind: 'nodes_disagree', name, height: ours.height, otherHeight: theirs.height };
    const ahead = theirs.height - ours.height;
    if (!isPossible) return { kind: 'other_node_ahead', name, blocks: ahead };
    if (ahead > USUAL_LAG) return { kind: 'node_lags', name, blocks: ahead };
    return ahead < -USUAL_LAG ? { kind: 'other_node_lags', name, blocks: -ahead } : undefined;
  }

  /** Height of a kept block that a node with another chain has too, below it in ever longer steps; else of the lowest looked at. */
  async #lastShared(backend: NodeBackend, from: number): Promise<number> {
    const { blocks } = this.#context.store;
    let lowest = from;
    for (let back = 1; back <= FURTHEST_BACK; back *= 2) {
      const block = blocks.newest(from - back + 1);
      if (block === undefined) return lowest;
      lowest = block.height;
      if ((await backend.blockHash(lowest)) === block.hash) return lowest;
    }
    return lowest;
  }

  async #ownHash(height: number): Promise<string | undefined> {
    const { store, node } = this.#context;
    const stored = store.blocks.newest(height + 1);
    if (stored?.height === height) return stored.hash;
    return node.blockHash(height).catch(() => undefined);
  }
}
