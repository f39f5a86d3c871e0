import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { assert } from '../assert.ts';
import type { Koinu } from '../money.ts';
import { NETWORKS, type Network, type NetworkName } from '../networks.ts';
import type { NodeBackend } from '../node/backend.ts';
import { isFrame, joinFrames } from '../protocol/bbqr.ts';
import { readUtf8 } from '../protocol/bytes.ts';
import { announce, pollStatus } from './channels/announce.ts';
import { releaseChannel, requestClose } from './channels/close-channel.ts';
import { addTransaction, fundFromNode, receiveAddress } from './channels/fund.ts';
import { type OpenOptions, openChannel } from './channels/open-channel.ts';
import { type Refund, refundChannel } from './channels/refund-channel.ts';
import { type Paid, pay } from './payments/pay.ts';
import { type CompactPaid, payCompactly } from './payments/pay-compactly.ts';
import { type OnChainOptions, type OnChainPaid, payOnChain } from './payments/pay-on-chain.ts';
import type { PayOptions } from './payments/payment-draft.ts';
import { acceptReceipt } from './payments/send-payment.ts';
import { type ChannelRecovery, type RecoverOptions, recover } from './recover.ts';
import { openRecord, paidOf, signedOf, spendableOf } from './state/channel-record.ts';
import { openEnvelopeText, TillClient } from './state/client.ts';
import { spendableCoins, totalOf } from './state/coins.ts';
import { isMnemonic, mnemonicOf, openKeys, type WalletKeys } from './state/keys.ts';
import { decline, done, type Outcome } from './state/refusals.ts';
import { channelNow, findChannel, type WalletContext } from './state/wallet-context.ts';
import { readWalletFile, writeWalletFile } from './state/wallet-file.ts';
import { lockWallet, type WalletLock } from './state/wallet-lock.ts';
import {
  type ChannelRecord,
  type Coin,
  NEWEST_VERSION,
  type PaymentRecord,
  type WalletState,
} from './state/wallet-state.ts';

interface WalletSurroundings {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** For one exchange with a till, milliseconds. */
  readonly timeoutMs?: number;
  /** To look only: without the lock, and so beside a process that pays. Whatever would change the file throws. */
  readonly isReadOnly?: boolean;
}

interface NewWallet extends WalletSurroundings {
  readonly path: string;
  readonly network: NetworkName;
  /** 32 random bytes; the operating system's when not given. */
  readonly entropy?: Uint8Array;
  /** The words of an existing seed instead. */
  readonly mnemonic?: string;
}

/** A channel as the customer sees it. */
export interface ChannelView {
  readonly record: ChannelRecord;
  readonly paid: Koinu;
  readonly spendable: Koinu;
  /** The most that the till could take: more than `paid` while a payment is unanswered or was refused. */
  readonly signed: Koinu;
}

const NO_LOCK: WalletLock = { release: () => undefined };
const DEFAULT_TIMEOUT_MS = 15_000;

/** Makes a wallet and its file. The wallet is open and locked for this process until close(). */
export function createWallet(options: NewWallet): Outcome<CustomerWallet> {
  const { path, network } = options;
  const mnemonic = options.mnemonic ?? mnemonicOf(options.entropy ?? randomBytes(32));
  if (!isMnemonic(mnemonic)) return decline('bad_mnemonic', {});
  const lock = lockWallet(path);
  if (!lock.ok) return lock;
  if (existsSync(path)) {
    lock.value.release();
    return decline('wallet_exists', { path });
  }
  const state: WalletState = {
    version: NEWEST_VERSION,
    network,
    mnemonic,
    nextReceive: 0,
    nextChange: 0,
    nextChannel: 0,
    coins: [],
    channels: [],
    onChain: [],
  };
  writeWalletFile(path, state);
  return done(new CustomerWallet(path, state, { ...options, lock: lock.value }));
}

/** Opens a wallet's file for this process alone, until close(). */
export function openWallet(path: string, surroundings: WalletSurroundings = {}): Outcome<CustomerWallet> {
  if (!existsSync(path)) return decline('wallet_missing', { path });
  const lock = surroundings.isReadOnly ? done(NO_LOCK) : lockWallet(path);
  if (!lock.ok) return lock;
  const state = readWalletFile(path);
  if (!state.ok) {
    lock.value.release();
    return state;
  }
  return done(new CustomerWallet(path, state.value, { ...surroundings, lock: lock.value }));
}

/**
 * The customer's wallet. Its calls run one after another, whatever the caller does: two payments signed at once from
 * the same state would be two payments of which the till can take only one.
 */
export class CustomerWallet {
  readonly #path: string;
  readonly #lock: WalletLock;
  readonly #context: WalletContext;
  #state: WalletState;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, state: WalletState, options: WalletSurroundings & { readonly lock: WalletLock }) {
    this.#path = path;
    this.#state = state;
    this.#lock = options.lock;
    const keys: WalletKeys = openKeys(state.mnemonic);
    this.#context = {
      network: NETWORKS[state.network],
      keys,
      client: new TillClient(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      now: options.now ?? Date.now,
      state: () => this.#state,
      save: (next) => {
        assert(!options.isReadOnly, 'a wallet that was opened to look is not changed');
        writeWalletFile(this.#path, next);
        this.#state = next;
      },
    };
  }

  get network(): Network {
    return this.#context.network;
  }

  /** The words from which every key comes. */
  get mnemonic(): string {
    return this.#state.mnemonic;
  }

  /** The first unused address to receive at. */
  address(): string {
    return receiveAddress(this.#context);
  }

  /** Coins that are not spent, and not promised to an announcement. */
  coins(): readonly Coin[] {
    return spendableCoins(this.#state);
  }

  funds(): Koinu {
    return totalOf(this.coins());
  }

  channels(): readonly ChannelView[] {
    return this.#state.channels.map((record) => this.#view(record));
  }

  #view(record: ChannelRecord): ChannelView {
    const spendable = spendableOf(record, openRecord(record, this.#state.network));
    return { record, paid: paidOf(record), spendable, signed: signedOf(record) };
  }

  /** @param hex any transaction that pays this wallet. @returns the coins that were new */
  addTransaction(hex: string): Promise<Outcome<readonly Coin[]>> {
    return this.#inTurn(async () => addTransaction(this.#context, hex));
  }

  /** Practice: has the node's own wallet pay this one. */
  fundFromNode(node: NodeBackend, amount: Koinu): Promise<Outcome<readonly Coin[]>> {
    return this.#inTurn(() => fundFromNode(this.#context, node, amount));
  }

  openChannel(options: OpenOptions): Promise<Outcome<ChannelView>> {
    return this.#viewed(() => openChannel(this.#context, options));
  }

  /** Sends the announcement of a channel again that has no answer yet, or was refused for a reason that passed. */
  announceAgain(id: string): Promise<Outcome<ChannelView>> {
    return this.#onChannel(id, (record) => announce(this.#context, record.id));
  }

  /** Asks the till how a channel stands. @param id the whole id or the beginning of exactly one */
  channelStatus(id: string): Promise<Outcome<ChannelView>> {
    return this.#onChannel(id, async (record) => {
      const status = await pollStatus(this.#context, record.id);
      return status.ok ? done(channelNow(this.#context, record.id)) : status;
    });
  }

  /** @param invoice a `dogecoin:` URI, or the URL of an invoice together with `maxAmount` */
  pay(invoice: string, options: PayOptions = {}): Promise<Outcome<Paid>> {
    return this.#inTurn(() => pay(this.#context, invoice, options));
  }

  /** Pays an invoice from her own coins, through its relay. @param uri its `dogecoin:` URI */
  payOnChain(uri: string, options: OnChainOptions = {}): Promise<Outcome<OnChainPaid>> {
    return this.#inTurn(() => payOnChain(this.#context, uri, options));
  }

  /** A payment as text for a QR code, without any network. */
  payCompactly(invoice: string, options: PayOptions = {}): Promise<Outcome<CompactPaid>> {
    return this.#inTurn(() => payCompactly(this.#context, invoice, options));
  }

  /** Stores a receipt that the till showed. @param shown its JSON, or the BBQr frames of it, one a line */
  recordReceipt(id: string, shown: string): Promise<Outcome<PaymentRecord>> {
    return this.#inTurn(async () => {
      const found = findChannel(this.#context, id);
      const statement = openEnvelopeText(shownText(shown));
      if (!found.ok) return found;
      return statement.ok ? acceptReceipt(this.#context, found.value.id, statement.value) : statement;
    });
  }

  requestClose(id: string): Promise<Outcome<ChannelView>> {
    return this.#onChannel(id, (record) => requestClose(this.#context, record));
  }

  /** Gives back a channel on which nothing was paid. */
  releaseChannel(id: string): Promise<Outcome<ChannelView>> {
    return this.#onChannel(id, (record) => releaseChannel(this.#context, record));
  }

  /** The refund after the locktime: broadcast by the node, or without one the transaction alone. */
  refund(id: string, node?: NodeBackend): Promise<Outcome<Refund>> {
    return this.#inTurn(async () => {
      const found = findChannel(this.#context, id);
      return found.ok ? refundChannel(this.#context, found.value, node) : found;
    });
  }

  recover(options: RecoverOptions = {}): Promise<Outcome<readonly ChannelRecovery[]>> {
    return this.#inTurn(() => recover(this.#context, options));
  }

  /** Lets another process open the file, once the calls under way have ended. */
  async close(): Promise<void> {
    await this.#queue;
    this.#lock.release();
  }

  #onChannel(
    id: string,
    step: (record: ChannelRecord) => Promise<Outcome<ChannelRecord>>,
  ): Promise<Outcome<ChannelView>> {
    return this.#viewed(async () => {
      const found = findChannel(this.#context, id);
      return found.ok ? step(found.value) : found;
    });
  }

  #viewed(step: () => Promise<Outcome<ChannelRecord>>): Promise<Outcome<ChannelView>> {
    return this.#inTurn(async () => {
      const record = await step();
      return record.ok ? done(this.#view(record.value)) : record;
    });
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(step);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** What a scanner read off the till's screen. Frames that cannot be joined are left as they are, to be refused. */
function shownText(shown: string): string {
  if (!isFrame(shown)) return shown;
  const joined = joinFrames(shown.trim().split(/\s+/));
  const isWhole = joined.ok && joined.value.kind === 'whole' && !joined.value.isDeflated;
  return isWhole ? readUtf8(joined.value.bytes) : shown;
}
