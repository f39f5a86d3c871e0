import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { CallInput, CallName, CallOutput } from '../../../core/bridge/bridge.ts';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { readPolicy } from '../../../core/merchant/policy/policy.ts';
import { type RunningTill, serve } from '../../../core/merchant/serve/serve.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { scriptOf } from '../../../core/protocol/address.ts';
import {
  FINAL_SEQUENCE,
  type Outpoint,
  type Transaction,
  transactionHex,
  txidOf,
} from '../../../core/protocol/transaction.ts';
import type { RunningNode } from '../test-nodes.ts';
import { doge, Purse } from './purse.ts';

const COIN = doge(100);
const FEE = doge(0.01);
/** May be replaced (BIP125). */
export const REPLACEABLE = 0;

/** A till on a node, and a purse that pays invoices as a plain wallet does. */
export class OnChainScene {
  readonly node: RunningNode;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'dogetill-onchain-'));
  readonly #purse = new Purse('a plain wallet');
  readonly #coins: Outpoint[] = [];
  #policy: object;
  #running: RunningTill | undefined;
  #aheadMs = 0;

  private constructor(node: RunningNode, policy: object) {
    this.node = node;
    this.#policy = policy;
  }

  static async open(node: RunningNode, policy: object = { invoice_confirmations: 3 }): Promise<OnChainScene> {
    const scene = new OnChainScene(node, policy);
    await scene.start();
    await scene.#fill();
    return scene;
  }

  /** @param otherNodes addresses of further nodes of the till */
  async start(policy: object = this.#policy, otherNodes: readonly string[] = []): Promise<void> {
    this.#policy = policy;
    const read = readPolicy(policy, 'regtest');
    if (!read.ok) throw new Error(read.problem);
    this.#running = await serve({
      data: this.#folder,
      network: NETWORKS.regtest,
      node: this.node.addressText,
      otherNodes,
      host: '127.0.0.1',
      port: 0,
      policy: read.policy,
      shopName: 'A shop',
      log: pino({ level: 'silent' }),
      world: {
        now: () => Date.now() + this.#aheadMs,
        monotonic: () => performance.now() + this.#aheadMs,
        randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      },
    });
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Where its keys and its database are. */
  get folder(): string {
    return this.#folder;
  }

  get running(): RunningTill {
    if (this.#running === undefined) throw new Error('the till is off');
    return this.#running;
  }

  async desk<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput[N]> {
    const answer = await this.running.desk.call(name, input);
    if (!answer.ok) throw new Error(`${answer.problem.code}: ${answer.problem.detail}`);
    return answer.value;
  }

  invoice(amount: string, tips = false): Promise<InvoiceView> {
    return this.desk('issueInvoice', { amount, tips });
  }

  /** The invoice after a look at the chain. */
  async seen({ id }: Pick<InvoiceView, 'id'>): Promise<InvoiceView> {
    for (let i = 0; i < 2; i++) await this.running.till.look();
    return this.desk('invoice', { id });
  }

  passTime(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }

  /** Pays an address from a coin of its own, and does not send it. */
  async draft(
    address: string,
    amount: number,
    given: {
      readonly coin?: Outpoint;
      /** Of the coin, if it is not one of its own. */
      readonly worth?: bigint;
      readonly sequence?: number;
      readonly fee?: bigint;
    } = {},
  ): Promise<Transaction> {
    const script = scriptOf(address, NETWORKS.regtest);
    if (script === undefined) throw new Error('no address');
    const change = (given.worth ?? COIN) - doge(amount) - (given.fee ?? FEE);
    return this.#purse.spend({
      from: [given.coin ?? this.coin()],
      outputs: [
        { script, value: doge(amount) },
        { script: this.#purse.script, value: change },
      ],
      sequence: given.sequence ?? FINAL_SEQUENCE,
    });
  }

  async send(transaction: Transaction): Promise<void> {
    await this.node.call('sendrawtransaction', transactionHex(transaction));
  }

  async pay(address: string, amount: number): Promise<Transaction> {
    const transaction = await this.draft(address, amount);
    await this.send(transaction);
    return transaction;
  }

  get ownAddress(): string {
    return this.#purse.address;
  }

  coin(): Outpoint {
    const coin = this.#coins.pop();
    if (coin === undefined) throw new Error('the purse is empty');
    return coin;
  }

  /** Mines to an address that is new each time: else a block would be the very one that was made invalid. */
  async mine(blocks: number): Promise<void> {
    await this.node.backend.mine(blocks, String(await this.node.call('getnewaddress')));
  }

  /** Takes the tip's last blocks away. What they held is in the mempool again. */
  async takeBack(blocks: number): Promise<void> {
    const { height } = await this.node.backend.tip();
    const hash = await this.node.backend.blockHash(height - blocks + 1);
    await this.node.call('invalidateblock', hash ?? '');
  }

  async #fill(): Promise<void> {
    const { script, address } = this.#purse;
    const total = COIN * 40n;
    const txid = await this.node.backend.sendToAddress(address, doge(Number(total / doge(1)) + 1));
    const [known] = await this.node.backend.transactions([txid]);
    const vout = known?.transaction.outs.findIndex(({ value }) => value === total + doge(1)) ?? -1;
    const outputs = Array.from({ length: 40 }, () => ({ script, value: COIN }));
    const split = this.#purse.spend({ from: [{ txid, vout }], outputs, sequence: FINAL_SEQUENCE });
    await this.send(split);
    await this.mine(1);
    for (let at = 0; at < 40; at++) this.#coins.push({ txid: txidOf(split), vout: at });
  }
}
