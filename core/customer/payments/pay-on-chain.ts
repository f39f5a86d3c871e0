import { assert } from '../../assert.ts';
import { formatDoge, type Koinu, koinu, sum } from '../../money.ts';
import { POLICY } from '../../networks.ts';
import { pubKeyHashScript, scriptOf } from '../../protocol/address.ts';
import { fromHex } from '../../protocol/bytes.ts';
import { type PaymentRequest, readPaymentRequest } from '../../protocol/messages.ts';
import {
  outpointKey,
  parseTransaction,
  spentOutpoints,
  transactionHex,
  txidOf,
} from '../../protocol/transaction.ts';
import { identityHash } from '../../protocol/uri.ts';
import { isDefiniteRefusal } from '../channels/announce.ts';
import { receiveAddress } from '../channels/fund.ts';
import { buildTransaction } from '../channels/funding.ts';
import { HIGHEST_FEE_PER_KB } from '../channels/offer-check.ts';
import { readPayload } from '../state/client.ts';
import { freeCoins, learnTransactions, reserveCoins, spendableCoins } from '../state/coins.ts';
import { KEY_CHAIN } from '../state/keys.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import type { WalletContext } from '../state/wallet-context.ts';
import type { OnChainRecord } from '../state/wallet-state.ts';
import { findPayment } from './choose-channel.ts';
import { expectedRelayUrl, type InvoiceLink, readInvoiceLink } from './invoice-link.ts';
import { findOnChain, withOnChain } from './on-chain-payments.ts';
import { checkInvoice } from './payment-draft.ts';

export interface OnChainOptions {
  /** The most that may leave, fee included. */
  readonly maxAmount?: Koinu;
}

export interface OnChainPaid {
  readonly payment: OnChainRecord;
  /** The relay had taken it already: nothing was signed or sent now. */
  readonly wasPaidBefore: boolean;
}

/**
 * Pays an invoice from her own coins by the till's relay (DGC-1 to DGC-5), for those who have no channel. An invoice has
 * one transaction for ever: it is stored before it is sent, and paying the invoice again sends that one again.
 */
export async function payOnChain(
  wallet: WalletContext,
  text: string,
  options: OnChainOptions,
): Promise<Outcome<OnChainPaid>> {
  const link = readInvoiceLink(text);
  if (!link.ok) return link;
  const relay = expectedRelayUrl(link.value);
  const earlier = findOnChain(wallet, link.value);
  if (earlier?.state === 'accepted') return done({ payment: earlier, wasPaidBefore: true });
  if (earlier?.state === 'sent') return send(wallet, { ...earlier, relay });
  const inChannel = findPayment(wallet, link.value);
  const { invoice } = link.value;
  if (inChannel?.payment.state === 'accepted') return decline('invoice_already_paid', { invoice });
  if (inChannel?.payment.state === 'sent') {
    return decline('payment_unanswered', { channel: inChannel.channel.id, invoice });
  }
  if (earlier !== undefined) return sendRefused(wallet, { ...earlier, relay });
  const request = await askFor(wallet, link.value);
  if (!request.ok) return request;
  const drafted = draft(
    wallet,
    { request: request.value, relay, hash: link.value.identityHash ?? '' },
    options,
  );
  return drafted.ok ? send(wallet, drafted.value) : drafted;
}

/** The request, if the till of the code signed it, for the invoice, the address and the amount of the code. */
async function askFor(wallet: WalletContext, link: InvoiceLink): Promise<Outcome<PaymentRequest>> {
  const { identityHash: expected, address } = link;
  if (expected === undefined || address === undefined) {
    return decline('bad_uri', { problem: 'to pay on-chain, the whole dogecoin: URI is wanted.' });
  }
  const answer = await wallet.client.get(link.url);
  if (!answer.ok) return answer;
  const signer = identityHash(answer.value.signer);
  if (signer !== expected) return decline('wrong_signer', { expected, signer });
  const request = readPayload(answer.value.payload, readPaymentRequest);
  if (!request.ok) return request;
  const checked = checkInvoice(request.value, { link, now: wallet.now() });
  if (!checked.ok) return checked;
  if (request.value.payTo !== address) {
    return decline('another_address', { expected: address, stated: request.value.payTo.slice(0, 100) });
  }
  if (request.value.feePerKb > HIGHEST_FEE_PER_KB) {
    return decline('terms_unreasonable', {
      term: 'fee_per_kb',
      stated: formatDoge(request.value.feePerKb),
      limit: `at most ${formatDoge(HIGHEST_FEE_PER_KB)}`,
    });
  }
  return request;
}

/** Signs the transaction, reserves its coins and stores it: nobody has it yet. */
function draft(
  wallet: WalletContext,
  {
    request,
    relay,
    hash,
  }: { readonly request: PaymentRequest; readonly relay: string; readonly hash: string },
  { maxAmount }: OnChainOptions,
): Outcome<OnChainRecord> {
  const { total: amount, payTo: address, id: invoice } = request;
  const script = scriptOf(address, wallet.network);
  if (script === undefined)
    return decline('bad_uri', { problem: `${address} is no ${wallet.network.name} address.` });
  if (amount < POLICY.softDust) return decline('amount_below_dust', { amount, dust: POLICY.softDust });
  const state = wallet.state();
  const changeScript = pubKeyHashScript(wallet.keys.publicKey(KEY_CHAIN.change, state.nextChange));
  const feePerKb = request.feePerKb > POLICY.feePerKb ? request.feePerKb : POLICY.feePerKb;
  const change = { changeScript, keys: wallet.keys, feePerKb };
  const built = buildTransaction([{ script, value: amount }], spendableCoins(state), change);
  if (!built.ok) return built;
  const { transaction, spent } = built.value;
  const out = transaction.outs.reduce((all, { value }) => all + value, 0n);
  const fee = koinu(sum(spent.map(({ value }) => value)) - out);
  const total = koinu(amount + fee);
  if (maxAmount !== undefined && total > maxAmount)
    return decline('above_limit', { total, limit: maxAmount });
  const txid = txidOf(transaction);
  const record: OnChainRecord = {
    invoice,
    identityHash: hash,
    relay,
    address,
    amount,
    fee,
    txid,
    transaction: transactionHex(transaction),
    state: 'sent',
  };
  const reserved = reserveCoins(state, spent, txid);
  wallet.save(withOnChain({ ...reserved, nextChange: state.nextChange + 1 }, record));
  return done(record);
}

/**
 * A refusal is not signed: who was in between may have kept the transaction. It alone is tried again for its invoice; and
 * where its coins went elsewhere meanwhile, it cannot be mined beside what spent them.
 */
async function sendRefused(wallet: WalletContext, record: OnChainRecord): Promise<Outcome<OnChainPaid>> {
  const { refusal: _, ...rest } = record;
  const again: OnChainRecord = { ...rest, state: 'sent' };
  const state = wallet.state();
  const inputs = new Set(spentOutpoints(transactionOf(record)).map(outpointKey));
  const coins = state.coins.filter((coin) => inputs.has(outpointKey(coin)));
  if (coins.length < inputs.size || coins.some(({ spentBy }) => spentBy !== undefined)) {
    const problem = 'its coins were spent otherwise since the till refused it; ask for a new invoice';
    return decline('bad_transaction', { problem });
  }
  wallet.save(withOnChain(reserveCoins(state, coins, record.txid), again));
  return send(wallet, again);
}

async function send(wallet: WalletContext, record: OnChainRecord): Promise<Outcome<OnChainPaid>> {
  const { invoice, txid, relay, transaction } = record;
  const body = { id: invoice, tx: transaction, refund: receiveAddress(wallet) };
  const answer = await wallet.client.relay(`${relay}/pay`, body);
  if (!answer.ok) {
    const { refusal } = answer;
    if (refusal.code === 'till_refused' && isDefiniteRefusal(refusal))
      refuse(wallet, record, refusal.facts.code);
    return answer;
  }
  if (answer.value.txid !== txid) {
    refuse(wallet, record, 'invoice_already_paid');
    return decline('invoice_already_paid', { invoice });
  }
  const accepted: OnChainRecord = { ...record, state: 'accepted' };
  // Its change is hers.
  const learnt = learnTransactions(wallet.state(), wallet.keys, [transactionOf(record)]);
  wallet.save(withOnChain(learnt, accepted));
  return done({ payment: accepted, wasPaidBefore: false });
}

/** The coins are free again: what she pays next will most likely spend them, and so exclude this one. */
function refuse(wallet: WalletContext, record: OnChainRecord, refusal: string): void {
  const freed = freeCoins(wallet.state(), new Set([record.txid]));
  wallet.save(withOnChain(freed, { ...record, state: 'refused', refusal }));
}

function transactionOf({ transaction }: OnChainRecord) {
  const parsed = parseTransaction(fromHex(transaction));
  assert(parsed !== undefined, 'the wallet stored a transaction that it made');
  return parsed;
}
