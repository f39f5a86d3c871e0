import { strict as assert } from 'node:assert';
import type { Till } from '../../core/merchant/till/till.ts';
import { type Koinu, koinu } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { scriptHashScript, scriptOf } from '../../core/protocol/address.ts';
import { buildAnnouncement, readAnnouncement } from '../../core/protocol/announcement.ts';
import { fromHex } from '../../core/protocol/bytes.ts';
import { canonicalOutputs } from '../../core/protocol/compact-payment.ts';
import { spendable } from '../../core/protocol/fee.ts';
import type { ChannelOffer } from '../../core/protocol/messages.ts';
import { type ChannelBasis, encodePayment, signPayment } from '../../core/protocol/payment.ts';
import { buildRedeemScript } from '../../core/protocol/redeem-script.ts';
import { buildRefund } from '../../core/protocol/refund.ts';
import { closeRequestHash } from '../../core/protocol/requests.ts';
import { signEcdsa } from '../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction, txidOf } from '../../core/protocol/transaction.ts';
import { type Party, party } from '../doubles/parties.ts';
import type { Life } from './life.ts';
import { must } from './must.ts';
import type { SimNetwork } from './sim-network.ts';

const DOGE = 100_000_000n;

/** What she keeps of a payment until she has the receipt, and for trying it again later. */
interface SignedPayment {
  readonly invoice: string;
  /** The height at which the till was given it first: an answer that got lost comes again at any time. */
  readonly height: number;
  readonly psbt: Uint8Array;
}

/** One channel as its customer knows it. She is honest in what she signs, and in nothing else. */
export class SimCustomer {
  readonly #network: SimNetwork;
  readonly #party: Party;
  readonly basis: ChannelBasis;
  readonly locktime: number;
  readonly cutoff: number;
  readonly confirmations: number;
  readonly funding: Transaction;
  readonly #doubleSpend: Transaction;
  readonly #announcement: Uint8Array;
  readonly #refund: Transaction | undefined;
  #payments: SignedPayment[] = [];
  #unanswered: SignedPayment | undefined;
  isAnnounced = false;
  #hasTried = false;
  /** The most that she has a receipt for. */
  acknowledged: Koinu = koinu(0n);

  private constructor(network: SimNetwork, owner: Party, parts: CustomerParts) {
    const { offer, locktime, capacity } = parts;
    this.#network = network;
    this.#party = owner;
    this.locktime = locktime;
    this.cutoff = locktime - offer.terms.paymentCutoffBlocks;
    this.confirmations = offer.terms.confirmations;
    const redeemScript = buildRedeemScript({
      locktime,
      customerKey: owner.publicKey,
      merchantKey: offer.merchantKey,
    });
    const coin = network.ledger.mint(owner.name, { value: capacity + DOGE, script: owner.script });
    const spend = (script: Uint8Array) => {
      const transaction = new Transaction();
      transaction.version = 1;
      transaction.addInput(fromHex(coin.txid).reverse(), coin.vout, FINAL_SEQUENCE, Uint8Array.of(0x51));
      transaction.addOutput(script, capacity);
      return transaction;
    };
    this.funding = spend(scriptHashScript(redeemScript));
    this.#doubleSpend = spend(owner.script);
    this.#announcement = buildAnnouncement({
      redeemScript,
      fundings: [{ transaction: this.funding, vout: 0 }],
      changeScript: owner.script,
    });
    const announcement = must(readAnnouncement(this.#announcement));
    const { feePerKb, dust } = offer.terms;
    const settlementScript = scriptOf(offer.settlementAddress, NETWORKS.mainnet);
    if (settlementScript === undefined) throw new Error('an offer without an address');
    this.basis = { ...announcement, feePerKb, dust, settlementScript };
    this.#refund = buildRefund(announcement, { feePerKb, dust }, owner);
  }

  /** Asks for an offer and makes a funding transaction, which nobody has yet. */
  static async choose(network: SimNetwork, life: Life, wanted: Wanted): Promise<SimCustomer | undefined> {
    const offer = await life.during((till) => till.offerKey(wanted.name));
    if (offer?.ok !== true) return undefined;
    const { minLocktimeBlocks } = offer.value.terms;
    const locktime = offer.value.height + minLocktimeBlocks + 1 + wanted.blocks;
    const parts = { offer: offer.value, locktime, capacity: koinu(BigInt(wanted.doge) * DOGE) };
    return new SimCustomer(network, party(wanted.name), parts);
  }

  get id(): string {
    return this.basis.channelId;
  }

  get fundingKey(): string {
    return `${txidOf(this.funding)}:0`;
  }

  async announce(life: Life): Promise<void> {
    const request = { psbt: this.#announcement, name: this.#party.name };
    const opened = await life.during((till) => till.openChannel(request));
    if (opened?.ok === true) this.isAnnounced = true;
  }

  /** Pays a share of what is left, or again what she had no answer to. @returns the height of what has a receipt now */
  async pay(life: Life, share: number): Promise<number | undefined> {
    const next = this.#unanswered ?? (await this.#sign(life, share));
    return next === undefined ? undefined : this.#send(life, next);
  }

  /** What she never had an answer to, once more. @returns as `pay` does */
  async askAgain(life: Life): Promise<number | undefined> {
    return this.#unanswered === undefined ? undefined : this.#send(life, this.#unanswered);
  }

  /** An old payment once more. */
  async replay(life: Life, which: number): Promise<number | undefined> {
    const old = this.#payments[which % Math.max(1, this.#payments.length)];
    return old === undefined ? undefined : this.#send(life, old);
  }

  async #sign(life: Life, share: number): Promise<SignedPayment | undefined> {
    const known = await life.during((till) => till.channel(this.id));
    if (known?.ok !== true) return undefined;
    const { paid } = known.value;
    const { capacity, redeemScript, inputs, feePerKb, dust } = this.basis;
    const left = spendable({
      capacity,
      paid,
      inputs: inputs.length,
      redeemScriptLength: redeemScript.length,
      feePerKb,
      dust,
    });
    const amount = koinu((left * BigInt(share)) / 100n);
    if (amount < dust) return undefined;
    const issue = (till: Till) => till.issueInvoice({ amount, memo: '', allowsTip: false });
    const invoice = await life.during(issue);
    if (invoice === undefined) return undefined;
    const outputs = canonicalOutputs(this.basis, koinu(paid + amount), this.#party.script);
    const signatures = signPayment(this.basis, outputs, this.#party.privateKey);
    const psbt = encodePayment(this.basis, { outputs, signatures });
    const signed = { invoice: invoice.id, height: this.#network.height, psbt };
    this.#payments = [...this.#payments, signed].slice(-20);
    return signed;
  }

  async #send(life: Life, payment: SignedPayment): Promise<number | undefined> {
    const { invoice, psbt, height } = payment;
    this.#unanswered = payment;
    const answer = await life.during((till) => till.pay({ psbt, invoice, channel: this.id }));
    if (answer === undefined) return undefined;
    this.#unanswered = undefined;
    if (!answer.ok) return undefined;
    if (answer.value.paid > this.acknowledged) this.acknowledged = answer.value.paid;
    return height;
  }

  async close(life: Life): Promise<void> {
    const signature = signEcdsa(closeRequestHash(this.id), this.#party.privateKey);
    const asked = await life.during((till) => till.closeForCustomer(this.id, { kind: 'signed', signature }));
    if (asked?.ok === false) assert.notEqual(asked.refusal.code, 'bad_signature');
  }

  /** All of it back to her, signed by the till: where nothing was paid. */
  async release(life: Life): Promise<void> {
    const fee = 1_000_000n;
    const outputs = [{ script: this.#party.script, value: koinu(this.basis.capacity - fee) }];
    const signatures = signPayment(this.basis, outputs, this.#party.privateKey);
    const psbt = encodePayment(this.basis, { outputs, signatures });
    const asked = await life.during((till) => till.closeForCustomer(this.id, { kind: 'release', psbt }));
    const mayRefuse = ['unknown_channel', 'channel_not_open', 'bad_release'];
    if (asked?.ok === false) assert.ok(mayRefuse.includes(asked.refusal.code), asked.refusal.code);
  }

  sendFunding(): void {
    this.#network.send(this.funding);
  }

  doubleSpend(isToMiner: boolean): void {
    if (isToMiner) this.#network.handToMiner(this.#doubleSpend);
    else this.#network.send(this.#doubleSpend);
  }

  /** Whether this is what takes everything back to her. */
  isRefund(txid: string): boolean {
    return this.#refund !== undefined && txidOf(this.#refund) === txid;
  }

  /** @returns is it the first time */
  refund(isToMiner: boolean): boolean {
    if (this.#refund === undefined) return false;
    if (isToMiner) this.#network.handToMiner(this.#refund);
    else this.#network.send(this.#refund);
    const isFirst = !this.#hasTried;
    this.#hasTried = true;
    return isFirst;
  }
}

interface Wanted {
  readonly name: string;
  /** More than the least until the locktime. */
  readonly blocks: number;
  readonly doge: number;
}

interface CustomerParts {
  readonly offer: ChannelOffer;
  readonly locktime: number;
  readonly capacity: Koinu;
}
