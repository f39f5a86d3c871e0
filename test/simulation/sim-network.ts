import { koinu } from '../../core/money.ts';
import { feeForSize } from '../../core/networks.ts';
import type { Block } from '../../core/node/backend.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import type { Chance } from '../crash/chance.ts';
import { malleated } from './malleated.ts';
import { Branch, blockAt, type ChainEnd, forkHeight } from './sim-chain.ts';
import { isFinal, type Ledger, type SimTransaction, txidOfKey } from './sim-ledger.ts';
import { Pool } from './sim-pool.ts';
import type { SimTime } from './sim-time.ts';

export const FIRST_HEIGHT = 5_900_000;
const OLDER_BLOCKS = 1100;
const BLOCK_MS = 60_000;
/** Koinu per 1000 bytes: what miners ask by default. */
export const USUAL_FEE = 1_000_000n;

/** A node, as the network knows it. */
export interface Peer {
  hearBlock(chance: Chance): void;
  hearTransaction(known: SimTransaction): void;
  hearReorg(old: ChainEnd): void;
}

export interface NetworkParts {
  readonly time: SimTime;
  readonly chance: Chance;
  readonly ledger: Ledger;
}

/** What the seed does to everybody: how fast blocks come, and what miners ask. */
export interface Weather {
  /** 1 is a block a minute. */
  speed: number;
  /** The least that gets a transaction into a block. */
  feePerKb: bigint;
  /** Nodes know what miners ask. */
  isEstimated: boolean;
  /** Somebody turns settlements into another form of themselves on their way to a block. */
  malleates: boolean;
}

/** The network: the best chain, what its miners wait for, and the nodes that hear of both. */
export class SimNetwork {
  readonly time: SimTime;
  readonly ledger: Ledger;
  readonly pool: Pool;
  readonly weather: Weather = { speed: 1, feePerKb: USUAL_FEE, isEstimated: true, malleates: false };
  readonly peers: Peer[] = [];
  readonly #chance: Chance;
  /** Handed to a miner by somebody who knows one: mined before all that is in conflict with it. */
  readonly #direct: SimTransaction[] = [];
  #best: Branch;
  #branches = 1;
  #nextBlockAt: number;
  onBlock: (block: Block) => void = () => undefined;
  /** A node has seen so many blocks go, and these transactions with them. */
  onBlocksLost: (depth: number, txids: readonly string[]) => void = () => undefined;

  constructor({ time, chance, ledger }: NetworkParts) {
    this.time = time;
    this.ledger = ledger;
    this.pool = new Pool(ledger);
    this.#chance = chance;
    this.#best = new Branch(1, FIRST_HEIGHT - OLDER_BLOCKS - 1);
    for (let age = OLDER_BLOCKS; age >= 0; age--) this.#best.grow(time.now - age * BLOCK_MS, []);
    this.#nextBlockAt = time.now + BLOCK_MS;
  }

  get end(): ChainEnd {
    return { branch: this.#best, height: this.#best.height };
  }

  get height(): number {
    return this.#best.height;
  }

  newBranch(height: number, parent: Branch): Branch {
    this.#branches++;
    return new Branch(this.#branches, height, parent);
  }

  /** Blocks come until this instant. */
  passTo(instant: number): void {
    while (this.#nextBlockAt <= instant) {
      this.time.passTo(this.#nextBlockAt);
      this.#mine();
      const wait = (-Math.log(1 - this.#chance.fraction()) * BLOCK_MS) / this.weather.speed;
      this.#nextBlockAt += Math.min(Math.max(wait, 1000), 25 * 60_000);
    }
    this.time.passTo(instant);
  }

  #mine(): void {
    const block = this.#best.grow(this.time.now, this.#choose(this.pool, this.end));
    this.ledger.place(block);
    const { end } = this;
    this.pool.follow(end, this.time.now, []);
    this.pool.expire(end, this.time.now);
    for (const node of this.peers) node.hearBlock(this.#chance);
    this.onBlock(block);
  }

  /** A miner of a part of the network that hears nothing of the rest. */
  mineApart(branch: Branch, pool: Pool): void {
    const end = { branch, height: branch.height };
    const block = branch.grow(
      this.time.now,
      this.#fromPool(pool, end, new Set()).map(({ transaction }) => transaction),
    );
    this.ledger.place(block);
    pool.follow({ branch, height: branch.height }, this.time.now, []);
  }

  #choose(pool: Pool, end: ChainEnd): Transaction[] {
    if (pool.size === 0 && this.#direct.length === 0) return [];
    const taken = new Set<string>();
    const first = this.#direct.filter((known) => this.#isMinable(known, end, taken));
    const chosen = [...first, ...this.#fromPool(pool, end, taken)];
    return chosen.map(({ transaction, inputs }) => {
      if (!this.weather.malleates || !inputs.some((key) => this.ledger.blockOf(end, txidOfKey(key))))
        return transaction;
      const other = malleated(transaction);
      return other !== undefined && this.ledger.learn(other)?.isValid ? other : transaction;
    });
  }

  #isMinable(known: SimTransaction, end: ChainEnd, taken: Set<string>): boolean {
    if (!isFinal(known, end.height + 1) || this.ledger.blockOf(end, known.txid) !== undefined) return false;
    const isFree = known.inputs.every(
      (key) =>
        (this.ledger.isMinted(key) || this.ledger.blockOf(end, txidOfKey(key)) !== undefined) &&
        this.ledger.spentBy(end, key) === undefined &&
        !taken.has(key),
    );
    if (isFree) for (const key of known.inputs) taken.add(key);
    return isFree;
  }

  /** By the feerate of a transaction together with the unconfirmed ones that it needs. */
  #fromPool(pool: Pool, end: ChainEnd, taken: Set<string>): SimTransaction[] {
    const chosen = new Map<string, SimTransaction>();
    for (const known of pool.transactions) {
      const wanted = ancestry(known, pool).filter(({ txid }) => !chosen.has(txid));
      const size = wanted.reduce((total, one) => total + one.size, 0);
      const fee = wanted.reduce((total, one) => total + one.fee, 0n);
      const isPaid = fee >= feeForSize(koinu(this.weather.feePerKb), size);
      const isFree = wanted.every(
        ({ inputs, transaction }) =>
          isFinal({ transaction } as SimTransaction, end.height + 1) &&
          inputs.every((key) => !taken.has(key)),
      );
      if (!isPaid || !isFree || this.#chance.happens(0.3)) continue;
      for (const one of wanted) {
        chosen.set(one.txid, one);
        for (const key of one.inputs) taken.add(key);
      }
    }
    return [...chosen.values()];
  }

  /** To a miner, past every mempool: for as long as it can be mined and is not. */
  handToMiner(transaction: Transaction): void {
    const known = this.ledger.learn(transaction);
    if (known !== undefined && !this.#direct.includes(known)) this.#direct.push(known);
  }

  /** From a node, or from nobody here, to all who listen. */
  relay(known: SimTransaction): void {
    const outcome = this.pool.accept(known, this.end, this.time.now);
    if (outcome.kind !== 'accepted') return;
    for (const node of this.peers) node.hearTransaction(known);
  }

  send(transaction: Transaction): void {
    const known = this.ledger.learn(transaction);
    if (known !== undefined) this.relay(known);
  }

  /** Another branch, longer by one block, takes the place of the last blocks. */
  reorganise(depth: number): void {
    const { end: old, time } = this;
    const fork = old.height - depth;
    const lost = this.transactionsAbove(old, fork);
    this.#best = this.newBranch(fork, old.branch);
    this.pool.follow(this.end, time.now, lost);
    for (let block = 0; block <= depth; block++) {
      const grown = this.#best.grow(time.now, this.#choose(this.pool, this.end));
      this.ledger.place(grown);
      this.pool.follow(this.end, time.now, []);
      this.onBlock(grown);
    }
    for (const node of this.peers) node.hearReorg(old);
  }

  transactionsAbove(end: ChainEnd, height: number): SimTransaction[] {
    const found: SimTransaction[] = [];
    for (let at = height + 1; at <= end.height; at++) {
      for (const transaction of blockAt(end, at)?.transactions ?? []) {
        const known = this.ledger.learn(transaction);
        if (known !== undefined) found.push(known);
      }
    }
    return found;
  }

  /** A node goes over from one chain to another. @returns what it lost by that */
  lostBetween(old: ChainEnd, next: ChainEnd): SimTransaction[] {
    const fork = forkHeight(old, next);
    if (fork === old.height) return [];
    const lost = this.transactionsAbove(old, fork);
    this.onBlocksLost(
      old.height - fork,
      lost.map(({ txid }) => txid),
    );
    return lost;
  }
}

function ancestry(known: SimTransaction, pool: Pool): SimTransaction[] {
  const parents = known.inputs.flatMap(
    (key) => pool.transactions.find(({ txid }) => txid === txidOfKey(key)) ?? [],
  );
  return [...parents.flatMap((parent) => ancestry(parent, pool)), known];
}
