import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Koinu, koinu, ZERO } from '../../core/money.ts';
import { NETWORKS, POLICY } from '../../core/networks.ts';
import { addressOf, pubKeyHashScript, scriptOf } from '../../core/protocol/address.ts';
import { type Announcement, checkTerms, readAnnouncement } from '../../core/protocol/announcement.ts';
import { equal, toHex } from '../../core/protocol/bytes.ts';
import { checkCompactPayment, decodeCompactPayment } from '../../core/protocol/compact-payment.ts';
import { sealEnvelope } from '../../core/protocol/envelope.ts';
import { spendable } from '../../core/protocol/fee.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import {
  type ChannelStatus,
  type Receipt,
  type WireState,
  writeOffer,
  writePaymentRequest,
  writeReceipt,
  writeStatus,
} from '../../core/protocol/messages.ts';
import { type ChannelBasis, checkPayment, encodePayment, type Payment } from '../../core/protocol/payment.ts';
import { problemOf } from '../../core/protocol/problem.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import {
  closeRequestHash,
  readAnnounceRequest,
  readCloseRequest,
  readPayRequest,
} from '../../core/protocol/requests.ts';
import { checkRelease, coSign } from '../../core/protocol/settlement.ts';
import { publicKeyOf, verifyEcdsa } from '../../core/protocol/signature.ts';
import type { Terms } from '../../core/protocol/terms.ts';
import type { Transaction } from '../../core/protocol/transaction.ts';
import { buildUri, identityHash } from '../../core/protocol/uri.ts';
import { type Result, refuse } from '../../core/result.ts';
import { type Cheats, newIdentity, type Step, stepOf } from './cheats.ts';

const NETWORK = NETWORKS.regtest;
const DOGE = 100_000_000n;

export interface FakeChannel extends Announcement {
  state: WireState;
  paid: Koinu;
  best: Payment | undefined;
  readonly basis: ChannelBasis;
  readonly receipts: Map<string, { receipt: Receipt; hash: Uint8Array }>;
}

interface FakeInvoice {
  readonly id: string;
  readonly amount: Koinu;
  readonly tips: boolean;
  readonly issued: number;
}

export const DEFAULT_TERMS: Terms = {
  minCapacity: koinu(10n * DOGE),
  maxCapacity: koinu(100_000n * DOGE),
  maxInputs: 10,
  minLocktimeBlocks: 10_080,
  maxLocktimeBlocks: 129_600,
  paymentCutoffBlocks: 1440,
  confirmations: 6,
  feePerKb: POLICY.feePerKb,
  dust: POLICY.softDust,
};

/** A till of a few lines over core/protocol: honest unless told otherwise. Funding is believed, not looked up. */
export class FakeTill {
  readonly identity = newIdentity();
  readonly channels = new Map<string, FakeChannel>();
  readonly seen: Step[] = [];
  /** Every PSBT that was posted as a payment, as base64. */
  readonly payments: string[] = [];
  readonly announcements: string[] = [];
  terms = DEFAULT_TERMS;
  height = 5000;
  cheats: Cheats = {};
  /** The state that a new channel is in. */
  firstState: WireState = 'open';
  readonly settlementAddress: string;
  readonly #settlementKey = publicKeyOf(randomBytes(32));
  readonly #keys = new Map<string, Uint8Array>();
  readonly #invoices = new Map<string, FakeInvoice>();
  readonly #server: Server;

  constructor() {
    this.settlementAddress = addressOf(pubKeyHashScript(this.#settlementKey), NETWORK) ?? '';
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get identityHash(): string {
    return identityHash(this.identity.publicKey);
  }

  invoice(
    amount: bigint,
    options: { tips?: boolean; issued?: number } = {},
  ): { id: string; uri: string; url: string } {
    const id = randomBytes(16).toString('hex');
    const { tips = false, issued = Date.now() } = options;
    this.#invoices.set(id, { id, amount: koinu(amount), tips, issued });
    const url = `${this.url}/v1/invoices/${id}`;
    const uri = buildUri({
      address: addressOf(pubKeyHashScript(publicKeyOf(randomBytes(32))), NETWORK) ?? '',
      amount: koinu(amount),
      channelUrl: url,
      channelKeyHash: this.identityHash,
    });
    return { id, uri, url };
  }

  channel(id: string): FakeChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`the till has no channel ${id}`);
    return channel;
  }

  /** [H] The settlement that this till would broadcast. */
  settle(id: string): Transaction {
    const channel = this.channel(id);
    const key = this.#keys.get(toHex(channel.merchantKey));
    if (channel.best === undefined || key === undefined) throw new Error('nothing to settle');
    return coSign(channel.basis, channel.best, key);
  }

  /** Scans a compact payment off a customer's screen. @returns the receipt's envelope, as its own screen shows it */
  scan(text: string, invoiceId: string): string {
    const compact = decodeCompactPayment(text);
    const invoice = this.#invoices.get(invoiceId);
    if (!compact.ok || invoice === undefined) throw new Error('not a compact payment');
    const prefix = toHex(compact.value.channelPrefix);
    const channel = [...this.channels.values()].find(({ channelId }) => channelId.startsWith(prefix));
    if (channel === undefined) throw new Error('unknown channel');
    const due = { paid: channel.paid, amount: invoice.amount, allowsTip: invoice.tips };
    const { changeScript } = channel;
    const payment = checkCompactPayment({ ...channel.basis, changeScript }, due, compact.value);
    if (!payment.ok) throw new Error(payment.refusal.code);
    return JSON.stringify(
      sealEnvelope(writeReceipt(this.#accept(channel, invoice, payment.value)), this.identity),
    );
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body: unknown = chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
    const url = new URL(request.url ?? '', this.url);
    const [, , what = '', id = '', verb] = url.pathname.split('/');
    const step = stepOf(request.method ?? '', what, verb);
    this.seen.push(step);
    if (this.cheats.loseRequest?.has(step)) return void response.destroy();
    const refusal = this.cheats.refuse?.[step];
    if (refusal !== undefined && !refusal.lie) return this.#problem(response, refusal);
    const answer = this.#answer(step, id, { body, channel: url.searchParams.get('channel') });
    if (this.cheats.loseAnswer?.has(step)) return void response.destroy();
    if (refusal !== undefined) return this.#problem(response, refusal);
    const raw = this.cheats.raw?.[step];
    if (raw !== undefined) return void response.end(raw);
    if (!answer.ok) return this.#problem(response, problemOf(answer.refusal));
    const payload = this.cheats.state?.[step]?.(answer.value as Record<string, unknown>) ?? answer.value;
    const envelope = sealEnvelope(payload, this.cheats.signAs?.[step] ?? this.identity);
    const sent = this.cheats.forge?.[step]?.({ ...envelope }) ?? envelope;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(sent));
  }

  #problem(response: ServerResponse, problem: { status: number; code: string; detail?: string }): void {
    response.statusCode = problem.status;
    response.setHeader('content-type', 'application/problem+json');
    response.end(
      JSON.stringify({ type: 'about:blank', title: problem.code, detail: 'As the test wants.', ...problem }),
    );
  }

  #answer(step: Step, id: string, asked: { body: unknown; channel: string | null }): Result<object> {
    switch (step) {
      case 'offer':
        return { ok: true, value: this.#offer() };
      case 'announce':
        return this.#announce(asked.body);
      case 'status':
        return this.#withChannel(id, (channel) => ({ ok: true, value: this.#status(channel) }));
      case 'request':
        return this.#request(id, asked.channel);
      case 'pay':
        return this.#pay(id, asked.body);
      case 'close':
        return this.#withChannel(id, (channel) => this.#close(channel, asked.body));
    }
  }

  #withChannel(id: string, then: (channel: FakeChannel) => Result<object>): Result<object> {
    const channel = this.channels.get(id);
    return channel === undefined ? refuse('unknown_channel', { channel: id }) : then(channel);
  }

  #offer(): object {
    const privateKey = randomBytes(32);
    const merchantKey = publicKeyOf(privateKey);
    this.#keys.set(toHex(merchantKey), privateKey);
    return writeOffer({
      network: 'regtest',
      merchantKey,
      settlementAddress: this.settlementAddress,
      height: this.height,
      issued: new Date().toISOString(),
      expires: new Date(Date.now() + 3_600_000).toISOString(),
      terms: this.terms,
    });
  }

  #announce(body: unknown): Result<object> {
    const request = readAnnounceRequest(body);
    if (!request.ok) return request;
    this.announcements.push((body as { psbt: string }).psbt);
    const announcement = readAnnouncement(request.value.psbt);
    if (!announcement.ok) return announcement;
    const { channelId } = announcement.value;
    const known = this.channels.get(channelId);
    if (known !== undefined) return { ok: true, value: this.#status(known) };
    if (!this.#keys.has(toHex(announcement.value.merchantKey))) return refuse('unknown_key', { key: '' });
    const terms = checkTerms(announcement.value, this.terms, this.height);
    if (!terms.ok) return terms;
    const settlementScript = scriptOf(this.settlementAddress, NETWORK) ?? new Uint8Array();
    const { feePerKb, dust } = this.terms;
    const channel: FakeChannel = {
      ...announcement.value,
      state: this.firstState,
      paid: ZERO,
      best: undefined,
      basis: { ...announcement.value, settlementScript, feePerKb, dust },
      receipts: new Map(),
    };
    this.channels.set(channelId, channel);
    return { ok: true, value: this.#status(channel) };
  }

  #status(channel: FakeChannel): object {
    const status: ChannelStatus = {
      channel: channel.channelId,
      state: channel.state,
      confirmations: channel.state === 'confirming' ? 1 : 6,
      required: 6,
      capacity: channel.capacity,
      paid: channel.paid,
      spendable: this.#spendable(channel),
      locktime: channel.locktime,
      cutoff: channel.locktime - this.terms.paymentCutoffBlocks,
      settlementAddress: this.settlementAddress,
    };
    return writeStatus(status);
  }

  #spendable(channel: FakeChannel): Koinu {
    const redeemScriptLength = channel.redeemScript.length;
    return spendable({
      ...channel.basis,
      paid: channel.paid,
      inputs: channel.inputs.length,
      redeemScriptLength,
    });
  }

  #request(id: string, channel: string | null): Result<object> {
    const invoice = this.#invoices.get(id);
    if (invoice === undefined) return refuse('unknown_invoice', { invoice: id });
    const url = `${this.url}/v1/invoices/${id}`;
    return {
      ok: true,
      value: writePaymentRequest({
        id,
        issued: new Date(invoice.issued).toISOString(),
        timeoutSeconds: 900,
        relay: `${url}/relay`,
        feePerKb: this.terms.feePerKb,
        vendorName: 'Corner Shop',
        memo: 'Coffee',
        total: invoice.amount,
        payTo:
          channel === null
            ? (addressOf(pubKeyHashScript(publicKeyOf(randomBytes(32))), NETWORK) ?? '')
            : this.settlementAddress,
        channel: {
          offer: `${this.url}/v1/channel-key`,
          announce: `${this.url}/v1/channels`,
          pay: `${url}/channel-payment`,
          tips: invoice.tips,
        },
      }),
    };
  }

  #pay(id: string, body: unknown): Result<object> {
    const request = readPayRequest(body);
    if (!request.ok) return request;
    this.payments.push((body as { psbt: string }).psbt);
    const invoice = this.#invoices.get(id);
    if (invoice === undefined) return refuse('unknown_invoice', { invoice: id });
    return this.#withChannel(request.value.channel ?? '', (channel) => {
      const psbt = decodePsbt(request.value.psbt);
      if (!psbt.ok) return psbt;
      const before = channel.receipts.get(id);
      if (before !== undefined) {
        return equal(before.hash, psbt.value.transaction.getHash())
          ? { ok: true, value: writeReceipt(before.receipt) }
          : refuse('invoice_already_paid', { paidAt: before.receipt.accepted });
      }
      if (channel.state !== 'open') return refuse('channel_not_open', { state: channel.state });
      const due = { paid: channel.paid, amount: invoice.amount, allowsTip: invoice.tips };
      const payment = checkPayment(channel.basis, due, psbt.value);
      return payment.ok
        ? { ok: true, value: writeReceipt(this.#accept(channel, invoice, payment.value)) }
        : payment;
    });
  }

  #accept(channel: FakeChannel, invoice: FakeInvoice, payment: Payment): Receipt {
    channel.paid = payment.paid;
    channel.best = payment;
    const receipt: Receipt = {
      invoice: invoice.id,
      channel: channel.channelId,
      amount: invoice.amount,
      tip: payment.tip,
      paid: payment.paid,
      spendable: this.#spendable(channel),
      accepted: new Date().toISOString(),
      psbtHash: toHex(sha256(encodePayment(channel, payment))),
    };
    channel.receipts.set(invoice.id, { receipt, hash: payment.transactionHash });
    return receipt;
  }

  #close(channel: FakeChannel, body: unknown): Result<object> {
    const request = readCloseRequest(body);
    if (!request.ok) return request;
    if (request.value.kind === 'signed') {
      const hash = closeRequestHash(channel.channelId);
      if (!verifyEcdsa(hash, channel.customerKey, request.value.signature)) {
        return refuse('bad_signature', { input: 0, problem: 'invalid' });
      }
      if (channel.best === undefined) return refuse('nothing_paid', {});
    } else {
      const psbt = decodePsbt(request.value.psbt);
      if (!psbt.ok) return psbt;
      const release = checkRelease(channel.basis, psbt.value);
      if (!release.ok) return release;
      channel.best = release.value;
    }
    channel.state = 'closing';
    return { ok: true, value: this.#status(channel) };
  }
}
