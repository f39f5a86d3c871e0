import { assert } from '../../assert.ts';
import { type ChainTip, NodeFault } from '../../node/backend.ts';
import { equal } from '../../protocol/bytes.ts';
import {
  outpointKey,
  parseTransaction,
  spentOutpoints,
  type Transaction,
  txidOf,
} from '../../protocol/transaction.ts';
import type { StoredCollection } from '../../store/collections.ts';
import type { TillContext } from '../context.ts';
import { askInPatience } from '../nodes/asking.ts';

/** From this depth on a collection is not followed any more. Blocks. */
const BURIED_DEPTH = 100;
/** How often one that the node lacks is given to it again, while the chain stands still. */
const SEND_AGAIN_MS = 60_000;

/**
 * What takes the invoices' coins to the owner's address, from the moment it is stored: sent until it is mined, followed
 * until it is buried. The watcher shows it every transaction that it meets.
 */
export class Collections {
  readonly #context: TillContext;
  /** Id of the collection by outpoint. undefined: to be read anew. */
  #watched: ReadonlyMap<string, number> | undefined;
  /** When one was last given to the node, and at which tip. */
  readonly #given = new Map<number, { readonly tip: string | undefined; readonly at: number }>();

  constructor(context: TillContext) {
    this.#context = context;
  }

  get isIdle(): boolean {
    return this.#coins.size === 0;
  }

  get #coins(): ReadonlyMap<string, number> {
    this.#watched ??= new Map(
      this.#context.store.collections.watched().map((coin) => [outpointKey(coin), coin.collection]),
    );
    return this.#watched;
  }

  /** Others have been stored, or some have ended. */
  learnAnew(): void {
    this.#watched = undefined;
  }

  /** A transaction in a block. Within a transaction of the store. */
  note(transaction: Transaction, height: number): void {
    if (this.isIdle) return;
    const spent = spentOutpoints(transaction).map((outpoint) => this.#coins.get(outpointKey(outpoint)));
    const ids = new Set(spent.filter((id) => id !== undefined));
    if (ids.size === 0) return;
    const { store, log } = this.#context;
    const txid = txidOf(transaction);
    for (const collection of store.collections.alive().filter(({ id }) => ids.has(id))) {
      // A miner may have changed the txid, and not where it pays.
      if (paysTheSame(collection, transaction)) {
        store.collections.mined(collection.id, txid, height);
        log.info({ txid, height }, 'collection mined');
      } else {
        this.#conflict(collection.id);
      }
    }
    this.#context.announce({ type: 'chain_changed' });
  }

  /** Within a transaction of the store. */
  undoAbove(forkHeight: number): void {
    if (this.#context.store.collections.undoAbove(forkHeight)) this.learnAnew();
  }

  advance(height: number): void {
    if (this.isIdle) return;
    const { store } = this.#context;
    store.transaction(() => {
      for (const id of store.collections.conflicted()) this.#conflict(id);
      if (store.collections.bury(height - BURIED_DEPTH)) this.learnAnew();
    });
  }

  #conflict(id: number): void {
    this.#context.log.warn({ collection: id }, 'a coin of a collection went elsewhere');
    this.#context.store.collections.conflict(id);
    this.learnAnew();
  }

  /** What is in no block is given to the node again. @param present txids of the mempool */
  async lookForMissing(present: ReadonlySet<string>, tip: ChainTip): Promise<void> {
    if (this.isIdle) return;
    const { store, world } = this.#context;
    for (const collection of store.collections.alive()) {
      const { id, txid, height, sentAt } = collection;
      if (height !== undefined || (present.has(txid) && sentAt !== undefined)) continue;
      const given = this.#given.get(id);
      const isTime = given?.tip !== tip.hash || world.monotonic() - given.at >= SEND_AGAIN_MS;
      if (isTime) await this.send(collection);
    }
  }

  /** Throws NodeFault: it is stored, and sent at the next look. */
  async send({ id, bytes, txid }: StoredCollection): Promise<void> {
    const { node, otherNodes, store, world, chain, log } = this.#context;
    const transaction = parseTransaction(bytes);
    assert(transaction !== undefined, 'a stored collection decodes');
    assert(txidOf(transaction) === txid, 'a stored collection is the one that was signed');
    this.#given.set(id, { tip: chain.tip?.hash, at: world.monotonic() });
    const own = await node.broadcast(transaction, { allowsHighFee: true });
    await Promise.all(
      otherNodes.map(({ name, backend }) =>
        askInPatience(this.#context, backend, () =>
          backend.broadcast(transaction, { allowsHighFee: true }).catch((error: unknown) => {
            if (!(error instanceof NodeFault)) throw error;
            log.info({ node: name, err: error }, 'a collection could not be given');
          }),
        ),
      ),
    );
    const [mined] = own.kind === 'already_in_chain' ? await node.transactions([txid]) : [];
    store.transaction(() => {
      if (own.kind === 'rejected') store.collections.failed(id, own.message);
      else store.collections.sent(id, world.now());
      const { tip } = chain;
      if (mined !== undefined && mined.confirmations > 0 && tip !== undefined) {
        store.collections.mined(id, txid, tip.height - mined.confirmations + 1);
      }
    });
    this.#context.announce({ type: 'chain_changed' });
  }
}

function paysTheSame({ script, amount }: StoredCollection, { outs }: Transaction): boolean {
  const [only] = outs;
  return only !== undefined && outs.length === 1 && only.value === amount && equal(only.script, script);
}
