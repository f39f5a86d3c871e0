import { assert } from '../../assert.ts';
import { POLICY } from '../../networks.ts';
import type { NodeBackend } from '../../node/backend.ts';
import { pubKeyHashScript } from '../../protocol/address.ts';
import { fromHex } from '../../protocol/bytes.ts';
import { buildRefund } from '../../protocol/refund.ts';
import { parseTransaction, type Transaction, transactionHex } from '../../protocol/transaction.ts';
import { openRecord } from '../state/channel-record.ts';
import { learnTransactions } from '../state/coins.ts';
import { KEY_CHAIN } from '../state/keys.ts';
import { askNode } from '../state/node-question.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import { channelNow, type WalletContext } from '../state/wallet-context.ts';
import { type ChannelRecord, replaceChannel } from '../state/wallet-state.ts';

export interface Refund {
  readonly channel: ChannelRecord;
  readonly transaction: Transaction;
  /** Whether a node took it now. Without a node it is hers to broadcast from the locktime on. */
  readonly isBroadcast: boolean;
}

/**
 * The way back that needs nobody: after the locktime the whole capacity returns to an address of hers. The till's word
 * on the channel's state is not asked; whether the money is still there, the node says.
 */
export async function refundChannel(
  wallet: WalletContext,
  record: ChannelRecord,
  node: NodeBackend | undefined,
): Promise<Outcome<Refund>> {
  const transaction = storedRefund(record) ?? prepareRefund(wallet, record);
  if (transaction === undefined) return decline('nothing_to_refund', { channel: record.id });
  const refund = (isBroadcast: boolean) =>
    done({ channel: channelNow(wallet, record.id), transaction, isBroadcast });
  if (node === undefined) return refund(false);
  const tip = await askNode(() => node.tip());
  if (!tip.ok) return tip;
  const { height } = tip.value;
  if (height < record.locktime) return decline('refund_too_early', { locktime: record.locktime, height });
  const outcome = await askNode(() => node.broadcast(transaction));
  if (!outcome.ok) return outcome;
  if (outcome.value.kind === 'rejected') {
    return decline('refund_rejected', { why: outcome.value.reason, message: outcome.value.message });
  }
  const refunding = replaceChannel(wallet.state(), { ...channelNow(wallet, record.id), state: 'refunding' });
  wallet.save(learnTransactions(refunding, wallet.keys, [transaction]));
  return refund(true);
}

function storedRefund({ refund }: ChannelRecord): Transaction | undefined {
  if (refund === undefined) return undefined;
  const transaction = parseTransaction(fromHex(refund));
  assert(transaction !== undefined, 'a stored refund reads back');
  return transaction;
}

/** Builds and stores it. Her own fee and dust, the network's usual ones: the till's terms bind settlements only. */
function prepareRefund(wallet: WalletContext, record: ChannelRecord): Transaction | undefined {
  const state = wallet.state();
  const script = pubKeyHashScript(wallet.keys.publicKey(KEY_CHAIN.change, state.nextChange));
  const privateKey = wallet.keys.privateKey(KEY_CHAIN.channel, record.keyIndex);
  const terms = { feePerKb: POLICY.feePerKb, dust: POLICY.softDust };
  const transaction = buildRefund(openRecord(record, wallet.network.name), terms, { script, privateKey });
  if (transaction === undefined) return undefined;
  const stored = replaceChannel(state, { ...record, refund: transactionHex(transaction) });
  wallet.save({ ...stored, nextChange: state.nextChange + 1 });
  return transaction;
}
