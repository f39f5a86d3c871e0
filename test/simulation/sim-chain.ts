import type { Block } from '../../core/node/backend.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';

/** A line of blocks that leaves another one above its fork. */
export class Branch {
  readonly #parent: Branch | undefined;
  readonly #forkHeight: number;
  readonly #blocks: Block[] = [];
  readonly #number: number;

  /** @param number tells the hashes of one branch from those of another */
  constructor(number: number, forkHeight: number, parent?: Branch) {
    this.#number = number;
    this.#forkHeight = forkHeight;
    this.#parent = parent;
  }

  get height(): number {
    return this.#forkHeight + this.#blocks.length;
  }

  at(height: number): Block | undefined {
    return height > this.#forkHeight ? this.#blocks[height - this.#forkHeight - 1] : this.#parent?.at(height);
  }

  grow(time: number, transactions: readonly Transaction[]): Block {
    const height = this.height + 1;
    const block: Block = {
      hash: height.toString(16).padStart(16, '0') + this.#number.toString(16).padStart(48, '0'),
      height,
      previousHash: this.at(height - 1)?.hash,
      time: Math.floor(time / 1000),
      transactions,
    };
    this.#blocks.push(block);
    return block;
  }
}

/** A chain as somebody sees it: a branch up to a height. */
export interface ChainEnd {
  readonly branch: Branch;
  readonly height: number;
}

export function blockAt({ branch, height }: ChainEnd, wanted: number): Block | undefined {
  return wanted > height ? undefined : branch.at(wanted);
}

/** The highest block that both chains have. */
export function forkHeight(one: ChainEnd, other: ChainEnd): number {
  let height = Math.min(one.height, other.height);
  while (blockAt(one, height) !== blockAt(other, height)) height--;
  return height;
}
