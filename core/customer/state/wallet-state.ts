import * as v from 'valibot';
import { isKoinu, type Koinu } from '../../money.ts';
import { WIRE_STATES } from '../../protocol/messages.ts';

/** What a wallet file of this program says. A later format has a higher number and a migration. */
export const NEWEST_VERSION = 1;

/** Koinu as a decimal string: JSON's numbers are doubles. */
const amount = v.pipe(
  v.string(),
  v.regex(/^\d{1,19}$/, 'not koinu in decimal'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Koinu => {
    const value = BigInt(dataset.value);
    if (isKoinu(value)) return value;
    addIssue({ message: 'not an amount' });
    return NEVER;
  }),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hex = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})+$/, 'not hex'));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not 32 bytes of hex'));

const coinSchema = v.object({
  txid: hash,
  vout: count,
  value: amount,
  chain: v.picklist([0, 1]),
  index: count,
  /** The transaction that it is an output of, so that a node that lacks it can be given it. */
  transaction: hex,
  /** The txid of the transaction that spends it, as far as she knows. */
  spentBy: v.optional(hash),
});

/**
 * `sent`: signed and given away, no answer. `accepted`: the till's receipt is here. `refused`: the till said no; it
 * still holds the signature (see payment-doubts.ts).
 */
const paymentSchema = v.object({
  invoice: v.string(),
  payUrl: v.string(),
  amount,
  tip: amount,
  /** Cumulative: everything paid on the channel with this payment. */
  paid: amount,
  state: v.picklist(['sent', 'accepted', 'refused']),
  /** The PSBT in its minimal form; left out of accepted payments that a later one has superseded. */
  psbt: v.optional(hex),
  refusal: v.optional(v.string()),
  acceptedAt: v.optional(v.string()),
  /** The receipt's envelope as JSON: the till's signed word, kept as it came. */
  receipt: v.optional(v.string()),
});

/**
 * An invoice paid from her own coins. `sent`: given away, no answer. `accepted`: the relay took it. `refused`: the
 * relay said no, unsigned; the same transaction is sent again, never another for the same invoice.
 */
const onChainSchema = v.object({
  invoice: v.string(),
  /** `ph` of the till. */
  identityHash: v.string(),
  relay: v.string(),
  address: v.string(),
  amount,
  fee: amount,
  txid: hash,
  transaction: hex,
  state: v.picklist(['sent', 'accepted', 'refused']),
  refusal: v.optional(v.string()),
});

const termsSchema = v.object({
  minCapacity: amount,
  maxCapacity: amount,
  maxInputs: count,
  minLocktimeBlocks: count,
  maxLocktimeBlocks: count,
  paymentCutoffBlocks: count,
  confirmations: count,
  feePerKb: amount,
  dust: amount,
});

const channelSchema = v.object({
  id: hash,
  name: v.string(),
  tillUrl: v.string(),
  /** The till's x-only identity key, pinned when the channel was opened. */
  identity: hash,
  settlementAddress: v.string(),
  /** Height of the till's tip in the offer. */
  offerHeight: count,
  locktime: count,
  terms: termsSchema,
  /** Index of the customer's key, and of the change key to which payments return the rest. */
  keyIndex: count,
  changeIndex: count,
  /** The announcement PSBT, as sent. */
  announcement: hex,
  capacity: amount,
  /** `announcing`: sent, no answer yet. `refused`: the till said no. `refunding`: her refund was broadcast. */
  state: v.picklist(['announcing', 'refused', 'refunding', ...WIRE_STATES]),
  confirmations: count,
  payments: v.array(paymentSchema),
  /** Her refund transaction, once built: building it again gives the same one. */
  refund: v.optional(hex),
});

export const walletSchema = v.object({
  version: v.literal(NEWEST_VERSION),
  network: v.picklist(['mainnet', 'testnet', 'regtest']),
  mnemonic: v.string(),
  /** The first index of each chain that was never used. */
  nextReceive: count,
  nextChange: count,
  nextChannel: count,
  /** Blocks up to this height have been searched for her coins. */
  scannedHeight: v.optional(count),
  coins: v.array(coinSchema),
  channels: v.array(channelSchema),
  onChain: v.optional(v.array(onChainSchema), []),
});

export type Coin = Readonly<v.InferOutput<typeof coinSchema>>;
export type PaymentRecord = Readonly<v.InferOutput<typeof paymentSchema>>;
export type OnChainRecord = Readonly<v.InferOutput<typeof onChainSchema>>;
export type ChannelRecord = Readonly<Omit<v.InferOutput<typeof channelSchema>, 'payments'>> & {
  readonly payments: readonly PaymentRecord[];
};
export type WalletState = Readonly<
  Omit<v.InferOutput<typeof walletSchema>, 'coins' | 'channels' | 'onChain'>
> & {
  readonly coins: readonly Coin[];
  readonly channels: readonly ChannelRecord[];
  readonly onChain: readonly OnChainRecord[];
};

export function replaceChannel(state: WalletState, record: ChannelRecord): WalletState {
  return {
    ...state,
    channels: state.channels.map((channel) => (channel.id === record.id ? record : channel)),
  };
}
