import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { sentenceOf } from '../../../core/customer/state/refusal-texts.ts';
import type { Outcome } from '../../../core/customer/state/refusals.ts';
import { type CustomerWallet, createWallet } from '../../../core/customer/wallet.ts';
import { readPolicy } from '../../../core/merchant/policy/policy.ts';
import { type RunningTill, serve } from '../../../core/merchant/serve/serve.ts';
import { type Koinu, koinu, parseDoge } from '../../../core/money.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { addressOf } from '../../../core/protocol/address.ts';
import type { RunningNode } from '../test-nodes.ts';

export const POLICY = {
  confirmations: 2,
  min_locktime_blocks: 30,
  max_locktime_blocks: 2000,
  payment_cutoff_blocks: 10,
  max_capacity: '200000000',
};

export function amount(text: string): Koinu {
  const value = parseDoge(text);
  if (value === undefined) throw new Error(`${text} is no amount`);
  return value;
}

export function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(sentenceOf(outcome.refusal));
  return outcome.value;
}

/** A till and a customer on one node, each as its people would run it. */
export class ChannelScene {
  readonly running: RunningTill;
  readonly wallet: CustomerWallet;
  readonly node: RunningNode;
  readonly #folder: string;

  constructor(running: RunningTill, wallet: CustomerWallet, node: RunningNode, folder: string) {
    this.running = running;
    this.wallet = wallet;
    this.node = node;
    this.#folder = folder;
  }

  static async open(
    node: RunningNode,
    policy: object = POLICY,
    otherNodes: readonly string[] = [],
  ): Promise<ChannelScene> {
    const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-scene-'));
    const read = readPolicy(policy, 'regtest');
    if (!read.ok) throw new Error(read.problem);
    const running = await serve({
      data: path.join(folder, 'till'),
      network: NETWORKS.regtest,
      node: node.addressText,
      otherNodes,
      host: '127.0.0.1',
      port: 0,
      policy: read.policy,
      shopName: 'A shop',
      log: pino({ level: 'silent' }),
    });
    const wallet = got(createWallet({ path: path.join(folder, 'alice.json'), network: 'regtest' }));
    return new ChannelScene(running, wallet, node, folder);
  }

  async close(): Promise<void> {
    await this.wallet.close();
    await this.running.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /**
   * Mines to an address of nobody in the scene, and lets the till look. The address is new each time: after
   * invalidateblock, Dogecoin Core would make the very block again that it holds for invalid.
   */
  async mine(blocks: number): Promise<void> {
    await this.node.backend.mine(blocks, String(await this.node.call('getnewaddress')));
    await this.running.till.look();
  }

  async fund(doge: string): Promise<void> {
    got(await this.wallet.fundFromNode(this.node.backend, amount(doge)));
    await this.mine(1);
  }

  async openChannel(
    doge: string,
    options: { readonly inputs?: number; readonly fundingTransactions?: number } = {},
  ) {
    const tillUrl = this.running.ready.endpoint;
    return got(await this.wallet.openChannel({ tillUrl, amount: amount(doge), ...options })).record.id;
  }

  async pay(doge: string, channel: string): Promise<void> {
    const invoice = await this.invoice(doge);
    got(await this.wallet.pay(invoice.uri, { channel }));
  }

  async invoice(doge: string): Promise<InvoiceView> {
    return this.#ask(await this.running.desk.call('issueInvoice', { amount: doge }));
  }

  async channel(id: string): Promise<ChannelDetailView> {
    return this.#ask(await this.running.desk.call('channel', { id }));
  }

  async closeChannel(id: string): Promise<ChannelDetailView> {
    const [closed] = await this.#ask(await this.running.desk.call('close', { ids: [id] }));
    if (closed?.channel === undefined) throw new Error(closed?.problem?.detail ?? 'nothing was closed');
    return this.channel(id);
  }

  async #ask<T>(answer: { ok: true; value: T } | { ok: false; problem: { detail: string } }): Promise<T> {
    if (!answer.ok) throw new Error(answer.problem.detail);
    return answer.value;
  }

  /** What a transaction left unspent at an address. */
  async unspentAt(txid: string, address: string): Promise<Koinu> {
    const outputs = await this.node.backend.unspentOutputs([0, 1].map((vout) => ({ txid, vout })));
    const own = outputs.filter((output) => output && addressOf(output.script, NETWORKS.regtest) === address);
    return koinu(own.reduce((total, output) => total + (output?.value ?? 0n), 0n));
  }
}
