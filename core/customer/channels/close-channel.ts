import { koinu, ZERO } from '../../money.ts';
import { feeForSize } from '../../networks.ts';
import { pubKeyHashScript } from '../../protocol/address.ts';
import { toBase64, toHex } from '../../protocol/bytes.ts';
import { encodePayment, settlementSize, signPayment } from '../../protocol/payment.ts';
import { closeRequestHash } from '../../protocol/requests.ts';
import { signEcdsa, toDer } from '../../protocol/signature.ts';
import { openRecord, signedOf } from '../state/channel-record.ts';
import { KEY_CHAIN } from '../state/keys.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import { channelNow, type WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord } from '../state/wallet-state.ts';
import { acceptStatus } from './announce.ts';

/** Asks the till to close a channel with its last payment. The answer says `closing`; the till broadcasts. */
export async function requestClose(
  wallet: WalletContext,
  record: ChannelRecord,
): Promise<Outcome<ChannelRecord>> {
  const privateKey = wallet.keys.privateKey(KEY_CHAIN.channel, record.keyIndex);
  const signature = toHex(toDer(signEcdsa(closeRequestHash(record.id), privateKey)));
  return postClose(wallet, record, { signature });
}

/**
 * Asks the till to give back a channel on which nothing was paid: a settlement with everything to the customer. What
 * she signs takes nothing from her, so that an answer that never comes is of no danger.
 */
export async function releaseChannel(
  wallet: WalletContext,
  record: ChannelRecord,
): Promise<Outcome<ChannelRecord>> {
  const signed = signedOf(record);
  if (signed > ZERO && record.payments.some((payment) => payment.state !== 'refused')) {
    return decline('channel_has_payments', { channel: record.id, signed });
  }
  const channel = openRecord(record, wallet.network.name);
  const script = pubKeyHashScript(wallet.keys.publicKey(KEY_CHAIN.change, record.changeIndex));
  const value = channel.capacity - feeForSize(channel.feePerKb, settlementSize(channel, [{ script }]));
  if (value < channel.dust) return decline('nothing_to_refund', { channel: record.id });
  const outputs = [{ value: koinu(value), script }];
  const privateKey = wallet.keys.privateKey(KEY_CHAIN.channel, record.keyIndex);
  const signatures = signPayment(channel, outputs, privateKey);
  return postClose(wallet, record, { psbt: toBase64(encodePayment(channel, { outputs, signatures })) });
}

async function postClose(
  wallet: WalletContext,
  { id, tillUrl }: ChannelRecord,
  body: object,
): Promise<Outcome<ChannelRecord>> {
  const answer = await wallet.client.post(`${tillUrl}/v1/channels/${id}/close`, body);
  if (!answer.ok) return answer;
  const status = acceptStatus(wallet, id, answer.value);
  return status.ok ? done(channelNow(wallet, id)) : status;
}
