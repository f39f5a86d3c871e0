import { setImmediate as pause } from 'node:timers/promises';
import { assert } from '../../assert.ts';
import type { CollectionView, CollectPreviewView, CollectView } from '../../bridge/views/owner.ts';
import { type CollectionDraft, planCollection } from '../../invoice/collection-plan.ts';
import { formatDoge, type Koinu, sum } from '../../money.ts';
import { POLICY } from '../../networks.ts';
import { NodeFault } from '../../node/backend.ts';
import { addressOf, scriptOf } from '../../protocol/address.ts';
import { equal } from '../../protocol/bytes.ts';
import { buildCollection } from '../../protocol/collection.ts';
import { POLICY_FLAGS } from '../../protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../protocol/interpreter/verify-input.ts';
import { transactionBytes, txidOf } from '../../protocol/transaction.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { InvoiceCoin, StoredCollection } from '../../store/collections.ts';
import { rfc3339 } from '../../system/times.ts';
import type { TillContext } from '../context.ts';
import type { PrivateKeys } from '../keys/keys.ts';
import type { Collections } from './collections.ts';

/** A transaction of 50 inputs has 8 kB, far below what nodes relay, and is signed within a tenth of a second. */
const MOST_INPUTS = 50;
/** In one go: twenty transactions. */
const MOST_COINS = 1000;
/** Read and asked for at once. */
const PAGE = 500;
const SHOWN = 20;

type Draft = CollectionDraft<InvoiceCoin>;

interface Plan {
  readonly script: Uint8Array;
  readonly drafts: readonly Draft[];
  readonly small: readonly InvoiceCoin[];
  /** Coins that were spent by other means than this till. */
  readonly spent: number;
  readonly isMore: boolean;
}

/** The owner takes what came to the invoices' own addresses to one address of his. */
export class Collector {
  readonly #context: TillContext;
  readonly #collections: Collections;
  readonly #unlock: (passphrase: string) => Promise<Result<PrivateKeys>>;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param unlock by the owner's passphrase, given for this once; '' where the seed has none */
  constructor(
    context: TillContext,
    collections: Collections,
    unlock: (passphrase: string) => Promise<Result<PrivateKeys>>,
  ) {
    this.#context = context;
    this.#collections = collections;
    this.#unlock = unlock;
  }

  collections(): CollectView {
    const { store } = this.#context;
    return { collections: store.collections.newest(SHOWN).map((one) => this.#view(one)) };
  }

  /** Changes nothing. @param to '' for the owner's account. Refuses bad_address and node_unavailable */
  async preview(to: string): Promise<Result<CollectPreviewView>> {
    const plan = await this.#plan(to);
    if (!plan.ok) return plan;
    const { script, drafts, small, spent, isMore } = plan.value;
    const { store, network } = this.#context;
    const shallow = store.collections.shallow(this.#deepEnough);
    const undecided = store.collections.undecided();
    return ok({
      to: addressOf(script, network) ?? '',
      transactions: drafts.length,
      coins: drafts.reduce((total, { coins }) => total + coins.length, 0),
      sum: formatDoge(sum(drafts.map((draft) => draft.sum))),
      fee: formatDoge(sum(drafts.map(({ fee }) => fee))),
      arrives: formatDoge(sum(drafts.map(({ arrives }) => arrives))),
      shallow: { coins: shallow.coins, amount: formatDoge(shallow.amount) },
      undecided: { coins: undecided.coins, amount: formatDoge(undecided.amount) },
      small: { coins: small.length, amount: formatDoge(sum(small.map(({ value }) => value))) },
      spent,
      isMore,
    });
  }

  /**
   * Signs and stores what the preview shows, then sends it; what a crash left unsent is sent at the next look. One after
   * the other, so that no coin is taken twice. Refuses bad_address, nothing_to_collect, till_locked, wrong_passphrase
   * and node_unavailable.
   */
  collect(to: string, passphrase: string | undefined): Promise<Result<CollectView>> {
    const work = this.#turn.then(() => this.#collect(to, passphrase));
    this.#turn = work.catch(() => undefined);
    return work;
  }

  async #collect(to: string, passphrase: string | undefined): Promise<Result<CollectView>> {
    // What is kept at hand proves that the till may sign, not who asks.
    const keys = await this.#unlock(passphrase ?? '');
    if (!keys.ok) return passphrase === undefined ? refuse('till_locked', {}) : keys;
    const plan = await this.#plan(to);
    if (!plan.ok) return plan;
    const { script, drafts } = plan.value;
    if (drafts.length === 0) return refuse('nothing_to_collect', {});
    for (const draft of drafts) {
      await this.#store(script, draft, keys.value);
    }
    await this.#send();
    return ok(this.collections());
  }

  /** Payments are taken in between: nobody at the counter waits for keys and signatures. */
  async #store(script: Uint8Array, draft: Draft, keys: PrivateKeys): Promise<void> {
    const { store, world, log, keys: publicKeys } = this.#context;
    const { coins, fee, arrives: amount } = draft;
    const owned = coins.map(({ txid, vout, invoice }) => ({
      txid,
      vout,
      script: publicKeys.invoiceScript(invoice),
      privateKey: keys.invoiceKey(invoice),
    }));
    await pause();
    const transaction = buildCollection(owned, { script, value: amount });
    await pause();
    const bytes = transactionBytes(transaction);
    const scripts = owned.map((coin) => coin.script);
    const verdict = verifyAllInputs(transaction, scripts, POLICY_FLAGS);
    assert(verdict.isValid, 'a collection is valid under the rules that nodes relay by');
    assert(bytes.length < POLICY.standardSize, 'a collection is small enough to be relayed');
    assert(amount + fee === draft.sum && fee < POLICY.absurdFee, 'a collection pays what was shown');
    const txid = txidOf(transaction);
    store.transaction(() => {
      store.collections.insert({ txid, bytes, script, amount, fee, madeAt: world.now() }, coins);
    });
    this.#collections.learnAnew();
    await pause();
    log.info({ txid, coins: coins.length, amount: formatDoge(amount), fee: formatDoge(fee) }, 'collected');
  }

  async #send(): Promise<void> {
    const { store, log } = this.#context;
    try {
      for (const collection of store.collections.alive()) {
        if (collection.sentAt === undefined) await this.#collections.send(collection);
      }
    } catch (error) {
      if (!(error instanceof NodeFault)) throw error;
      log.warn({ err: error }, 'collections wait for the node');
    }
  }

  /** Coins in blocks up to this height are deep enough. */
  get #deepEnough(): number {
    const { chain, policy } = this.#context;
    return (chain.tip?.height ?? 0) - Math.max(1, policy.invoiceConfirmations) + 1;
  }

  async #plan(to: string): Promise<Result<Plan>> {
    const script = this.#destination(to);
    if (!script.ok) return script;
    const { policy } = this.#context;
    try {
      const { unspent, spent, isMore } = await this.#unspentCoins();
      const { feePerKb, dust } = policy.terms;
      const rule = { feePerKb, dust, scriptLength: script.value.length, mostInputs: MOST_INPUTS };
      return ok({ script: script.value, spent, isMore, ...planCollection(unspent, rule) });
    } catch (error) {
      if (error instanceof NodeFault) return refuse('node_unavailable', { problem: error.message });
      throw error;
    }
  }

  /** What is typed, else the next address of the owner's account. */
  #destination(to: string): Result<Uint8Array> {
    const { network, payoutKeys, store } = this.#context;
    const text = to.trim();
    if (text === '') {
      if (payoutKeys === undefined) return refuse('bad_address', { reason: 'none' });
      return ok(payoutKeys.script(store.offers.nextPayoutNumber(payoutKeys.account)));
    }
    const script = scriptOf(text, network);
    if (script === undefined) return refuse('bad_address', { reason: 'not_an_address' });
    // It would come back as a payment of that invoice.
    if (store.collections.isInvoiceScript(script)) return refuse('bad_address', { reason: 'own_invoice' });
    return ok(script);
  }

  /** Throws NodeFault. */
  async #unspentCoins(): Promise<{ unspent: InvoiceCoin[]; spent: number; isMore: boolean }> {
    const { store, node } = this.#context;
    const unspent: InvoiceCoin[] = [];
    let spent = 0;
    let after = 0;
    while (unspent.length < MOST_COINS) {
      const page = store.collections.coins(this.#deepEnough, after, PAGE);
      const outputs = await node.unspentOutputs(page);
      for (const [at, coin] of page.entries()) {
        const output = outputs[at];
        if (output === undefined) spent += 1;
        else if (this.#isAsStored(coin, output)) unspent.push(coin);
        after = coin.arrival;
      }
      if (page.length < PAGE) return { unspent, spent, isMore: false };
    }
    return { unspent, spent, isMore: true };
  }

  #isAsStored({ invoice, value }: InvoiceCoin, output: { value: Koinu; script: Uint8Array }): boolean {
    return output.value === value && equal(output.script, this.#context.keys.invoiceScript(invoice));
  }

  #view(collection: StoredCollection): CollectionView {
    const { network, chain } = this.#context;
    const { txid, minedTxid, script, amount, fee, madeAt, height, problem } = collection;
    const tip = chain.tip?.height;
    return {
      txid: minedTxid ?? txid,
      to: addressOf(script, network) ?? '',
      amount: formatDoge(amount),
      fee: formatDoge(fee),
      made: rfc3339(madeAt),
      state: stateOf(collection),
      ...(height !== undefined && tip !== undefined && { confirmations: Math.max(0, tip - height + 1) }),
      ...(problem !== undefined && { problem }),
    };
  }
}

function stateOf({ ended, height, sentAt }: StoredCollection): CollectionView['state'] {
  if (ended !== undefined) return ended;
  if (height !== undefined) return 'mined';
  return sentAt === undefined ? 'signed' : 'sent';
}
