import { type Koinu, koinu, sum } from '../../money.ts';
import { type Block, type ChainTip, type NodeBackend, NodeFault } from '../../node/backend.ts';
import { equal } from '../../protocol/bytes.ts';
import { findSpends, spendKind } from '../../protocol/spend.ts';
import { outpointKey, type Transaction, txidOf } from '../../protocol/transaction.ts';
import type { StoredBlock } from '../../store/blocks.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { applyEvent } from '../channels/channel-events.ts';
import { apart, byItself, eachInTurn } from '../channels/each-channel.ts';
import { spendableDepth } from '../channels/funding.ts';
import type { TillContext } from '../context.ts';
import type { IncomingPayments } from '../on-chain/incoming.ts';
import { ChildWatch } from '../settlements/child-watch.ts';
import { ChainFault } from '../sight/chain-problem.ts';

/** Spends buried deeper are not watched for any more. Blocks. */
const WATCH_DEPTH = 1000;
/** Blocks kept to recognise a reorg; of older ones every thousandth. */
const KEPT_BLOCKS = 2000;
/** Blocks noted at the first look: one for a reorg of every day, and every hundredth for the chain's speed. */
const NEAR_ANCHOR = 10;
const ANCHORS = 15;
/** How long one look reads blocks: after an absence there are deadlines and effects to see to in between. */
const READ_MS = 10_000;

interface Fork {
  readonly height: number;
  /** undefined where no processed block is left in the chain. */
  readonly hash: string | undefined;
}

/** Channels that were double-spent before their first confirmation. */
const KEPT_FAILURES = 100;
const FORGOTTEN_AT_ONCE = 100;
/** Transactions looked up at one look into the mempool; the rest at the next. */
const MEMPOOL_LOOK = 500;

/**
 * Follows the chain and tells the machine what it sees: new blocks and lost ones, the depth of fundings, spends of
 * funding outputs in blocks and in the mempool. One look at a time; each block's events and the block itself are one
 * transaction, so that a crash resumes at the block where it fell.
 */
export class Watcher {
  readonly #context: TillContext;
  readonly #node: NodeBackend;
  readonly #incoming: IncomingPayments;
  readonly #children: ChildWatch;
  /** Row of the channel by outpoint. */
  readonly #watched = new Map<string, number>();
  #lastRow = 0;
  #seenInMempool = new Set<string>();
  /** Hash of the tip at which fundings were looked up last. */
  #fundingsSeenAt: string | undefined;

  constructor(context: TillContext, incoming: IncomingPayments) {
    this.#context = context;
    this.#incoming = incoming;
    this.#children = new ChildWatch(context);
    this.#node = context.node;
  }

  /** One look at the chain. Throws NodeFault when it is out of sight; what was seen before stands. */
  async look(): Promise<void> {
    const { store, chain } = this.#context;
    const tip = await this.#node.tip();
    this.#learnOutpoints(tip.height);
    const last = store.blocks.newest();
    if (last === undefined) {
      await this.#begin(tip);
    } else if (last.hash !== tip.hash) {
      const isCaughtUp = await this.#follow(tip, last);
      if (!isCaughtUp) return;
    }
    const isNews = chain.tip?.hash !== tip.hash || chain.problem !== undefined;
    chain.see(tip);
    this.#forgetFailed();
    if (isNews) this.#context.announce({ type: 'chain_changed' });
    await this.#lookAtMempool(tip);
    await this.#lookAtFundings(tip);
    await this.#advance(tip.height);
    apart(this.#context, 'on-chain payments that wait', () => this.#incoming.advance(tip.height));
  }

  /** Strangers can announce and double-spend for next to nothing: of what came to nothing the newest are kept. */
  #forgetFailed(): void {
    const { store } = this.#context;
    if (store.channels.failedBeyond(KEPT_FAILURES) === undefined) return;
    store.transaction(() => {
      for (const outpoint of store.channels.removeFailed(KEPT_FAILURES, FORGOTTEN_AT_ONCE)) {
        this.#watched.delete(outpointKey(outpoint));
      }
    });
  }

  /** There is nothing on the chain that this till waits for. */
  get #isIdle(): boolean {
    return this.#watched.size === 0 && this.#incoming.isIdle;
  }

  #learnOutpoints(height: number): void {
    apart(this.#context, 'new invoices', () => this.#incoming.learn());
    for (const outpoint of this.#context.store.channels.watched(height - WATCH_DEPTH, this.#lastRow)) {
      this.#watched.set(outpointKey(outpoint), outpoint.channel);
      this.#lastRow = Math.max(this.#lastRow, outpoint.channel);
    }
    this.#children.learn(height - WATCH_DEPTH);
  }

  /** The first look: older blocks are noted too, so that a reorg below this tip is seen for what it is. */
  async #begin(tip: ChainTip): Promise<void> {
    const older: StoredBlock[] = [];
    const hundredth = Math.floor(tip.height / 100);
    const heights = Array.from({ length: ANCHORS }, (_, back) => (hundredth - back) * 100);
    for (const height of new Set([tip.height - NEAR_ANCHOR, ...heights])) {
      const hash = height < 0 ? undefined : await this.#node.blockHash(height);
      const header = hash === undefined ? undefined : await this.#node.header(hash);
      if (header?.height === height) older.push(header);
    }
    const { store } = this.#context;
    store.transaction(() => {
      for (const block of [...older, tip]) store.blocks.insert(block);
    });
  }

  /** @returns false when the chain moved on meanwhile: the next look goes on from where this one came to */
  async #follow(tip: ChainTip, last: StoredBlock): Promise<boolean> {
    const { store } = this.#context;
    const fork = await this.#findFork(last, tip);
    this.#refuseToForget(tip, last, fork);
    // With no processed block left in the chain, no funding is where it was: every one is looked up anew.
    if (fork.height < last.height) this.#disconnect(fork.hash === undefined ? -1 : fork.height);
    if (this.#isIdle) {
      // Beneath a gap one stays, so that a reorg after an absence has a block to begin at.
      const oldest = store.blocks.newest(tip.height - KEPT_BLOCKS + 1);
      store.transaction(() => {
        store.blocks.insert(tip);
        store.blocks.prune(oldest?.height ?? 0);
      });
      return true;
    }
    let previousHash = fork.hash;
    const { world } = this.#context;
    const end = world.monotonic() + READ_MS;
    for (let height = fork.height + 1; height <= tip.height; height++) {
      const hash = await this.#node.blockHash(height);
      const block = hash === undefined ? undefined : await this.#read(hash, height);
      if (block === undefined) return false;
      if (previousHash !== undefined && block.previousHash !== previousHash) return false;
      this.#connect(block);
      previousHash = block.hash;
      if (height < tip.height && world.monotonic() > end) {
        throw new ChainFault({ kind: 'catching_up', height, tip: tip.height });
      }
    }
    return previousHash === tip.hash;
  }

  async #read(hash: string, height: number): Promise<Block | undefined> {
    try {
      return await this.#node.block(hash);
    } catch (cause) {
      const isPruned =
        cause instanceof NodeFault && cause.kind === 'call_failed' && /pruned/.test(cause.message);
      throw isPruned ? new ChainFault({ kind: 'blocks_missing', height }, { cause }) : cause;
    }
  }

  /** The highest processed block that is still in the best chain; without a hash where none is left. */
  async #findFork(last: StoredBlock, tip: ChainTip): Promise<Fork> {
    let block: StoredBlock | undefined = last;
    let lowest = last.height;
    while (block !== undefined) {
      lowest = block.height;
      if (block.height <= tip.height && (await this.#node.blockHash(block.height)) === block.hash)
        return block;
      block = this.#context.store.blocks.newest(block.height);
    }
    return { height: lowest - 1, hash: undefined };
  }

  /**
   * A chain that merely ends below what was processed is a node that reads its blocks anew, not a reorg: a reorg has
   * more work. Undoing for it would close what is open. (On regtest a chain is cut short on purpose.)
   */
  #refuseToForget(tip: ChainTip, last: StoredBlock, fork: Fork): void {
    const isBelowEverything = fork.hash === undefined && tip.height <= fork.height;
    const isCutShort = fork.height === tip.height && this.#context.network.hasSteadyBlocks;
    if (!isBelowEverything && !isCutShort) return;
    throw new NodeFault(
      'warming_up',
      `The node is behind: its chain ends at height ${tip.height}, and the till has seen ${last.height}.`,
    );
  }

  #connect(block: Block): void {
    const { store } = this.#context;
    store.transaction(() => {
      apart(this.#context, 'new invoices', () => this.#incoming.learn());
      for (const transaction of block.transactions) {
        this.#noteSpends(transaction, block.height);
        apart(this.#context, 'a child', () => this.#children.note(transaction, block.height));
        apart(this.#context, 'an on-chain payment', () => this.#incoming.note(transaction, block));
      }
      store.blocks.insert(block);
      store.blocks.prune(block.height - KEPT_BLOCKS);
    });
  }

  #disconnect(forkHeight: number): void {
    const { store, log } = this.#context;
    log.warn({ forkHeight }, 'reorg');
    store.transaction(() => {
      store.blocks.removeAbove(forkHeight);
      for (const { constants } of store.channels.touchedAbove(forkHeight)) {
        byItself(this.#context, constants.row, (touched) => this.#undo(touched, forkHeight));
      }
      apart(this.#context, 'children of a reorg', () => this.#children.undoAbove(forkHeight));
      apart(this.#context, 'on-chain payments of a reorg', () => this.#incoming.undoAbove(forkHeight));
    });
    this.#seenInMempool = new Set();
    // What was buried too deep to be watched may be unspent again.
    this.#lastRow = 0;
    this.#learnOutpoints(forkHeight);
  }

  #undo(touched: StoredChannel, forkHeight: number): void {
    const { row } = touched.constants;
    const { store } = this.#context;
    const isAbove = (height: number | undefined) => height !== undefined && height > forkHeight;
    const confirmations =
      touched.fundingHeight === undefined ? 0 : Math.max(0, forkHeight - touched.fundingHeight + 1);
    if (isAbove(touched.fundingHeight)) {
      const event = { type: 'funding_depth_changed', confirmations: 0 } as const;
      applyEvent(this.#context, touched, event, { fundingHeight: undefined });
    }
    if (isAbove(touched.spend?.height)) {
      store.broadcasts.countFrom(row, forkHeight);
      applyEvent(this.#context, store.channels.require(row), { type: 'spend_undone', confirmations });
    }
  }

  /** @param height of the block; undefined in the mempool */
  #noteSpends(transaction: Transaction, height: number | undefined): void {
    const spends = findSpends(transaction, this.#watched);
    const rows = new Set(spends.map(({ found }) => found));
    for (const row of rows) {
      byItself(this.#context, row, (channel) => {
        const isKnownMined = channel.spend?.height !== undefined && height === undefined;
        const input = spends.find(({ found }) => found === row)?.input ?? 0;
        if (isKnownMined) return;
        const kind = spendKind(transaction, input, channel.constants.basis.redeemScript);
        const spendTxid = txidOf(transaction);
        this.#context.log.info(
          { channel: channel.constants.basis.channelId, kind, txid: spendTxid, height },
          'funding spent',
        );
        const event = {
          type: 'funding_spent',
          spend: { kind, height },
          height: height ?? this.#context.chain.tip?.height ?? 0,
        } as const;
        const spendPays = kind === 'settlement' ? paidTo(transaction, channel) : undefined;
        applyEvent(this.#context, channel, event, { spendTxid, spendPays });
      });
    }
  }

  async #lookAtMempool(tip: ChainTip): Promise<void> {
    const { store } = this.#context;
    if (this.#isIdle) return;
    const txids = await this.#node.mempoolTxids();
    const present = new Set(txids);
    const unseen = txids.filter((txid) => !this.#seenInMempool.has(txid)).slice(0, MEMPOOL_LOOK);
    const found = await this.#node.transactions(unseen);
    store.transaction(() => {
      apart(this.#context, 'new invoices', () => this.#incoming.learn());
      for (const known of found) {
        if (known?.confirmations !== 0) continue;
        const { transaction } = known;
        this.#noteSpends(transaction, undefined);
        apart(this.#context, 'an on-chain payment', () => this.#incoming.note(transaction, undefined));
      }
    });
    await this.#undoForgotten(present, tip);
    await this.#incoming.lookForMissing(present, tip);
    const looked = new Set(unseen);
    this.#seenInMempool = new Set(txids.filter((txid) => looked.has(txid) || this.#seenInMempool.has(txid)));
  }

  /** A spend that was in the mempool only, and is there no more: evicted, expired or replaced. */
  async #undoForgotten(present: ReadonlySet<string>, tip: ChainTip): Promise<void> {
    const { store } = this.#context;
    const isForgotten = ({ spendTxid }: StoredChannel) => spendTxid !== undefined && !present.has(spendTxid);
    if (!store.channels.withUnminedSpend().some(isForgotten)) return;
    // It may have left the mempool for a block that came since this look began: the next look will tell.
    if ((await this.#node.tip()).hash !== tip.hash) return;
    store.transaction(() => {
      for (const { constants } of store.channels.withUnminedSpend().filter(isForgotten)) {
        byItself(this.#context, constants.row, (channel) => {
          const { fundingHeight } = channel;
          const confirmations = fundingHeight === undefined ? 0 : Math.max(0, tip.height - fundingHeight + 1);
          applyEvent(this.#context, channel, { type: 'spend_undone', confirmations });
        });
      }
    });
  }

  /** Fundings that are not yet deep enough. */
  async #lookAtFundings(tip: ChainTip): Promise<void> {
    const { store, network } = this.#context;
    if (this.#fundingsSeenAt === tip.hash) return;
    const waiting = store.channels.withShallowFunding();
    if (waiting.length === 0) return;
    const outputs = await this.#node.unspentOutputs(
      waiting.flatMap(({ constants }) => constants.basis.inputs),
    );
    // Depths count from the node's tip: were it another by now, the heights would be wrong by the difference.
    if ((await this.#node.tip()).hash !== tip.hash) return;
    store.transaction(() => {
      let at = 0;
      this.#fundingsSeenAt = tip.hash;
      for (const { constants } of waiting) {
        const own = outputs.slice(at, at + constants.basis.inputs.length);
        at += own.length;
        const depths = own.map((output) =>
          output === undefined ? undefined : spendableDepth(output, network),
        );
        byItself(this.#context, constants.row, (channel) => this.#noteDepth(channel, depths, tip.height));
      }
    });
  }

  #noteDepth(channel: StoredChannel, depths: readonly (number | undefined)[], height: number): void {
    const { store, world } = this.#context;
    const { row } = channel.constants;
    const known = depths.filter((depth) => depth !== undefined);
    if (known.length < depths.length) {
      if (channel.state !== 'conflicted') store.outbox.add(row, 'broadcast_funding', world.now());
      return;
    }
    const confirmations = Math.min(...known);
    const fundingHeight = confirmations > 0 ? height - confirmations + 1 : undefined;
    const isNews = channel.fundingHeight !== fundingHeight || channel.state === 'conflicted';
    const isDeepEnough = confirmations >= channel.lock.requiredConfirmations;
    if (!isNews && !isDeepEnough) return;
    applyEvent(this.#context, channel, { type: 'funding_depth_changed', confirmations }, { fundingHeight });
  }

  /** Deadlines and burials at this height. */
  async #advance(height: number): Promise<void> {
    const { channels } = this.#context.store;
    await eachInTurn(this.#context, [...channels.dueAt(height), ...channels.buriedAt(height)], (channel) => {
      applyEvent(this.#context, channel, { type: 'tip_advanced', height });
    });
  }
}

/** Whoever has an older payment of the channel, co-signed, can settle it for less. */
function paidTo({ outs }: Transaction, { constants: { basis } }: StoredChannel): Koinu {
  return sum(
    outs.flatMap(({ script, value }) => (equal(script, basis.settlementScript) ? [koinu(value)] : [])),
  );
}
