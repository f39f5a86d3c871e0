import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { AutomaticClose } from '../../core/merchant/closing/automatic-close.ts';
import type { TillChange, TillContext } from '../../core/merchant/context.ts';
import { IncomingPayments } from '../../core/merchant/on-chain/incoming.ts';
import { DEFAULT_POLICY } from '../../core/merchant/policy/policy.ts';
import { ChainView } from '../../core/merchant/sight/chain-view.ts';
import { ChainLooks } from '../../core/merchant/till/chain-looks.ts';
import { chainProblems } from '../../core/merchant/warnings/chain-warnings.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { TIP } from '../doubles/channels.ts';
import { ScriptedNode } from './scripted-node.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1, 12);

/** The part of a mainnet till that watches the chain, on scripted nodes and on clocks that the test sets. */
export class ChainScene {
  readonly store: Store = openStore(':memory:');
  readonly node: ScriptedNode;
  readonly others: ScriptedNode[] = [];
  readonly changes: TillChange[] = [];
  readonly context: TillContext;
  readonly looks: ChainLooks;
  #clockMs = 0;
  #monotonicMs = 0;

  constructor(
    options: { readonly others?: number; readonly minPeers?: number; readonly everyMs?: number } = {},
  ) {
    const first = START / 1000 - 1600 * 60;
    const times = Array.from({ length: 1600 }, (_, at) => first + (at + 1) * 60);
    const aNode = () => {
      const node = new ScriptedNode(TIP - 1600, first);
      node.grow({ times });
      return node;
    };
    this.node = aNode();
    this.others = Array.from({ length: options.others ?? 0 }, aNode);
    const world = {
      now: () => START + this.#clockMs,
      monotonic: () => this.#monotonicMs,
      randomBytes: () => new Uint8Array(),
    };
    this.context = {
      network: NETWORKS.mainnet,
      store: this.store,
      node: this.node,
      otherNodes: this.others.map((backend, at) => ({ name: `other ${at}`, backend })),
      policy: { ...DEFAULT_POLICY, minPeers: options.minPeers ?? 1 },
      chain: new ChainView(NETWORKS.mainnet, world, this.store),
      world,
      log: pino({ level: 'silent' }),
      announce: (change: TillChange) => void this.changes.push(change),
    } as Partial<TillContext> as TillContext;
    const effects = { run: async () => undefined };
    const automaticClose = new AutomaticClose(this.context, () => undefined);
    const incoming = new IncomingPayments(this.context);
    this.looks = new ChainLooks(
      this.context,
      { incoming, effects, automaticClose },
      options.everyMs ?? 60_000,
    );
    onTestFinished(async () => {
      await this.looks.stop();
      for (const node of [this.node, ...this.others]) node.close();
      await this.looks.ended();
      this.store.close();
    });
  }

  /** One look, and what the other nodes say to it. */
  async look(): Promise<void> {
    await this.looks.look();
    await this.looks.opinions.ended();
  }

  /** A minute goes by for each block, at each node. */
  grow(blocks: number, transactions: readonly Transaction[] = []): void {
    this.wait(blocks);
    const now = (START + this.#clockMs) / 1000;
    const times = Array.from({ length: blocks }, (_, at) => now - (blocks - 1 - at) * 60);
    for (const node of [this.node, ...this.others]) {
      node.grow({ times: times.slice(0, -1) });
      node.grow({ times: times.slice(-1), transactions });
    }
  }

  /** Blocks of now at one node alone. */
  growAlone(node: ScriptedNode, blocks: number, fork = ''): void {
    const now = (START + this.#clockMs) / 1000;
    node.grow({ times: Array.from({ length: blocks }, () => now), fork });
  }

  wait(minutes: number): void {
    this.#clockMs += minutes * MINUTE;
    this.#monotonicMs += minutes * MINUTE;
  }

  setClock(minutes: number): void {
    this.#clockMs += minutes * MINUTE;
  }

  get problems() {
    return chainProblems(this.context.chain);
  }

  get kinds(): string[] {
    return this.problems.map(({ kind }) => kind);
  }
}
