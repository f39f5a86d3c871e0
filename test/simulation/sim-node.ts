import { type Koinu, koinu } from '../../core/money.ts';
import {
  type BroadcastOutcome,
  type ChainTip,
  type KnownTransaction,
  type NodeBackend,
  NodeFault,
  type NodeInfo,
  type UnspentOutput,
} from '../../core/node/backend.ts';
import { type Outpoint, outpointKey, type Transaction } from '../../core/protocol/transaction.ts';
import type { Chance } from '../crash/chance.ts';
import { type Branch, blockAt, type ChainEnd } from './sim-chain.ts';
import type { SimTransaction } from './sim-ledger.ts';
import { type Peer, type SimNetwork, USUAL_FEE } from './sim-network.ts';
import { Pool } from './sim-pool.ts';

/**
 * `synced`: as the network. `down`: nothing answers. `stuck`: answers, and hears nothing of the network. `apart`: with
 * a miner of its own on a chain that will lose. `mute`: hears everything, and tells nobody what it is given.
 */
export type NodeState = 'synced' | 'down' | 'stuck' | 'apart' | 'mute';

/** A node as the network sees it; `backend` is what the till sees. */
export class SimNode implements Peer {
  readonly pool: Pool;
  readonly name: string;
  readonly #network: SimNetwork;
  #state: NodeState = 'synced';
  #frozen: ChainEnd;
  #apart: Branch | undefined;

  constructor(name: string, network: SimNetwork) {
    this.name = name;
    this.#network = network;
    this.pool = new Pool(network.ledger);
    this.#frozen = network.end;
    network.peers.push(this);
  }

  get state(): NodeState {
    return this.#state;
  }

  get #hears(): boolean {
    return this.#state === 'synced' || this.#state === 'mute';
  }

  /** The chain that it knows. */
  get end(): ChainEnd {
    if (this.#hears) return this.#network.end;
    return this.#apart === undefined ? this.#frozen : { branch: this.#apart, height: this.#apart.height };
  }

  become(state: NodeState): void {
    if (state === this.#state) return;
    this.#frozen = this.end;
    if (state === 'apart') this.#apart = this.#network.newBranch(this.#frozen.height, this.#frozen.branch);
    if (state === 'down') this.pool.clear();
    this.#state = state;
    if (!this.#hears) return;
    this.#apart = undefined;
    const lost = this.#network.lostBetween(this.#frozen, this.end);
    this.pool.follow(this.end, this.#network.time.now, lost);
  }

  hearBlock(chance: Chance): void {
    const { now } = this.#network.time;
    if (this.#hears) this.pool.follow(this.end, now, []);
    if (this.#apart !== undefined && chance.happens(0.4)) this.#network.mineApart(this.#apart, this.pool);
    if (this.#state !== 'down') this.pool.expire(this.end, now);
  }

  hearReorg(old: ChainEnd): void {
    if (!this.#hears) return;
    this.pool.follow(this.end, this.#network.time.now, this.#network.lostBetween(old, this.end));
  }

  hearTransaction(known: SimTransaction): void {
    if (this.#hears) this.pool.accept(known, this.end, this.#network.time.now);
  }

  /** What it is given it tells its peers, also what it had already. */
  broadcast(transaction: Transaction): BroadcastOutcome {
    const known = this.#network.ledger.learn(transaction);
    if (known === undefined) return { kind: 'rejected', reason: 'missing_inputs', message: 'Missing inputs' };
    const outcome = this.pool.accept(known, this.end, this.#network.time.now);
    if (outcome.kind === 'accepted' && this.#state === 'synced') this.#network.relay(known);
    return outcome;
  }

  unspent(outpoint: Outpoint): UnspentOutput | undefined {
    const { ledger } = this.#network;
    const { end } = this;
    const key = outpointKey(outpoint);
    const output = ledger.output(outpoint);
    const block = ledger.blockOf(end, outpoint.txid);
    const isThere = block !== undefined || this.pool.has(outpoint.txid);
    if (output === undefined || !isThere) return undefined;
    if (ledger.spentBy(end, key) !== undefined || this.pool.spenderOf(key) !== undefined) return undefined;
    const confirmations = block === undefined ? 0 : end.height - block.height + 1;
    return { value: koinu(output.value), script: output.script, confirmations, isCoinbase: false };
  }

  /** Without an index a node finds what is in its mempool, and what has an output left. */
  find(txid: string): KnownTransaction | undefined {
    const { ledger } = this.#network;
    const { end } = this;
    const known = ledger.known(txid);
    if (known === undefined) return undefined;
    if (this.pool.has(txid)) return { transaction: known.transaction, confirmations: 0 };
    const block = ledger.blockOf(end, txid);
    const isUnspent = known.transaction.outs.some(
      (_, vout) => ledger.spentBy(end, `${txid}:${vout}`) === undefined,
    );
    if (block === undefined || !isUnspent) return undefined;
    return { transaction: known.transaction, confirmations: end.height - block.height + 1 };
  }

  /** A node that sees blocks with room to spare has no opinion. */
  feeRate(): Koinu | undefined {
    const { feePerKb, isEstimated } = this.#network.weather;
    return this.#hears && isEstimated && feePerKb > USUAL_FEE ? koinu(feePerKb) : undefined;
  }

  tip(): ChainTip {
    const { end } = this;
    const block = blockAt(end, end.height);
    if (block === undefined) throw new Error('a chain has a tip');
    const { height, hash, time } = block;
    return { height, hash, time, medianTime: blockAt(end, height - 5)?.time, isInitialDownload: false };
  }

  block(hash: string) {
    const height = Number.parseInt(hash.slice(0, 16), 16);
    const block = blockAt(this.end, height);
    return block?.hash === hash ? block : undefined;
  }
}

/** Where a process may die: before a call reaches the node, and before its answer comes back. */
export interface Passage {
  pass(): void;
}

/** What the till is given. */
export function backendOf(node: SimNode, life: Passage): NodeBackend {
  const call = async <T>(work: () => T): Promise<T> => {
    life.pass();
    if (node.state === 'down') throw new NodeFault('unreachable', `${node.name} does not answer`);
    const answer = work();
    await Promise.resolve();
    life.pass();
    return answer;
  };
  const unsupported = () => call(() => never());
  return {
    tip: () => call(() => node.tip()),
    info: () => call(() => infoOf(node)),
    blockHash: (height) => call(() => blockAt(node.end, height)?.hash),
    header: (hash) => call(() => node.block(hash)),
    waitForHeight: unsupported,
    block: (hash) => call(() => node.block(hash)),
    unspentOutputs: (outpoints) => call(() => outpoints.map((outpoint) => node.unspent(outpoint))),
    transactions: (txids) => call(() => txids.map((txid) => node.find(txid))),
    mempoolTxids: () => call(() => node.pool.txids),
    feeRate: () => call(() => node.feeRate()),
    broadcast: (transaction) => call(() => node.broadcast(transaction)),
    mine: unsupported,
    sendToAddress: unsupported,
    close: () => undefined,
  };
}

function never(): never {
  throw new NodeFault('unsupported', 'not on this network');
}

function infoOf({ state }: SimNode): NodeInfo {
  return {
    version: 1_149_900,
    userAgent: '/Shibetoshi:1.14.9/',
    peers: state === 'synced' || state === 'mute' ? 8 : 0,
    relayFeePerKb: koinu(100_000n),
    warnings: '',
    timeOffset: 0,
  };
}
