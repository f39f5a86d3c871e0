import { isCovered } from '../../invoice/on-chain.ts';
import { formatDoge, koinu } from '../../money.ts';
import { feeForSize } from '../../networks.ts';
import { type BroadcastOutcome, type BroadcastRejection, NodeFault } from '../../node/backend.ts';
import { scriptOf } from '../../protocol/address.ts';
import { equal } from '../../protocol/bytes.ts';
import {
  outputsTo,
  type PaymentStatus,
  type RelayAnswer,
  type RelayErrorCode,
  readRelayed,
  readStatusQuery,
  readSubmission,
  type Submission,
} from '../../protocol/relay.ts';
import {
  signalsReplacement,
  type Transaction,
  transactionBytes,
  txidOf,
} from '../../protocol/transaction.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import { atOnce, type Turn } from '../../system/fair-turns.ts';
import { rfc3339 } from '../../system/times.ts';
import type { TillContext } from '../context.ts';
import { onChainOf } from '../invoices/invoice-state.ts';
import type { IncomingPayments } from './incoming.ts';
import { RelayInputs } from './relay-inputs.ts';

/** A transaction that pays an open invoice, by what it says itself. */
interface Begun {
  readonly invoice: StoredInvoice;
  readonly transaction: Transaction;
  readonly outputs: readonly { readonly vout: number; readonly value: bigint }[];
}

/** It was looked at: it would be relayed. */
interface Checked {
  /** The node had it before: whoever gives it here need not be the one who pays. */
  readonly isKnown: boolean;
}

type Refused = { readonly answer: RelayAnswer };
type Check = Checked | Refused;

/** Rejections that are about the chain's state, not about the transaction itself. */
const CHAIN_SAYS_NO: readonly BroadcastRejection[] = ['missing_inputs', 'inputs_spent', 'mempool_conflict'];

/** Requests for one invoice that wait for each other and the node: each may hold a transaction of 100 kB. */
const MOST_WAITING = 16;

/**
 * The Payment Relay of DogeConnect 1.0, for one till's invoices. A submission is stored, with the same transaction of
 * the store that finds the invoice unpaid, before it is given to the node, so that what a crash left unsent is sent at
 * the next look. Until the node has taken it, it covers nothing: anybody can submit a transaction that is worthless, and
 * must not keep an honest payment through a channel out with it.
 */
export class Relay {
  readonly #context: TillContext;
  readonly #incoming: IncomingPayments;
  readonly #inputs: RelayInputs;
  /** What is under way for an invoice: one submission after the other. */
  readonly #turns = new Map<number, { readonly last: Promise<unknown>; readonly waiting: number }>();

  constructor(context: TillContext, incoming: IncomingPayments) {
    this.#context = context;
    this.#incoming = incoming;
    this.#inputs = new RelayInputs(context);
  }

  /**
   * Throws NodeFault when the node is away: to be tried again.
   * @param turn in which each part of the work is done, between the questions to the node
   */
  async pay(invoiceId: string, body: unknown, turn: Turn = atOnce): Promise<RelayAnswer> {
    const submission = readSubmission(body);
    const invoice = this.#find(invoiceId, submission?.id);
    if (invoice === undefined || submission === undefined) return unknownPayment();
    return this.#inTurn(invoice.number, () => this.#submit(invoiceId, submission, turn));
  }

  async status(invoiceId: string, body: unknown, turn: Turn = atOnce): Promise<RelayAnswer> {
    const invoice = this.#find(invoiceId, readStatusQuery(body));
    if (invoice === undefined) return unknownPayment();
    return this.#inTurn(invoice.number, () =>
      turn(() => answerOf(invoice, this.#statusOf(this.#again(invoice)))),
    );
  }

  #find(invoiceId: string, named: string | undefined): StoredInvoice | undefined {
    return named === invoiceId ? this.#context.store.invoices.byId(invoiceId) : undefined;
  }

  #again({ id }: StoredInvoice): StoredInvoice {
    return this.#context.store.invoices.requireById(id);
  }

  /** Throws NodeFault when too many wait already. */
  async #inTurn<T>(number: number, work: () => Promise<T>): Promise<T> {
    const { last = Promise.resolve(), waiting = 0 } = this.#turns.get(number) ?? {};
    if (waiting >= MOST_WAITING) {
      throw new NodeFault('busy', `${waiting} requests for this invoice wait for the node already.`);
    }
    const turn = last.then(work);
    const ended = turn.then(
      () => this.#endTurn(number),
      () => this.#endTurn(number),
    );
    this.#turns.set(number, { last: ended, waiting: waiting + 1 });
    return turn;
  }

  #endTurn(number: number): void {
    const turns = this.#turns.get(number);
    if (turns === undefined || turns.waiting === 1) this.#turns.delete(number);
    else this.#turns.set(number, { ...turns, waiting: turns.waiting - 1 });
  }

  async #submit(invoiceId: string, submission: Submission, turn: Turn): Promise<RelayAnswer> {
    const begun = await turn(() => this.#begin(invoiceId, submission.tx));
    if ('answer' in begun) return begun.answer;
    const check = await this.#check(begun, turn);
    if ('answer' in check) return check.answer;
    const { invoice, transaction } = begun;
    const refused = await turn(() => this.#keep(begun, check, submission.refund));
    if (refused !== undefined) return refused;
    const outcome = await this.#context.node.broadcast(transaction, { allowsHighFee: true });
    return turn(() => this.#conclude(invoice, txidOf(transaction), outcome));
  }

  /** What can be said of a submission before the node is asked. */
  #begin(invoiceId: string, tx: string): Begun | Refused {
    const { keys, store } = this.#context;
    const invoice = store.invoices.requireById(invoiceId);
    const settled = this.#closedTo(invoice);
    if (settled !== undefined) return { answer: settled };
    const transaction = readRelayed(tx);
    if (transaction === undefined) {
      return refusal('invalid_tx', 'This is not the hex of a signed transaction that nodes relay.');
    }
    const outputs = outputsTo(transaction, keys.invoiceScript(invoice.number));
    const paid = outputs.reduce((total, { value }) => total + value, 0n);
    const { missing } = onChainOf(this.#context, invoice);
    if (paid >= missing) return { invoice, transaction, outputs };
    const problem = `${formatDoge(koinu(paid))} DOGE go to the invoice's address; ${formatDoge(missing)} are due.`;
    return refusal('invalid_outputs', problem);
  }

  /** Why no transaction is taken for it: it has one, or its time is over. undefined where one is. */
  #closedTo(invoice: StoredInvoice): RelayAnswer | undefined {
    const { store, world } = this.#context;
    const status = this.#statusOf(invoice);
    if (status.status !== 'unpaid') return answerOf(invoice, status);
    const decline = (reason: string) => answerOf(invoice, { status: 'declined', reason });
    if (store.payments.byInvoice(invoice.number) !== undefined) {
      return decline('The invoice is paid already, through a channel.');
    }
    if (invoice.cancelledAt !== undefined) return decline('The shop took the invoice back.');
    if (world.now() < invoice.expiresAt) return undefined;
    return failure('expired', `The invoice expired at ${rfc3339(invoice.expiresAt)}.`);
  }

  #statusOf(invoice: StoredInvoice): PaymentStatus {
    const { store, world, network } = this.#context;
    const outcome = onChainOf(this.#context, invoice);
    if (!isCovered(outcome)) return { status: 'unpaid' };
    const { required, confirmations } = outcome;
    const facts = { txid: this.#completing(invoice), required, confirmed: confirmations };
    if (outcome.state === 'paid') {
      const confirmedAt = rfc3339(store.arrivals.verdict(invoice.number).settledAt ?? world.now());
      return { status: 'confirmed', ...facts, dueSeconds: 0, confirmedAt };
    }
    const dueSeconds = Math.max(0, required - confirmations) * network.blockSeconds;
    return { status: 'accepted', ...facts, dueSeconds };
  }

  /** The transaction with which the amount was there. */
  #completing({ number, amount }: StoredInvoice): string {
    let came = 0n;
    let last = '';
    for (const { txid, value, place } of this.#context.store.arrivals.ofInvoice(number)) {
      if (place === 'conflicted' || came >= amount) continue;
      came += value;
      last = txid;
    }
    return last;
  }

  async #check({ invoice, transaction }: Begun, turn: Turn): Promise<Check> {
    const { node, policy } = this.#context;
    const [known] = await node.transactions([txidOf(transaction)]);
    if (known !== undefined) return { isKnown: true };
    const look = await this.#inputs.look(transaction, turn);
    if (look === 'unknown') {
      const reason = 'An input is spent already, or not known.';
      return { answer: answerOf(invoice, { status: 'declined', reason }) };
    }
    if (look === 'unsigned') return refusal('invalid_tx', 'A signature does not fit what it spends.');
    const { fee } = look;
    const least = feeForSize(policy.terms.feePerKb, transactionBytes(transaction).length);
    if (fee >= least) return { isKnown: false };
    const offered = fee < 0n ? 'below zero' : `${formatDoge(koinu(fee))} DOGE`;
    return refusal('invalid_tx', `The fee is ${offered}; at least ${formatDoge(least)} is wanted.`);
  }

  /**
   * The refund address is kept with the transaction, and only of one that the node did not have before: it stands as
   * long as the transaction does.
   * @returns why not, if the invoice was paid or ended meanwhile
   */
  #keep(
    { invoice, transaction, outputs }: Begun,
    { isKnown }: Checked,
    refund: string,
  ): RelayAnswer | undefined {
    const { store, world } = this.#context;
    return store.transaction(() => {
      const settled = this.#closedTo(this.#again(invoice));
      if (settled !== undefined) return settled;
      const txid = txidOf(transaction);
      const refundAddress = !isKnown && this.#mayBeRefundedTo(refund, invoice) ? refund : undefined;
      for (const { vout, value } of outputs) {
        // The watcher may have met it meanwhile.
        if (store.arrivals.find(txid, vout) !== undefined) continue;
        const isReplaceable = signalsReplacement(transaction);
        const arrival = { invoice: invoice.number, txid, vout, value: koinu(value), isReplaceable };
        store.arrivals.offer({ ...arrival, firstSeen: world.now() }, refundAddress);
      }
      store.arrivals.keepTransaction(txid, transactionBytes(transaction));
      return undefined;
    });
  }

  /** An address of this network, and not the till's own: what is sent there comes back as the next customer's payment. */
  #mayBeRefundedTo(address: string, { number }: StoredInvoice): boolean {
    const { keys, network, store } = this.#context;
    const script = scriptOf(address, network);
    if (script === undefined) return false;
    const isOwn =
      equal(script, keys.invoiceScript(number)) ||
      this.#incoming.isAwaited(script) ||
      store.settlements.goTo(script);
    return !isOwn;
  }

  #conclude(invoice: StoredInvoice, txid: string, outcome: BroadcastOutcome): RelayAnswer {
    const { store, log } = this.#context;
    if (outcome.kind !== 'rejected') {
      log.info({ invoice: invoice.id, txid }, 'relayed');
      if (outcome.kind === 'accepted') this.#incoming.found(txid, 'mempool');
      return answerOf(invoice, this.#statusOf(this.#again(invoice)));
    }
    store.transaction(() => store.arrivals.remove(txid));
    this.#context.announce({ type: 'invoice_changed', invoice: invoice.id });
    log.info({ invoice: invoice.id, txid, reason: outcome.reason }, 'not relayed');
    const { reason, message } = outcome;
    if (!CHAIN_SAYS_NO.includes(reason)) return failure('invalid_tx', `Nodes refuse it: ${message}.`);
    return answerOf(invoice, { status: 'declined', reason: `The network refuses it: ${message}.` });
  }
}

function answerOf({ id }: StoredInvoice, status: PaymentStatus): RelayAnswer {
  return { kind: 'status', id, status };
}

function failure(error: RelayErrorCode, message: string): RelayAnswer {
  return { kind: 'error', error, message };
}

function refusal(error: RelayErrorCode, message: string): Refused {
  return { answer: failure(error, message) };
}

function unknownPayment(): RelayAnswer {
  return failure('not_found', 'There is no such payment here.');
}
