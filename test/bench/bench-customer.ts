import { type Koinu, koinu } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { addressOf, scriptHashScript, scriptOf } from '../../core/protocol/address.ts';
import { buildAnnouncement, readAnnouncement } from '../../core/protocol/announcement.ts';
import { equal, toBase64 } from '../../core/protocol/bytes.ts';
import { canonicalOutputs } from '../../core/protocol/compact-payment.ts';
import { openEnvelope } from '../../core/protocol/envelope.ts';
import { type ChannelOffer, readOffer, readStatus } from '../../core/protocol/messages.ts';
import {
  type ChannelBasis,
  encodePayment,
  settlementTransaction,
  signPayment,
} from '../../core/protocol/payment.ts';
import { buildRedeemScript } from '../../core/protocol/redeem-script.ts';
import { SIGHASH_ALL, signatureHash } from '../../core/protocol/sighash.ts';
import { doge } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { type Party, party } from '../doubles/parties.ts';
import type { BenchTill } from './bench-till.ts';

const CAPACITY = doge(1000);
/** Of every payment: the least that a channel's first one may be. */
const AMOUNT = doge('0.01');

/** A payment signed in advance. */
export interface ReadyPayment {
  readonly invoice: string;
  /** Base64. */
  readonly psbt: string;
}

/** What a signature check needs, and nothing else. */
export interface ReadyCheck {
  readonly hash: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

/** A customer with one open channel, who signs ahead as many payments as are wanted. */
export class BenchCustomer {
  readonly #bench: BenchTill;
  readonly #party: Party;
  readonly #basis: ChannelBasis;
  #signed: Koinu = koinu(0n);

  constructor(bench: BenchTill, owner: Party, basis: ChannelBasis) {
    this.#bench = bench;
    this.#party = owner;
    this.#basis = basis;
  }

  /** The next payments of the channel in their order, with an invoice of the till for each. */
  signNext(count: number): ReadyPayment[] {
    const { till } = this.#bench;
    // One commit for all these invoices: they are not what is measured.
    const invoices = till.context.store.transaction(() =>
      Array.from({ length: count }, () => till.issueInvoice({ amount: AMOUNT, memo: '', allowsTip: false })),
    );
    return invoices.map(({ id }) => {
      const outputs = this.#nextOutputs();
      const signatures = signPayment(this.#basis, outputs, this.#party.privateKey);
      return { invoice: id, psbt: toBase64(encodePayment(this.#basis, { outputs, signatures })) };
    });
  }

  /** Signatures as those of payments, each over another transaction. */
  checks(count: number): ReadyCheck[] {
    return Array.from({ length: count }, (_, at) => {
      const outputs = canonicalOutputs(this.#basis, koinu(AMOUNT + BigInt(at)), this.#party.script);
      const [signature = new Uint8Array(64)] = signPayment(this.#basis, outputs, this.#party.privateKey);
      const hash = signatureHash(settlementTransaction(this.#basis, outputs), {
        index: 0,
        scriptCode: this.#basis.redeemScript,
        hashType: SIGHASH_ALL,
      });
      return { hash, publicKey: this.#party.publicKey, signature };
    });
  }

  #nextOutputs() {
    this.#signed = koinu(this.#signed + AMOUNT);
    return canonicalOutputs(this.#basis, this.#signed, this.#party.script);
  }
}

/** Opens channels over HTTP as any wallet does: offer, funding on the chain, announcement, six blocks. */
export async function openChannels(bench: BenchTill, count: number): Promise<BenchCustomer[]> {
  const announced: { readonly owner: Party; readonly basis: ChannelBasis }[] = [];
  const miner = party('miner of the bench').address;
  for (let at = 0; at < count; at++) {
    // The node's wallet pays out of its own change, of which the mempool holds 25 in a row.
    if (at > 0 && at % 20 === 0) await bench.node.mine(1, miner);
    announced.push(await announceChannel(bench));
  }
  await bench.node.mine(6, miner);
  await bench.till.look();
  for (const { basis } of announced) {
    const { state } = accepted(bench.till.channel(basis.channelId));
    if (state !== 'open') throw new Error(`the channel is ${state}`);
  }
  return announced.map(({ owner, basis }) => new BenchCustomer(bench, owner, basis));
}

let customers = 0;

async function announceChannel(bench: BenchTill) {
  const owner = party(`customer ${customers++} of the bench`);
  const offer = accepted(readOffer(await ask(`${bench.url}/v1/channel-key`)));
  const redeemScript = buildRedeemScript({
    locktime: offer.height + offer.terms.minLocktimeBlocks + 100,
    customerKey: owner.publicKey,
    merchantKey: offer.merchantKey,
  });
  const psbt = buildAnnouncement({
    redeemScript,
    fundings: [await fund(bench, redeemScript)],
    changeScript: owner.script,
  });
  accepted(readStatus(await ask(`${bench.url}/v1/channels`, { psbt: toBase64(psbt) })));
  return { owner, basis: basisOf(psbt, offer) };
}

async function fund(bench: BenchTill, redeemScript: Uint8Array) {
  const script = scriptHashScript(redeemScript);
  const txid = await bench.node.sendToAddress(addressOf(script, NETWORKS.regtest) ?? '', CAPACITY);
  const [known] = await bench.node.transactions([txid]);
  if (known === undefined) throw new Error('the node lost a transaction of its own');
  const vout = known.transaction.outs.findIndex((output) => equal(output.script, script));
  return { transaction: known.transaction, vout };
}

function basisOf(announcement: Uint8Array, { terms, settlementAddress }: ChannelOffer): ChannelBasis {
  const settlementScript = scriptOf(settlementAddress, NETWORKS.regtest);
  if (settlementScript === undefined) throw new Error('an offer without an address');
  const { feePerKb, dust } = terms;
  return { ...accepted(readAnnouncement(announcement)), feePerKb, dust, settlementScript };
}

/** @returns the payload of the till's signed answer */
async function ask(url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, body && { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return accepted(openEnvelope(await response.json())).payload;
}
