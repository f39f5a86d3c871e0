import { type Koinu, ZERO } from '../../money.ts';
import { fromHex } from '../../protocol/bytes.ts';
import { readPaymentRequest } from '../../protocol/messages.ts';
import { identityHash } from '../../protocol/uri.ts';
import { pollStatus } from '../channels/announce.ts';
import { openRecord, pendingOf, spendableOf } from '../state/channel-record.ts';
import { readPayload } from '../state/client.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import type { WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord, PaymentRecord } from '../state/wallet-state.ts';
import type { InvoiceLink } from './invoice-link.ts';
import type { PayOptions } from './payment-draft.ts';

export interface FoundPayment {
  readonly channel: ChannelRecord;
  readonly payment: PaymentRecord;
}

function isOfTill(channel: ChannelRecord, hash: string | undefined): boolean {
  return hash === undefined || identityHash(fromHex(channel.identity)) === hash;
}

/** What was already done for an invoice: its accepted payment, else its unanswered one, else a refused one. */
export function findPayment(wallet: WalletContext, link: InvoiceLink): FoundPayment | undefined {
  const found = wallet
    .state()
    .channels.flatMap((channel) =>
      isOfTill(channel, link.identityHash)
        ? channel.payments
            .filter((payment) => payment.invoice === link.invoice)
            .map((payment) => ({ channel, payment }))
        : [],
    );
  const inState = (state: PaymentRecord['state']) => found.find(({ payment }) => payment.state === state);
  return inState('accepted') ?? inState('sent') ?? inState('refused');
}

/** The channels with the till that the link names: by its hash, or by who signed what is at the URL. */
export async function chooseChannel(
  wallet: WalletContext,
  link: InvoiceLink,
  options: PayOptions,
): Promise<Outcome<ChannelRecord>> {
  const { identityHash: hash, amount } = link;
  if (hash !== undefined && amount !== undefined) {
    return firstUsable(wallet, { ...options, hash, amount, isOffline: false });
  }
  const answer = await wallet.client.get(link.url);
  if (!answer.ok) return answer;
  const request = readPayload(answer.value.payload, readPaymentRequest);
  if (!request.ok) return request;
  const signer = identityHash(answer.value.signer);
  return firstUsable(wallet, { ...options, hash: signer, amount: request.value.total, isOffline: false });
}

interface Wanted extends PayOptions {
  readonly hash: string;
  readonly amount: Koinu;
  readonly isOffline: boolean;
}

export async function firstUsable(wallet: WalletContext, wanted: Wanted): Promise<Outcome<ChannelRecord>> {
  const ofTill = () =>
    wallet
      .state()
      .channels.filter(
        (channel) =>
          isOfTill(channel, wanted.hash) && channel.id.startsWith(wanted.channel?.toLowerCase() ?? ''),
      );
  if (!wanted.isOffline) {
    for (const { id, state } of ofTill()) {
      // A failure here is told by the payment itself, or by the channel's not being open.
      if (state === 'confirming') await pollStatus(wallet, id);
    }
  }
  const open = ofTill().filter((channel) => channel.state === 'open');
  const needed = wanted.amount + (wanted.tip ?? ZERO);
  const room = (channel: ChannelRecord) => spendableOf(channel, openRecord(channel, wallet.network.name));
  const roomy = open.filter((channel) => room(channel) >= needed);
  const [free] = roomy.filter((channel) => pendingOf(channel) === undefined);
  const [mostRoom] = open.toSorted((a, b) => (room(a) < room(b) ? 1 : -1));
  const chosen = free ?? roomy[0] ?? mostRoom;
  if (chosen !== undefined) return done(chosen);
  const [notOpen] = ofTill().toReversed();
  return notOpen === undefined
    ? decline('no_channel', { till: wanted.hash })
    : decline('channel_not_open', { channel: notOpen.id, state: notOpen.state });
}
