import type { Logger } from 'pino';
import type { SettlementExportView } from '../../bridge/views/owner.ts';
import type { WarningView } from '../../bridge/views/status.ts';
import { isCovered } from '../../invoice/on-chain.ts';
import type { Koinu } from '../../money.ts';
import type { Network } from '../../networks.ts';
import type { NamedNode, NodeBackend } from '../../node/backend.ts';
import type { CompactPayment } from '../../protocol/compact-payment.ts';
import type { Envelope, Identity } from '../../protocol/envelope.ts';
import { sealEnvelope } from '../../protocol/envelope.ts';
import type { ChannelOffer, Receipt } from '../../protocol/messages.ts';
import { decodePsbt } from '../../protocol/psbt.ts';
import type { AnnounceRequest, CloseRequest, PayRequest } from '../../protocol/requests.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { isStoreFault } from '../../store/database.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import type { Store } from '../../store/store.ts';
import { SetupFault } from '../../system/faults.ts';
import { inTurns } from '../../system/in-turns.ts';
import { rfc3339 } from '../../system/times.ts';
import { tillWorld, type World } from '../../system/world.ts';
import { freeze, isBug, named } from '../channels/each-channel.ts';
import { offerKey } from '../channels/offer-key.ts';
import { type OpenedChannel, openChannel } from '../channels/open-channel.ts';
import { AutomaticClose, type Heartbeat } from '../closing/automatic-close.ts';
import { closeAllForOwner, closeForCustomer } from '../closing/close-channel.ts';
import type { TillChange, TillContext } from '../context.ts';
import { firstArrivalTime, onChainOf } from '../invoices/invoice-state.ts';
import { issueInvoice } from '../invoices/invoicing.ts';
import { reviewQuestion } from '../invoices/questions.ts';
import type { KeyFile } from '../keys/key-file.ts';
import type { Keychain } from '../keys/keychain.ts';
import { Payout } from '../keys/payout.ts';
import { type PassphraseSource, Signer } from '../keys/signer.ts';
import { nobodyAsked } from '../nodes/asking.ts';
import { Collector } from '../on-chain/collect.ts';
import { IncomingPayments } from '../on-chain/incoming.ts';
import { Relay } from '../on-chain/relay.ts';
import { CommitGroup } from '../payments/commit-group.ts';
import { RefusedPayments } from '../payments/refused-payments.ts';
import { findChannel, type OfferedPayment, takePayment } from '../payments/take-payment.ts';
import { OwnerChoices } from '../policy/choices.ts';
import type { Policy } from '../policy/policy.ts';
import { exportSettlements } from '../settlements/export-settlements.ts';
import { ChainView } from '../sight/chain-view.ts';
import { Alerts } from '../warnings/alerts.ts';
import { exposedSecrets, type SecretPlaces } from '../warnings/exposed-secrets.ts';
import { warningsOf } from '../warnings/warnings.ts';
import { DiskWatch, type FreeSpace, watched } from '../watch/disk-watch.ts';
import type { OtherNodeState } from '../watch/second-opinions.ts';
import { ChainLooks } from './chain-looks.ts';
import { EffectRunner } from './effects.ts';

interface TillOptions {
  readonly network: Network;
  readonly store: Store;
  readonly node: NodeBackend;
  readonly otherNodes?: readonly NamedNode[] | undefined;
  readonly keyFile: KeyFile;
  readonly passphrase: PassphraseSource;
  readonly keychain?: Keychain | undefined;
  /** Wins over the policy and the name in the store. */
  readonly policy?: Policy | undefined;
  readonly shopName?: string | undefined;
  readonly world: World;
  readonly log: Logger;
  /** A program that is told of warnings. */
  readonly alertCommand?: string | undefined;
  /** Where the store lies: its disk is looked at. */
  readonly dataFolder?: string | undefined;
  readonly freeSpace?: FreeSpace | undefined;
  /** Milliseconds between two looks at the chain. */
  readonly lookEveryMs: number;
  readonly secrets?: SecretPlaces | undefined;
}

/** undefined: only the PSBT's own field names the invoice. */
type NamedPayRequest = PayRequest & { readonly invoice: string | undefined };

/** Of a till that is being closed. A node that is well has answered by then. */
const NODE_PATIENCE_MS = 3000;

/** Bob: the use cases of the protocol, the watch over the chain, and the effects that follow from both. */
export class Till {
  readonly context: TillContext;
  readonly identity: Identity;
  readonly choices: OwnerChoices;
  readonly relay: Relay;
  readonly payout: Payout;
  readonly collector: Collector;
  readonly alerts: Alerts;
  readonly disk: DiskWatch;
  readonly #signer: Signer;
  readonly #payments: CommitGroup<OfferedPayment, Result<Receipt>>;
  readonly #refused: RefusedPayments;
  readonly #looks: ChainLooks;
  readonly #effects: EffectRunner;
  readonly #automaticClose: AutomaticClose;
  readonly #listeners = new Set<(change: TillChange) => void>();
  readonly #secrets: SecretPlaces | undefined;
  #hurrying: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: TillOptions) {
    const { network, keyFile } = options;
    const store = watched(options.store, (error) => this.disk?.note(error));
    this.identity = keyFile.identity;
    const chain = new ChainView(network, options.world, store);
    const world = tillWorld(options.world, chain.clock);
    const choices = new OwnerChoices(store, world, options);
    this.choices = choices;
    const payout = new Payout(store, network, world);
    this.payout = payout;
    this.context = {
      network,
      store,
      node: options.node,
      otherNodes: options.otherNodes ?? [],
      chain,
      keys: keyFile.publicKeys,
      get payoutKeys() {
        return payout.keys;
      },
      identity: keyFile.identity,
      get policy() {
        return choices.policy;
      },
      get shopName() {
        return choices.settings.shopName;
      },
      get pricing() {
        return choices.pricing;
      },
      world,
      log: options.log,
      announce: (change) => this.#announce(change),
      lookAtChain: () => this.look(),
    };
    this.disk = new DiskWatch(this.context, options.dataFolder, options.freeSpace);
    this.#secrets = options.secrets;
    this.#signer = new Signer(keyFile, options.passphrase, options.keychain);
    this.#payments = new CommitGroup(store, (offered) => takePayment(this.context, offered));
    this.#refused = new RefusedPayments(this.context);
    const incoming = new IncomingPayments(this.context);
    this.relay = new Relay(this.context, incoming);
    this.collector = new Collector(this.context, incoming.collections, (passphrase) =>
      this.#signer.unlock(passphrase),
    );
    this.#effects = new EffectRunner(this.context, this.#signer);
    this.#automaticClose = new AutomaticClose(this.context, () => void this.#effects.run());
    const parts = { incoming, effects: this.#effects, automaticClose: this.#automaticClose };
    this.#looks = new ChainLooks(this.context, parts, options.lookEveryMs);
    this.alerts = new Alerts(this.context, () => this.warnings(), options.alertCommand);
  }

  /**
   * Looks at the chain now and from now on. A node that is away or wrong is no reason not to open a shop that has seen
   * the chain before: it has deadlines to keep, by its clock and other nodes, and settings in which to name a better one.
   * A first start without a node is: throws SetupFault.
   */
  async start(): Promise<void> {
    await this.#signer.proveKept();
    const fault = await this.#looks.look();
    if (fault !== undefined && this.context.chain.tip === undefined) {
      throw new SetupFault(`The Dogecoin node cannot be used: ${fault.message}`, { cause: fault });
    }
    this.#automaticClose.start();
    this.#looks.start();
    this.alerts.start();
    this.disk.start();
  }

  /** The end is near: from now on nobody waits for a node that hangs. What it did not take is owed at the next start. */
  hurry(): void {
    this.#hurrying ??= setTimeout(() => this.#closeNodes(), NODE_PATIENCE_MS);
  }

  /** What was begun is finished; nothing new begins. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.hurry();
    this.#automaticClose.stop();
    this.disk.stop();
    await this.alerts.stop();
    await this.#looks.stop();
    await this.#effects.run();
    clearTimeout(this.#hurrying);
    this.#closeNodes();
    await this.#looks.ended();
    await nobodyAsked(this.context);
    const { chain, store } = this.context;
    store.transaction(() => chain.clock.write());
    store.close();
  }

  #closeNodes(): void {
    this.context.node.close();
    for (const { backend } of this.context.otherNodes) backend.close();
  }

  /** What the further nodes said last. */
  get otherNodes(): readonly OtherNodeState[] {
    return this.#looks.opinions.states;
  }

  onChange(listener: (change: TillChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What wants somebody's attention, the most urgent first. */
  async warnings(): Promise<WarningView[]> {
    const { warnBlocks } = this.choices.settings;
    const isLocked = await this.isLocked();
    const exposed = this.#secrets === undefined ? [] : exposedSecrets(this.#secrets);
    return warningsOf(this.context, {
      warnBlocks,
      isLocked,
      isCloseLate: this.heartbeat.isLate,
      exposed,
      disk: this.disk.problems,
    });
  }

  /** A signed statement of this till. */
  seal(payload: object): Envelope {
    return sealEnvelope(payload, this.identity);
  }

  offerKey(client: string): Result<ChannelOffer> {
    return offerKey(this.context, client);
  }

  openChannel(request: AnnounceRequest): Promise<Result<OpenedChannel>> {
    return openChannel(this.context, request);
  }

  channel(channelId: string): Result<StoredChannel> {
    return named(this.context, channelId, () => this.context.store.channels.byId(channelId));
  }

  issueInvoice(wanted: { readonly amount: Koinu; readonly memo: string; readonly allowsTip: boolean }) {
    return issueInvoice(this.context, wanted);
  }

  invoice(id: string): Result<StoredInvoice> {
    const invoice = this.context.store.invoices.byId(id);
    return invoice === undefined ? refuse('unknown_invoice', { invoice: id.slice(0, 64) }) : ok(invoice);
  }

  /** An invoice that nobody has paid is taken back; a paid one stays. */
  cancelInvoice(id: string): Result<StoredInvoice> {
    const { store, world } = this.context;
    return store.transaction(() => {
      const invoice = this.invoice(id);
      if (!invoice.ok) return invoice;
      const { number } = invoice.value;
      const payment = store.payments.byInvoice(number);
      if (payment) return refuse('invoice_already_paid', { paidAt: rfc3339(payment.acceptedAt) });
      if (isCovered(onChainOf(this.context, invoice.value))) {
        const paidAt = rfc3339(firstArrivalTime(this.context, invoice.value));
        return refuse('invoice_already_paid', { paidAt });
      }
      store.invoices.cancel(number, world.now());
      reviewQuestion(this.context, store.invoices.require(number));
      this.context.announce({ type: 'invoice_changed', invoice: id });
      return this.invoice(id);
    });
  }

  /** [6] A payment as a PSBT. The promise is kept after the commit. */
  async pay(request: NamedPayRequest): Promise<Result<Receipt>> {
    const taken = await this.#payPsbt(request);
    // Without an address it was scanned at the till itself, which has the answer on its screen.
    if (!taken.ok && request.invoice !== undefined) this.#refused.tell(request.invoice, taken.refusal.code);
    return taken;
  }

  async #payPsbt({ psbt, invoice, channel }: NamedPayRequest): Promise<Result<Receipt>> {
    const decoded = decodePsbt(psbt);
    return decoded.ok ? this.#take({ kind: 'psbt', psbt: decoded.value, invoice, channel }) : decoded;
  }

  payCompact(compact: CompactPayment): Promise<Result<Receipt>> {
    return this.#take({ kind: 'compact', compact });
  }

  async #take(offered: OfferedPayment): Promise<Result<Receipt>> {
    try {
      return await this.#payments.submit(offered);
    } catch (error) {
      const channel = isBug(error) ? findChannel(this.context, offered) : undefined;
      // A broken invariant: this one channel takes no more payments; it can still be closed.
      if (channel?.ok) freeze(this.context, channel.value.constants.row, error);
      // Told as what it is: the customer's wallet tries again, and the clerk knows why it must.
      if (isStoreFault(error)) return refuse('store_unavailable', {});
      throw error;
    }
  }

  closeForCustomer(channelId: string, request: CloseRequest): Result<StoredChannel> {
    return closeForCustomer(this.context, channelId, request);
  }

  /** When channels were last closed that were due, if any. */
  get heartbeat(): Heartbeat {
    return this.#automaticClose.heartbeat;
  }

  isLocked(): Promise<boolean> {
    return this.#signer.isLocked();
  }

  get keepsPassphrase(): boolean | undefined {
    return this.#signer.keepsPassphrase;
  }

  /** What waited for the passphrase is settled now. Refuses no_keychain and wrong_passphrase. */
  async keepPassphrase(passphrase: string): Promise<Result<undefined>> {
    const kept = await this.#signer.keep(passphrase);
    if (!kept.ok) return kept;
    const { log, store, world } = this.context;
    log.warn('the passphrase is kept in the keychain from now on');
    store.transaction(() => store.outbox.hasten(world.now()));
    this.context.announce({ type: 'chain_changed' });
    this.context.announce({ type: 'effects_owed' });
    return kept;
  }

  forgetPassphrase(): void {
    this.#signer.forget();
    this.context.log.warn('the passphrase is not kept any more');
    this.context.announce({ type: 'chain_changed' });
  }

  /**
   * The owner closes channels, in one go. Refuses till_locked and wrong_passphrase before anything is changed.
   * @returns for each channel what became of it; the settlement is signed, and given to the node if it answers
   */
  async close(channelIds: readonly string[], passphrase?: string): Promise<Result<Result<StoredChannel>[]>> {
    const keys = await this.#signer.unlock(passphrase);
    if (!keys.ok) return keys;
    const { store } = this.context;
    const closed = await closeAllForOwner(this.context, channelIds);
    const rows = closed.flatMap((result) => (result.ok ? [result.value.constants.row] : []));
    await this.#effects.settleNow(rows, keys.value);
    return ok(
      await inTurns(closed, (result) =>
        result.ok ? ok(store.channels.require(result.value.constants.row)) : result,
      ),
    );
  }

  /** Whether the seed has one. */
  get hasPassphrase(): boolean {
    return this.#signer.hasPassphrase;
  }

  /** Refuses till_locked and wrong_passphrase: the owner proves to be there where the seed has a passphrase. */
  async proveOwner(passphrase: string | undefined): Promise<Result<undefined>> {
    // What is kept at hand proves that the till may sign, not who asks.
    const keys = await this.#signer.unlock(passphrase ?? '');
    if (keys.ok) return ok(undefined);
    return passphrase === undefined ? refuse('till_locked', {}) : keys;
  }

  /** Refuses till_locked, wrong_passphrase and nothing_to_export. */
  async exportSettlements(passphrase?: string): Promise<Result<SettlementExportView>> {
    const keys = await this.#signer.unlock(passphrase);
    return keys.ok ? exportSettlements(this.context, keys.value) : keys;
  }

  /** Looks at the chain at once, for those who know that something has happened. */
  async look(): Promise<void> {
    await this.#looks.look();
  }

  #announce(change: TillChange): void {
    // A microtask runs after the transaction that announces has returned: nobody hears of what is not committed.
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener(change);
      if (change.type === 'effects_owed' && !this.#isStopped) void this.#effects.run();
    });
  }
}
