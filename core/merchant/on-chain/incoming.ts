import type { ArrivalPlace } from '../../invoice/on-chain.ts';
import { koinu } from '../../money.ts';
import type { BroadcastOutcome, BroadcastRejection, ChainTip } from '../../node/backend.ts';
import { outputKind } from '../../protocol/address.ts';
import { toHex } from '../../protocol/bytes.ts';
import { outputsTo } from '../../protocol/relay.ts';
import {
  outpointKey,
  parseTransaction,
  signalsReplacement,
  spentOutpoints,
  type Transaction,
  transactionBytes,
  txidOf,
} from '../../protocol/transaction.ts';
import type { StoredArrival } from '../../store/arrivals.ts';
import type { TillContext } from '../context.ts';
import { onChainOf } from '../invoices/invoice-state.ts';
import { reviewQuestion } from '../invoices/questions.ts';
import { Collections } from './collections.ts';

/** So long after its end an invoice's address is looked at. */
const WATCHED_AFTER_END_MS = 30 * 86_400_000;
/** Invoices learnt at one go, since an address that was never derived takes a millisecond or two. */
const LEARNT_AT_ONCE = 2000;
/** From this depth on an arrival is not followed any more. Blocks. */
const BURIED_DEPTH = 100;
/** Outputs to one invoice that are noted whatever their value; more of them only if they are worth this part of it. */
const NOTED_ANYWAY = 20n;
/** How often a transaction that the node lacks is given to it again, while the chain stands still. */
const SEND_AGAIN_MS = 60_000;

/** Rejections that say that it will never be mined: an input is gone, or it was never valid. */
const HOPELESS: readonly BroadcastRejection[] = [
  'missing_inputs',
  'inputs_spent',
  'mempool_conflict',
  'invalid',
];

/** A block that holds a transaction; its time in Unix seconds. */
interface HoldingBlock {
  readonly height: number;
  readonly time: number;
}

/**
 * Payments to the invoices' own addresses, by wallets that know no channels. The watcher shows it every transaction
 * that it meets; it writes what pays an invoice, follows it until it is buried, and says so to the screens.
 */
export class IncomingPayments {
  /** What leaves these addresses again. */
  readonly collections: Collections;
  readonly #context: TillContext;
  /** Number of the invoice by the script of its address, in hex; in the order of the numbers. */
  readonly #watched = new Map<string, { readonly number: number; readonly expiresAt: number }>();
  #lastNumber = 0;
  /** Addresses of invoices that ended before were forgotten. */
  #forgottenBefore = 0;
  #reviewedAt: number | undefined;
  /** When a transaction was last given to the node again, and at which tip. */
  readonly #sent = new Map<string, { readonly tip: string; readonly at: number }>();

  constructor(context: TillContext) {
    this.#context = context;
    this.collections = new Collections(context);
  }

  /** There is no invoice to whose address anything could come, and nothing under way from one. */
  get isIdle(): boolean {
    return this.#watched.size === 0 && this.collections.isIdle;
  }

  /** Whether it is the address of an invoice that something may still come to. */
  isAwaited(script: Uint8Array): boolean {
    return this.#watched.has(toHex(script));
  }

  /** Learns the addresses of new invoices and forgets those of old ones. Within a transaction of the store. */
  learn(): void {
    const { store, keys, world } = this.#context;
    const oldest = world.now() - WATCHED_AFTER_END_MS;
    // The clock was ahead: what was forgotten then is watched again.
    if (oldest < this.#forgottenBefore) this.#lastNumber = 0;
    this.#forgottenBefore = oldest;
    for (const [script, { expiresAt }] of this.#watched) {
      if (expiresAt >= oldest) break;
      this.#watched.delete(script);
    }
    for (;;) {
      const found = store.invoices.watched(oldest, this.#lastNumber, LEARNT_AT_ONCE);
      for (const { number, script: known, expiresAt } of found) {
        const script = known ?? keys.invoiceScript(number);
        if (known === undefined) store.invoices.setScript(number, script);
        this.#watched.set(toHex(script), { number, expiresAt });
        this.#lastNumber = number;
      }
      if (found.length < LEARNT_AT_ONCE) return;
    }
  }

  /** Within a transaction of the store. @param block undefined in the mempool */
  note(transaction: Transaction, block: HoldingBlock | undefined): void {
    if (block !== undefined) this.collections.note(transaction, block.height);
    if (this.#watched.size === 0) return;
    for (const [vout, { script, value }] of transaction.outs.entries()) {
      if (outputKind(script) !== 'pubkeyhash') continue;
      const invoice = this.#watched.get(toHex(script));
      if (invoice !== undefined && value > 0n) this.#arrive(transaction, vout, invoice.number, block);
    }
  }

  #arrive(transaction: Transaction, vout: number, number: number, block: HoldingBlock | undefined): void {
    const { store, world, log } = this.#context;
    const txid = txidOf(transaction);
    const known = store.arrivals.find(txid, vout);
    if (known !== undefined) {
      if (isWhere(known, block) || (known.place === 'block' && block === undefined)) return;
      const touched = store.arrivals.move(txid, block === undefined ? 'mempool' : 'block', block?.height);
      for (const each of new Set(touched)) this.#displace(transaction, each);
      this.#review(touched);
      return;
    }
    const value = koinu(transaction.outs[vout]?.value ?? 0n);
    const { amount } = store.invoices.require(number);
    const isMany = BigInt(store.arrivals.ofInvoice(number).length) >= NOTED_ANYWAY;
    if (isMany && value * NOTED_ANYWAY < amount) return;
    const now = world.now();
    store.arrivals.insert({
      invoice: number,
      txid,
      vout,
      value,
      // What was mined while the till was off came when its block did.
      firstSeen: block === undefined ? now : Math.min(now, block.time * 1000),
      place: block === undefined ? 'mempool' : 'block',
      height: block?.height,
      isReplaceable: signalsReplacement(transaction),
    });
    store.arrivals.keepTransaction(txid, transactionBytes(transaction));
    log.info({ invoice: number, txid, vout, height: block?.height }, 'invoice paid on-chain');
    this.#displace(transaction, number);
    this.#review([number]);
  }

  /**
   * What spends a coin of this one and is in no block is out: counted until the next look, it would be paid for twice.
   * Where it paid no more than this one it is another form of it, and no double spend: anybody may change a txid.
   */
  #displace(transaction: Transaction, number: number): void {
    const { store, keys } = this.#context;
    const { arrivals } = store;
    const txid = txidOf(transaction);
    const spent = new Set(spentOutpoints(transaction).map(outpointKey));
    const paidBy = (one: Transaction) =>
      outputsTo(one, keys.invoiceScript(number)).reduce((total, { value }) => total + value, 0n);
    for (const other of arrivals.ofInvoice(number)) {
      if (other.txid === txid || other.place === 'block') continue;
      const bytes = arrivals.transaction(other.txid);
      const rival = bytes && parseTransaction(bytes);
      const sharesCoin = rival && spentOutpoints(rival).some((outpoint) => spent.has(outpointKey(outpoint)));
      if (!sharesCoin) continue;
      if (paidBy(rival) <= paidBy(transaction)) arrivals.supersede(other, txid);
      else if (other.place !== 'conflicted') this.#review(arrivals.move(other.txid, 'conflicted'));
    }
  }

  /** A reorg took the blocks above this height away. Within a transaction of the store. */
  undoAbove(forkHeight: number): void {
    this.#review(this.#context.store.arrivals.undoAbove(forkHeight));
    this.collections.undoAbove(forkHeight);
    this.#reviewedAt = undefined;
  }

  /** The tip moved: what waits for confirmations has one more. */
  advance(height: number): void {
    const { store } = this.#context;
    if (this.#reviewedAt === height) return;
    this.#reviewedAt = height;
    this.collections.advance(height);
    const touched = store.arrivals.invoicesAbove(height - BURIED_DEPTH);
    if (touched.length === 0) return;
    store.transaction(() => {
      this.#review(touched);
      store.arrivals.forgetTransactions(height - BURIED_DEPTH);
    });
  }

  /**
   * Transactions that were in the mempool and are no more, or that a reorg left in no block, are given to the node
   * again: it takes them, or says that an input is spent otherwise.
   * @param present txids of the mempool
   */
  async lookForMissing(present: ReadonlySet<string>, tip: ChainTip): Promise<void> {
    await this.collections.lookForMissing(present, tip);
    const { store, node, world } = this.#context;
    this.#forgetUnwanted(present);
    const missing = store.arrivals
      .unmined(world.now() - WATCHED_AFTER_END_MS)
      .filter((txid) => !present.has(txid));
    if (missing.length === 0) return;
    // It may have left the mempool for a block that came since this look began: the next look will tell.
    if ((await node.tip()).hash !== tip.hash) return;
    for (const txid of missing) {
      const sent = this.#sent.get(txid);
      if (sent !== undefined && sent.tip === tip.hash && world.monotonic() - sent.at < SEND_AGAIN_MS)
        continue;
      const bytes = store.arrivals.transaction(txid);
      const transaction = bytes && parseTransaction(bytes);
      if (transaction === undefined) continue;
      const place = placeAfter(await node.broadcast(transaction, { allowsHighFee: true }));
      this.#sent.set(txid, { tip: tip.hash, at: world.monotonic() });
      if (place !== undefined) this.found(txid, place);
    }
  }

  /** What the relay kept before a crash is not sent any more once its invoice was paid otherwise or ended. */
  #forgetUnwanted(present: ReadonlySet<string>): void {
    const { store, world } = this.#context;
    for (const { txid, invoice } of store.arrivals.offered()) {
      if (present.has(txid)) continue;
      const { number, expiresAt, cancelledAt } = store.invoices.require(invoice);
      const isOver = world.now() >= expiresAt || cancelledAt !== undefined;
      if (!isOver && store.payments.byInvoice(number) === undefined) continue;
      store.transaction(() => store.arrivals.remove(txid));
    }
  }

  /** A transaction that pays an invoice is elsewhere now. What the node never had and does not take is forgotten. */
  found(txid: string, place: ArrivalPlace): void {
    const { store, log } = this.#context;
    const isRefused = place === 'missing' || place === 'conflicted';
    if (isRefused && !store.arrivals.wasSeen(txid)) {
      store.transaction(() => store.arrivals.remove(txid));
      this.#sent.delete(txid);
      return;
    }
    if (place === 'conflicted') log.warn({ txid }, 'on-chain payment double-spent');
    store.transaction(() => this.#review(store.arrivals.move(txid, place)));
    if (place !== 'missing') this.#sent.delete(txid);
  }

  /** Nothing speaks against counting it before a block has it. */
  vouch(txid: string): void {
    const { store } = this.#context;
    store.transaction(() => this.#review(store.arrivals.vouch(txid)));
  }

  /** Notes from when on an invoice counts as paid and what is in question, and tells the screens. Within a transaction of the store. */
  #review(numbers: readonly number[]): void {
    const { store, world } = this.#context;
    for (const number of new Set(numbers)) {
      const invoice = store.invoices.require(number);
      const isPaid = onChainOf(this.#context, invoice).state === 'paid';
      const wasPaid = store.arrivals.verdict(number).settledAt !== undefined;
      if (isPaid !== wasPaid) store.arrivals.settle(number, isPaid ? world.now() : undefined);
      reviewQuestion(this.#context, invoice);
      this.#context.announce({ type: 'invoice_changed', invoice: invoice.id });
    }
  }
}

function isWhere(known: StoredArrival, block: HoldingBlock | undefined): boolean {
  return block === undefined ? known.place === 'mempool' : known.height === block.height;
}

/** @returns undefined where the next look will tell */
function placeAfter(outcome: BroadcastOutcome): ArrivalPlace | undefined {
  switch (outcome.kind) {
    case 'accepted':
      return 'mempool';
    case 'already_in_chain':
      return undefined;
    case 'rejected':
      return HOPELESS.includes(outcome.reason) ? 'conflicted' : 'missing';
  }
}
