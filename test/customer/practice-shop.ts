import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { parseTransaction } from '../../core/protocol/transaction.ts';
import type { FakeTill } from './fake-till.ts';

/** An address of nobody here, to mine to. */
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';

/** A practice node with ripe coins, and a till that looks at it. */
export class PracticeShop {
  readonly node: NodeBackend;
  readonly #practice: PracticeNode;

  private constructor(practice: PracticeNode) {
    this.#practice = practice;
    this.node = connectNode({
      network: NETWORKS.regtest,
      address: {
        kind: 'password',
        host: '127.0.0.1',
        port: practice.port,
        user: practice.user,
        password: practice.password,
      },
    });
  }

  /** @param blocks from 1351 on blocks enforce the locktime (BIP65); the mempool does so from the first. */
  static async open(blocks = 70): Promise<PracticeShop> {
    return new PracticeShop(await startPracticeNode({ initialBlocks: blocks }));
  }

  /** The node's address as a command line names it. */
  get address(): string {
    const { user, password, port } = this.#practice;
    return `http://${user}:${password}@127.0.0.1:${port}`;
  }

  async mine(blocks: number): Promise<number> {
    await this.node.mine(blocks, MINER);
    return (await this.node.tip()).height;
  }

  /** Gives the node what the announcement holds, as a till does, and buries it. */
  async confirm(till: FakeTill, channel: string): Promise<void> {
    const { fundingTransactions } = till.channel(channel);
    for (const bytes of fundingTransactions.values()) await this.broadcast(bytes);
    till.height = await this.mine(6);
  }

  async broadcast(bytes: Uint8Array): Promise<void> {
    const transaction = parseTransaction(bytes);
    if (transaction === undefined) throw new Error('not a transaction');
    const outcome = await this.node.broadcast(transaction);
    if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  }

  async close(): Promise<void> {
    this.node.close();
    await this.#practice.close();
  }
}
