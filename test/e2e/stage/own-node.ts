import path from 'node:path';
import { type CustomerWallet, createWallet } from '../../../core/customer/wallet.ts';
import { parseDoge } from '../../../core/money.ts';
import { NETWORKS } from '../../../core/networks.ts';
import type { NodeBackend } from '../../../core/node/backend.ts';
import { parseNodeAddress } from '../../../core/node/node-address.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../../core/node/rpc.ts';

/** An address of nobody here, to mine to. */
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';

/** A node of the shop's own, which is not the till's: in a process that the screens know nothing of. */
export class OwnNode {
  /** http://user:password@host:port */
  readonly address: string;
  readonly backend: NodeBackend;
  readonly #node: PracticeNode;

  private constructor(node: PracticeNode) {
    const { host } = new URL(node.url);
    this.#node = node;
    this.address = `http://${node.user}:${node.password}@${host}`;
    const parsed = parseNodeAddress(this.address, NETWORKS.regtest);
    if (!parsed.ok) throw new Error(parsed.problem);
    this.backend = connectNode({ address: parsed.address, network: NETWORKS.regtest });
  }

  static async start(): Promise<OwnNode> {
    return new OwnNode(await startPracticeNode({ initialBlocks: 1400 }));
  }

  /** The same node, by a password that it does not have. */
  get addressWithWrongPassword(): string {
    return this.address.replace(`:${this.#node.password}@`, ':guessed@');
  }

  async mine(blocks: number): Promise<void> {
    await this.backend.mine(blocks, MINER);
  }

  async close(): Promise<void> {
    this.backend.close();
    await this.#node.close();
  }
}

export function amount(text: string) {
  const value = parseDoge(text);
  if (value === undefined) throw new Error(`${text} is no amount`);
  return value;
}

/** A customer of the shop with a wallet of her own, and 500 DOGE in it. */
export async function newCustomer(folder: string, node: OwnNode): Promise<CustomerWallet> {
  const wallet = createWallet({ path: path.join(folder, 'alice.json'), network: 'regtest' });
  if (!wallet.ok) throw new Error(wallet.refusal.code);
  const funded = await wallet.value.fundFromNode(node.backend, amount('500'));
  if (!funded.ok) throw new Error(funded.refusal.code);
  await node.mine(1);
  return wallet.value;
}
