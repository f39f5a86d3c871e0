import { setTimeout as sleep } from 'node:timers/promises';
import { NETWORKS } from '../../../core/networks.ts';
import type { Transaction } from '../../../core/protocol/transaction.ts';
import { txidOf } from '../../../core/protocol/transaction.ts';
import { type Dogecoind, type DogecoindOptions, startDogecoind } from '../dogecoind.ts';

const NETWORK = NETWORKS.regtest;
const MATURE_COINS = 5;
/** One message to a peer waits for its turn (INVENTORY_BROADCAST_INTERVAL, up to some seconds). */
const SPREAD_MS = 60_000;

/** Asks until it is so. Throws when it is not so in time. */
export async function eventually(what: string, claim: () => Promise<boolean>, limitMs = SPREAD_MS) {
  const deadline = Date.now() + limitMs;
  while (!(await claim())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(50);
  }
}

/**
 * Two Dogecoin Core daemons, one the peer of the other and of nobody else: what the till's node has accepted is known
 * to the network when the peer has it.
 */
export class NodePair {
  /** The till's, with mature coins in its wallet. */
  readonly own: Dogecoind;
  readonly peer: Dogecoind;

  private constructor(own: Dogecoind, peer: Dogecoind) {
    this.own = own;
    this.peer = peer;
  }

  static async start(
    options: { readonly own?: DogecoindOptions; readonly peer?: DogecoindOptions } = {},
  ): Promise<NodePair> {
    const own = await startDogecoind({ ...options.own, listen: true });
    try {
      const peer = await startDogecoind({ ...options.peer, peerPort: own.peerPort });
      const pair = new NodePair(own, peer);
      try {
        await pair.#untilConnected(1);
        await pair.mine(NETWORK.coinbaseMaturity + MATURE_COINS);
        return pair;
      } catch (error) {
        await peer.stop();
        throw error;
      }
    } catch (error) {
      await own.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.own.stop(), this.peer.stop()]);
  }

  /** The two hear no more of each other, each going on for itself. */
  async separate(): Promise<void> {
    await Promise.all(this.#both.map((node) => node.call('setnetworkactive', false)));
    await this.#untilConnected(0);
  }

  /** Undoes separate. The chain with more work wins at both. */
  async reunite(): Promise<void> {
    await Promise.all(this.#both.map((node) => node.call('setnetworkactive', true)));
    await this.#untilConnected(1);
  }

  /** Mines at one of them, to a new address of that one's wallet, and waits for the other if they hear each other. */
  async mine(blocks: number, at: Dogecoind = this.own): Promise<readonly string[]> {
    const hashes = await at.backend.mine(blocks, String(await at.call('getnewaddress')));
    const { peers } = await at.backend.info();
    if (peers > 0) await this.untilAgreed();
    return hashes;
  }

  async untilAgreed(): Promise<void> {
    await eventually('both at the same tip', async () => {
      const [own, peer] = await Promise.all(this.#both.map((node) => node.backend.tip()));
      return own?.hash === peer?.hash;
    });
  }

  /** The peer has it too: in its mempool or in its chain, as long as an output of it is unspent. */
  async isSpread(transaction: Transaction | string): Promise<boolean> {
    const txid = typeof transaction === 'string' ? transaction : txidOf(transaction);
    const [known] = await this.peer.backend.transactions([txid]);
    return known !== undefined;
  }

  untilSpread(transaction: Transaction | string): Promise<void> {
    return eventually('the peer has the transaction', () => this.isSpread(transaction));
  }

  get #both(): readonly Dogecoind[] {
    return [this.own, this.peer];
  }

  async #untilConnected(peers: number): Promise<void> {
    await eventually(`each with ${peers} peers`, async () => {
      const infos = await Promise.all(this.#both.map((node) => node.backend.info()));
      return infos.every((info) => info.peers === peers);
    });
  }
}
