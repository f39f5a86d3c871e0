import { type ChannelStatus, readStatus } from '../../protocol/messages.ts';
import { txidOf } from '../../protocol/transaction.ts';
import { applyStatus, openRecord } from '../state/channel-record.ts';
import { payloadOf, psbtText, readPayload, type SignedStatement } from '../state/client.ts';
import { freeCoins, learnTransactions } from '../state/coins.ts';
import { done, type Outcome, type WalletRefusal } from '../state/refusals.ts';
import { channelNow, type WalletContext } from '../state/wallet-context.ts';
import { type ChannelRecord, replaceChannel, type WalletState } from '../state/wallet-state.ts';

/** Answers by which a till says neither yes nor no: to be asked again. Everything else below 500 is a no. */
const PASSING_CODES = new Set(['node_unavailable', 'too_many_requests', 'too_many_offers', 'till_locked']);

/** Whether the till itself said no, so that it will not have done what it was asked. */
export function isDefiniteRefusal(refusal: WalletRefusal): boolean {
  if (refusal.code !== 'till_refused') return false;
  const { status, code } = refusal.facts;
  return status >= 400 && status < 500 && status !== 408 && status !== 429 && !PASSING_CODES.has(code);
}

/** [3] [4] Sends the stored announcement, for the first time or again: the till gives the same answer to the same bytes. */
export async function announce(wallet: WalletContext, id: string): Promise<Outcome<ChannelRecord>> {
  const record = channelNow(wallet, id);
  const { tillUrl, name, announcement } = record;
  const psbt = psbtText(announcement);
  const answer = await wallet.client.post(`${tillUrl}/v1/channels`, name === '' ? { psbt } : { psbt, name });
  if (answer.ok) {
    const status = acceptStatus(wallet, id, answer.value);
    return status.ok ? done(channelNow(wallet, id)) : status;
  }
  if (isDefiniteRefusal(answer.refusal) && record.state === 'announcing') {
    wallet.save(afterRefusal(wallet, record));
  }
  return answer;
}

/** Asks the till how a channel stands, and stores the answer. */
export async function pollStatus(wallet: WalletContext, id: string): Promise<Outcome<ChannelStatus>> {
  const record = channelNow(wallet, id);
  const answer = await wallet.client.get(`${record.tillUrl}/v1/channels/${record.id}`);
  return answer.ok ? acceptStatus(wallet, record.id, answer.value) : answer;
}

/** Reads a channel_status, checks it against what she knows, and stores what it says. */
export function acceptStatus(
  wallet: WalletContext,
  id: string,
  statement: SignedStatement,
): Outcome<ChannelStatus> {
  const record = channelNow(wallet, id);
  const payload = payloadOf(statement, record.identity);
  if (!payload.ok) return payload;
  const status = readPayload(payload.value, readStatus);
  if (!status.ok) return status;
  const applied = applyStatus(record, status.value);
  if (!applied.ok) return applied;
  const isNews = record.state === 'announcing' || record.state === 'refused';
  const state = replaceChannel(wallet.state(), applied.value);
  wallet.save(isNews ? withFunding(wallet, state, applied.value) : state);
  return status;
}

/** The till has the funding transactions: their change is hers to spend, and the coins they spend are gone. */
function withFunding(wallet: WalletContext, state: WalletState, record: ChannelRecord): WalletState {
  return learnTransactions(state, wallet.keys, openRecord(record, wallet.network.name).fundingTransactions);
}

/**
 * A refused announcement frees its coins. The till still holds the funding transactions, signed: should it broadcast
 * them after all, the money is in this channel, whose record stays, and the refund path leads back.
 */
function afterRefusal(wallet: WalletContext, record: ChannelRecord): WalletState {
  const { fundingTransactions } = openRecord(record, wallet.network.name);
  const refused = replaceChannel(wallet.state(), { ...record, state: 'refused' });
  return freeCoins(refused, new Set(fundingTransactions.map(txidOf)));
}
