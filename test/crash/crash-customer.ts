import { setTimeout as sleep } from 'node:timers/promises';
import { formatDoge, type Koinu, koinu, sum, ZERO } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { scriptHashScript, scriptOf } from '../../core/protocol/address.ts';
import { buildAnnouncement, readAnnouncement } from '../../core/protocol/announcement.ts';
import { concat, EMPTY, equal, fromHex, sized, toBase64, toHex } from '../../core/protocol/bytes.ts';
import { canonicalOutputs } from '../../core/protocol/compact-payment.ts';
import { openEnvelopeOf } from '../../core/protocol/envelope.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import {
  type ChannelOffer,
  type ChannelStatus,
  type Receipt,
  readOffer,
  readReceipt,
  readStatus,
} from '../../core/protocol/messages.ts';
import { type ChannelBasis, encodePayment, signPayment } from '../../core/protocol/payment.ts';
import { buildRedeemScript } from '../../core/protocol/redeem-script.ts';
import { SIGHASH_ALL, signatureHash } from '../../core/protocol/sighash.ts';
import { signEcdsa, withHashByte } from '../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction } from '../../core/protocol/transaction.ts';
import { doge } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import type { Party } from '../doubles/parties.ts';
import type { Chance } from './chance.ts';
import { type CrashShop, NoAnswer } from './crash-shop.ts';

const CAPACITY = doge(10_000);
const FUNDING_FEE = doge('0.1');
/** Longer than the till and the machine need for anything; a till that hangs is a failure. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 20;

/** A payment that was signed, and so is money in the till's hands from the moment it leaves. */
export interface SignedPayment {
  readonly invoice: string;
  readonly amount: Koinu;
  readonly tip: Koinu;
  readonly paid: Koinu;
  readonly psbt: Uint8Array;
}

/** A customer with one channel, who writes down every receipt and sends what is unanswered again until it is answered. */
export class CrashCustomer {
  readonly party: Party;
  readonly receipts: Receipt[] = [];
  /** The till has answered her announcement. */
  isAnnounced = false;
  /** Signed, maybe with the till, and without a receipt. */
  unanswered: SignedPayment | undefined;
  /** Payments that were sent again because the answer never came. */
  sentAgain = 0;
  /** Of those, the ones that the till had stored before it was killed: only its answer was lost. */
  answersLost = 0;
  /** Called at the moment a payment leaves. */
  onSend: () => void = () => undefined;
  readonly #shop: CrashShop;
  readonly #chance: Chance;
  #basis: ChannelBasis | undefined;
  #announcement: Uint8Array = EMPTY;

  constructor(shop: CrashShop, party: Party, chance: Chance) {
    this.#shop = shop;
    this.party = party;
    this.#chance = chance;
  }

  get basis(): ChannelBasis {
    if (this.#basis === undefined) throw new Error('no channel was announced');
    return this.#basis;
  }

  get channel(): string {
    return this.basis.channelId;
  }

  /** What her receipts say that she has paid. */
  get paid(): Koinu {
    return this.receipts.at(-1)?.paid ?? ZERO;
  }

  /** [1] to [4], repeating every message until it is answered. */
  async announce(): Promise<void> {
    const answer = await this.#untilAnswered(() => this.#request('/v1/channel-key'));
    const offer = accepted(readOffer(answer));
    const redeemScript = buildRedeemScript({
      locktime: offer.height + offer.terms.minLocktimeBlocks + 2000,
      customerKey: this.party.publicKey,
      merchantKey: offer.merchantKey,
    });
    const funding = await this.#fund(redeemScript);
    const psbt = buildAnnouncement({ redeemScript, fundings: [funding], changeScript: this.party.script });
    this.#basis = basisOf(psbt, offer);
    this.#announcement = psbt;
    await this.announceAgain();
    this.isAnnounced = true;
  }

  /** Sends the same announcement. */
  announceAgain(): Promise<ChannelStatus> {
    const body = { psbt: toBase64(this.#announcement), name: this.party.name };
    return this.#untilAnswered(async () => {
      const answer = this.#request('/v1/channels', body);
      this.onSend();
      return accepted(readStatus(await answer));
    });
  }

  status(): Promise<ChannelStatus> {
    return this.#untilAnswered(async () =>
      accepted(readStatus(await this.#request(`/v1/channels/${this.channel}`))),
    );
  }

  /** Buys until she is told to stop; ends with every payment answered. */
  async buyUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.buy();
  }

  async buy(): Promise<void> {
    const amount = koinu(BigInt(this.#chance.whole(1_000_000, 20_000_000)));
    const tips = this.#chance.happens(0.3);
    const tip = tips ? koinu(BigInt(this.#chance.whole(0, 1_000_000))) : ZERO;
    const invoice = await this.#untilAnswered(() => this.#invoice(amount, tips));
    const paid = sum([this.paid, amount, tip]);
    const outputs = canonicalOutputs(this.basis, paid, this.party.script);
    const signatures = signPayment(this.basis, outputs, this.party.privateKey);
    this.unanswered = {
      invoice,
      amount,
      tip,
      paid,
      psbt: encodePayment(this.basis, { outputs, signatures }),
    };
    await this.settleDoubt();
  }

  /** Sends the payment that is unanswered, the very same bytes, until there is a receipt for it. */
  async settleDoubt(): Promise<void> {
    const payment = this.unanswered;
    if (payment === undefined) return;
    let attempts = 0;
    let lastSentAt = 0;
    const receipt = await this.#untilAnswered(() => {
      attempts++;
      lastSentAt = Date.now();
      return this.#pay(payment);
    });
    if (attempts > 1) this.sentAgain++;
    if (attempts > 1 && Date.parse(receipt.accepted) < lastSentAt) this.answersLost++;
    this.receipts.push(receipt);
    this.unanswered = undefined;
    if (this.#chance.happens(0.1)) await this.#payOnceMore(payment, receipt);
  }

  /** Now and then twice at once: there is one receipt all the same. */
  async #pay(payment: SignedPayment): Promise<Receipt> {
    const copies = this.#chance.happens(0.1) ? 2 : 1;
    const answers = Array.from({ length: copies }, () => this.#send(payment));
    this.onSend();
    const settled = await Promise.allSettled(answers);
    const receipts = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failure = settled.find((one) => one.status === 'rejected');
    const [first] = receipts;
    if (first === undefined) throw failure?.reason;
    for (const receipt of receipts) mustBeEqual(receipt, first, 'two receipts for one payment');
    return first;
  }

  async #payOnceMore(payment: SignedPayment, receipt: Receipt): Promise<void> {
    const again = await this.#untilAnswered(() => this.#send(payment));
    mustBeEqual(again, receipt, 'another receipt for a repeated payment');
  }

  async #send({ invoice, amount, tip, paid, psbt }: SignedPayment): Promise<Receipt> {
    const url = `/v1/invoices/${invoice}/channel-payment`;
    const receipt = accepted(readReceipt(await this.#request(url, { psbt: toBase64(psbt) })));
    const { accepted: _, spendable: __, ...stated } = receipt;
    const psbtHash = toHex(sha256(psbt));
    mustBeEqual(stated, { invoice, channel: this.channel, amount, tip, paid, psbtHash }, 'a false receipt');
    return receipt;
  }

  async #invoice(amount: Koinu, tips: boolean): Promise<string> {
    const { id } = await this.#shop.ask('issueInvoice', { amount: formatDoge(amount), tips });
    return id;
  }

  /** @returns the payload of an envelope that the till signed */
  async #request(url: string, body?: object): Promise<unknown> {
    let status: number;
    let answer: unknown;
    try {
      const response = await fetch(`${this.#shop.url}${url}`, {
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      status = response.status;
      answer = await response.json();
    } catch (error) {
      throw new NoAnswer('the till does not answer', { cause: error });
    }
    if (status === 503) throw new NoAnswer(`not now: ${JSON.stringify(answer)}`);
    if (status !== 200 && status !== 201) throw new Error(`${url}: ${status} ${JSON.stringify(answer)}`);
    return accepted(openEnvelopeOf(answer, fromHex(this.#shop.identity)));
  }

  async #untilAnswered<T>(attempt: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof NoAnswer) || Date.now() > deadline) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  /** [B] Signed, and given to nobody: the till is the first to show it to a node. */
  async #fund(redeemScript: Uint8Array) {
    const { node } = this.#shop;
    const coins = koinu(CAPACITY + FUNDING_FEE);
    const [known] = await node.transactions([await node.sendToAddress(this.party.address, coins)]);
    if (known === undefined) throw new Error('the node lost a transaction of its own');
    const coin = known.transaction.outs.findIndex(({ script }) => equal(script, this.party.script));
    const transaction = new Transaction();
    transaction.version = 1;
    transaction.addInput(known.transaction.getHash(), coin, FINAL_SEQUENCE);
    transaction.addOutput(scriptHashScript(redeemScript), CAPACITY);
    const { privateKey, publicKey, script: scriptCode } = this.party;
    const hash = signatureHash(transaction, { index: 0, scriptCode, hashType: SIGHASH_ALL });
    const signature = withHashByte(signEcdsa(hash, privateKey));
    transaction.setInputScript(0, concat([sized(signature), sized(publicKey)]));
    return { transaction, vout: 0 };
  }
}

function basisOf(announcement: Uint8Array, { terms, settlementAddress }: ChannelOffer): ChannelBasis {
  const settlementScript = scriptOf(settlementAddress, NETWORKS.regtest);
  if (settlementScript === undefined) throw new Error('an offer without an address');
  const { feePerKb, dust } = terms;
  return { ...accepted(readAnnouncement(announcement)), feePerKb, dust, settlementScript };
}

function mustBeEqual(actual: object, expected: object, claim: string): void {
  const [one, other] = [actual, expected].map((value) =>
    JSON.stringify(Object.entries(value).sort(), (_, part) => (typeof part === 'bigint' ? `${part}` : part)),
  );
  if (one !== other) throw new Error(`${claim}: ${one} is not ${other}`);
}
