import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import type { CallInput, CallName, CallOutput } from '../../core/bridge/bridge.ts';
import { DEFAULT_POLICY, defaultPolicy, type Policy } from '../../core/merchant/policy/policy.ts';
import { type RunningTill, serve } from '../../core/merchant/serve/serve.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { type ChannelOffer, readOffer } from '../../core/protocol/messages.ts';
import type { Terms } from '../../core/protocol/terms.ts';
import { FINAL_SEQUENCE, type Outpoint, type Transaction, txidOf } from '../../core/protocol/transaction.ts';
import type { Store } from '../../core/store/store.ts';
import type { World } from '../../core/system/world.ts';
import { doge } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { Purse } from '../node/scenes/purse.ts';
import { type Answer, ask, payloadOf, posting, type WireRequest } from './wire.ts';

/** Time that a test moves on. Entropy that tells one run from another is real. */
export class ShopClock implements World {
  #aheadMs = 0;

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  monotonic(): number {
    return performance.now() + this.#aheadMs;
  }

  randomBytes(length: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(length));
  }

  advance(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}

export type PolicyChanges = Partial<Omit<Policy, 'terms'>> & { readonly terms?: Partial<Terms> };

/** Few blocks for everything, and no limits to run into. */
const QUICK_POLICY: Policy = {
  ...defaultPolicy('regtest'),
  terms: {
    ...DEFAULT_POLICY.terms,
    maxInputs: 3,
    minLocktimeBlocks: 20,
    maxLocktimeBlocks: 1000,
    paymentCutoffBlocks: 10,
    confirmations: 2,
  },
  requestsPerMinutePerAddress: 1_000_000_000,
  openOffersPerAddress: 100_000,
};

/** An address of nobody here, to mine to. */
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';
/** Coins that a shop's customers can fund channels with, and what each is worth. */
const COINS = 120;
const COIN = doge(1000);
const SILENT = pino({ level: 'silent' });

export interface ShopOptions {
  /** null: the policy in the store. */
  readonly policy?: PolicyChanges | null;
  /** `practice` unless given. */
  readonly node?: string;
  readonly otherNodes?: readonly string[];
  readonly passphraseFile?: string | undefined;
  readonly publicUrl?: string;
  readonly world?: World;
  readonly log?: Logger;
  readonly trustedProxies?: readonly string[];
}

/** A real till on a folder of its own with a practice node, and a purse that pays for channels. */
export class Shop {
  readonly clock = new ShopClock();
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shop-'));
  readonly purse = new Purse('the customers');
  #options: ShopOptions;
  readonly #coins: Outpoint[] = [];
  #running: RunningTill | undefined;
  #node: NodeBackend | undefined;

  private constructor(options: ShopOptions) {
    this.#options = options;
  }

  static async open(options: ShopOptions = {}): Promise<Shop> {
    const shop = new Shop(options);
    await shop.start();
    return shop;
  }

  async start(): Promise<void> {
    const { policy = {}, node = 'practice', ...rest } = this.#options;
    this.#running = await serve({
      data: this.folder,
      network: NETWORKS.regtest,
      node,
      host: '127.0.0.1',
      port: 0,
      ...(policy !== null && {
        policy: { ...QUICK_POLICY, ...policy, terms: { ...QUICK_POLICY.terms, ...policy.terms } },
        shopName: "Bob's Coffee",
      }),
      log: SILENT,
      world: this.clock,
      ...rest,
    });
    const address = parseNodeAddress(this.#running.ready.node ?? node, NETWORKS.regtest);
    if (!address.ok) throw new Error(address.problem);
    this.#node = connectNode({ address: address.address, network: NETWORKS.regtest });
  }

  async stop(): Promise<void> {
    this.#node?.close();
    await this.#running?.stop();
  }

  /** The practice node ends, as a machine that is switched off; the till goes on. */
  async stopNode(): Promise<void> {
    const { node } = this.running.ready;
    if (node === undefined) throw new Error('not a practice node');
    const { username, password, host } = new URL(node);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const body = JSON.stringify({ method: 'stop', params: [], id: 1 });
    await fetch(`http://${host}/`, { method: 'POST', headers: { authorization, connection: 'close' }, body });
  }

  /** The same folder, chain and keys in a new till. */
  async restart(changes: ShopOptions = {}): Promise<void> {
    await this.stop();
    this.#options = { ...this.#options, ...changes };
    await this.start();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get running(): RunningTill {
    if (this.#running === undefined) throw new Error('the shop is closed');
    return this.#running;
  }

  get node(): NodeBackend {
    if (this.#node === undefined) throw new Error('the shop is closed');
    return this.#node;
  }

  get store(): Store {
    return this.running.till.context.store;
  }

  get url(): string {
    return this.running.ready.endpoint;
  }

  get identity(): Uint8Array {
    return this.running.till.identity.publicKey;
  }

  ask(wanted: WireRequest): Promise<Answer> {
    return ask(this.url, wanted);
  }

  get(path: string): Promise<Answer> {
    return this.ask({ path });
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.ask(posting(path, body));
  }

  async payload(path: string): Promise<Record<string, unknown>> {
    return payloadOf(await this.get(path), this.identity);
  }

  status(channelId: string): Promise<Record<string, unknown>> {
    return this.payload(`/v1/channels/${channelId}`);
  }

  async offer(): Promise<ChannelOffer> {
    return accepted(readOffer(await this.payload('/v1/channel-key')));
  }

  /** What the clerk does. */
  async desk<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput[N]> {
    const answer = await this.running.desk.call(name, input);
    if (!answer.ok) throw new Error(`${answer.problem.code}: ${answer.problem.detail}`);
    return answer.value;
  }

  /** @returns the invoice's id */
  async invoice(amount: string, given: { readonly tips?: boolean; readonly memo?: string } = {}) {
    const { id } = await this.desk('issueInvoice', { amount, ...given });
    return id;
  }

  /** One look at the chain after the other, until what the first one led to is seen as well. */
  async look(): Promise<void> {
    for (let i = 0; i < 3; i++) await this.running.till.look();
  }

  async mine(blocks: number): Promise<number> {
    await this.node.mine(blocks, MINER);
    await this.look();
    return (await this.node.tip()).height;
  }

  /** Time passes at the till; its node answers all the while. */
  async passTime(seconds: number): Promise<void> {
    this.clock.advance(seconds);
    await this.look();
  }

  /** Gives the node a transaction that it must take. */
  async broadcast(transaction: Transaction): Promise<void> {
    const outcome = await this.node.broadcast(transaction);
    if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  }

  /** A transaction of the purse, from a coin of its own, to these outputs; the rest comes back. Not sent. */
  async transactionPaying(
    outputs: readonly { readonly script: Uint8Array; readonly value: bigint }[],
  ): Promise<Transaction> {
    const coin = await this.#coin();
    const change = COIN - outputs.reduce((total, { value }) => total + value, 0n) - doge('0.01');
    return this.purse.spend({
      from: [coin],
      outputs: [...outputs, { script: this.purse.script, value: change }],
    });
  }

  async #coin(): Promise<Outpoint> {
    if (this.#coins.length === 0) await this.#fillPurse();
    const coin = this.#coins.pop();
    if (coin === undefined) throw new Error('the purse is empty');
    return coin;
  }

  async #fillPurse(): Promise<void> {
    const { script, address } = this.purse;
    const total = COIN * BigInt(COINS);
    const txid = await this.node.sendToAddress(address, doge(Number(total / doge(1)) + 1));
    const [known] = await this.node.transactions([txid]);
    const vout = known?.transaction.outs.findIndex(({ value }) => value === total + doge(1)) ?? -1;
    const outputs = Array.from({ length: COINS }, () => ({ script, value: COIN }));
    const split = this.purse.spend({ from: [{ txid, vout }], outputs, sequence: FINAL_SEQUENCE });
    await this.broadcast(split);
    await this.mine(1);
    for (let at = 0; at < COINS; at++) this.#coins.push({ txid: txidOf(split), vout: at });
  }
}
