import type { Block } from '../../../core/node/regtest/chain/block.ts';
import { blockOperation } from '../../../core/node/regtest/chain/operation.ts';
import type { PracticeChain } from '../../../core/node/regtest/chain/practice-chain.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';

/** Above BIP65's height on regtest. */
const BLOCKS = 1400;

/** Two built-in nodes with one chain, which hear of each other only what the test tells them. */
export class BuiltInPair {
  readonly own: PracticeNode;
  readonly peer: PracticeNode;

  private constructor(own: PracticeNode, peer: PracticeNode) {
    this.own = own;
    this.peer = peer;
  }

  static async start(): Promise<BuiltInPair> {
    const own = await startPracticeNode({ initialBlocks: BLOCKS });
    const pair = new BuiltInPair(own, await startPracticeNode());
    pair.tell(pair.own, pair.peer);
    return pair;
  }

  async stop(): Promise<void> {
    await this.own.close();
    await this.peer.close();
  }

  mine(at: PracticeNode, blocks: number): void {
    const { script } = at.node.newKey();
    for (let left = blocks; left > 0; left--) at.node.mine({ script });
  }

  /** The chain of one becomes that of the other, as it does between peers when it has more work. */
  tell(from: PracticeNode, to: PracticeNode): void {
    const blocks: Block[] = [];
    for (let at: Block | undefined = from.node.chain.tip; at !== undefined; at = at.previous) {
      if (to.node.chain.block(at.hash) !== undefined) break;
      blocks.push(at);
    }
    const above = hashAbove(to.node, blocks.at(-1)?.previous?.hash ?? from.node.chain.tip.hash);
    if (above !== undefined) to.node.invalidate(above);
    for (const block of blocks.reverse()) to.node.replay(blockOperation(block));
  }

  /** Everything in the mempool of one is heard of by the other. */
  gossip(from: PracticeNode, to: PracticeNode): void {
    for (const { txid, transaction, bytes } of from.node.mempool.entries()) {
      if (to.node.mempool.get(txid) === undefined) to.node.accept({ txid, transaction, bytes });
    }
  }
}

/** Of the block that a chain has on top of another; undefined where it ends there. */
function hashAbove({ chain }: PracticeChain, hash: string): string | undefined {
  let above: Block | undefined;
  for (let at: Block | undefined = chain.tip; at !== undefined && at.hash !== hash; at = at.previous) {
    above = at;
  }
  return above?.hash;
}
