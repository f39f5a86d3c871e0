import * as v from 'valibot';
import { formatDoge, type Koinu, parseDoge } from '../money.ts';
import { type NetworkName, POLICY } from '../networks.ts';
import { ok, type Result, refuse } from '../result.ts';
import { fromHex, toHex } from './bytes.ts';
import { isPublicKey } from './signature.ts';
import type { Terms } from './terms.ts';

/** [2] What the till offers to whoever asks: one key, never given before or again. Times in RFC 3339. */
export interface ChannelOffer {
  readonly network: NetworkName;
  /** 33 bytes, compressed. */
  readonly merchantKey: Uint8Array;
  readonly settlementAddress: string;
  /** Height of the till's tip. */
  readonly height: number;
  readonly issued: string;
  readonly expires: string;
  readonly terms: Terms;
}

/** What a channel's state is called on the wire. */
export const WIRE_STATES = [
  'confirming',
  'open',
  'closing',
  'closed',
  'refunded',
  'lapsed',
  'conflicted',
] as const;
export type WireState = (typeof WIRE_STATES)[number];

/** [4] */
export interface ChannelStatus {
  readonly channel: string;
  readonly state: WireState;
  readonly confirmations: number;
  readonly required: number;
  readonly capacity: Koinu;
  readonly paid: Koinu;
  readonly spendable: Koinu;
  readonly locktime: number;
  readonly cutoff: number;
  readonly settlementAddress: string;
}

/** [5] DogeConnect's `payment`, with the member that says how to pay through a channel. */
export interface PaymentRequest {
  readonly id: string;
  readonly issued: string;
  readonly timeoutSeconds: number;
  readonly relay: string;
  readonly feePerKb: Koinu;
  readonly vendorName: string;
  readonly memo: string;
  readonly total: Koinu;
  readonly payTo: string;
  readonly channel: ChannelEndpoints;
}

interface ChannelEndpoints {
  readonly offer: string;
  readonly announce: string;
  readonly pay: string;
  readonly tips: boolean;
  /** The till's time when it said this, by which its invoices end; undefined of a till that does not say. */
  readonly time?: string | undefined;
}

/** [G] */
export interface Receipt {
  readonly invoice: string;
  readonly channel: string;
  readonly amount: Koinu;
  readonly tip: Koinu;
  readonly paid: Koinu;
  readonly spendable: Koinu;
  readonly accepted: string;
  /** SHA-256 of the stored PSBT, hex. */
  readonly psbtHash: string;
}

const amount = v.pipe(
  v.string(),
  v.maxLength(24),
  v.rawTransform(({ dataset, addIssue, NEVER }): Koinu => {
    const value = parseDoge(dataset.value);
    if (value === undefined) {
      addIssue({ message: 'not a decimal DOGE amount with at most 8 decimals' });
      return NEVER;
    }
    return value;
  }),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(512));
/** Plain http is allowed: the envelope is signed. Nothing else is an address of a till. */
const url = v.pipe(v.string(), v.maxLength(2048), v.url(), v.regex(/^https?:\/\//));
const channelId = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const publicKey = v.pipe(
  v.string(),
  v.regex(/^0[23][0-9a-f]{64}$/),
  v.transform(fromHex),
  v.check(isPublicKey, 'not a point of the curve'),
);

const termsSchema = v.object({
  min_capacity: amount,
  max_capacity: amount,
  max_inputs: count,
  min_locktime_blocks: count,
  max_locktime_blocks: count,
  payment_cutoff_blocks: count,
  confirmations: count,
  fee_per_kb: amount,
  dust: amount,
});

const offerSchema = v.object({
  type: v.literal('channel_offer'),
  protocol: v.literal(1),
  network: v.picklist(['mainnet', 'testnet', 'regtest']),
  pubkey: publicKey,
  settlement_address: text,
  height: count,
  issued: text,
  expires: text,
  terms: termsSchema,
});

const statusSchema = v.object({
  type: v.literal('channel_status'),
  channel: channelId,
  state: v.picklist(WIRE_STATES),
  confirmations: count,
  required: count,
  capacity: amount,
  paid: amount,
  spendable: amount,
  locktime: count,
  cutoff: count,
  settlement_address: text,
});

const paymentRequestSchema = v.object({
  type: v.literal('payment'),
  id: text,
  issued: text,
  timeout: count,
  relay: url,
  fee_per_kb: amount,
  vendor_name: text,
  note: v.optional(text, ''),
  total: amount,
  outputs: v.pipe(v.array(v.object({ address: text, amount })), v.length(1)),
  channel: v.object({ offer: url, announce: url, pay: url, tips: v.boolean(), time: v.optional(text) }),
});

const receiptSchema = v.object({
  type: v.literal('receipt'),
  invoice: text,
  channel: channelId,
  amount,
  tip: amount,
  paid: amount,
  spendable: amount,
  accepted: text,
  psbt_hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** Reads one message's payload. Refuses malformed_request, naming the first member that is wrong. */
function read<S extends v.GenericSchema>(schema: S, value: unknown): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  return refuse('malformed_request', { problem: `${v.getDotPath(issue) ?? 'message'}: ${issue.message}` });
}

export function writeTerms(terms: Terms): v.InferInput<typeof termsSchema> {
  return {
    min_capacity: formatDoge(terms.minCapacity),
    max_capacity: formatDoge(terms.maxCapacity),
    max_inputs: terms.maxInputs,
    min_locktime_blocks: terms.minLocktimeBlocks,
    max_locktime_blocks: terms.maxLocktimeBlocks,
    payment_cutoff_blocks: terms.paymentCutoffBlocks,
    confirmations: terms.confirmations,
    fee_per_kb: formatDoge(terms.feePerKb),
    dust: formatDoge(terms.dust),
  };
}

export function writeOffer(offer: ChannelOffer): v.InferInput<typeof offerSchema> {
  return {
    type: 'channel_offer',
    protocol: 1,
    network: offer.network,
    pubkey: toHex(offer.merchantKey),
    settlement_address: offer.settlementAddress,
    height: offer.height,
    issued: offer.issued,
    expires: offer.expires,
    terms: writeTerms(offer.terms),
  };
}

export function readOffer(payload: unknown): Result<ChannelOffer> {
  const parsed = read(offerSchema, payload);
  if (!parsed.ok) return parsed;
  const { terms, pubkey, network, height, issued, expires } = parsed.value;
  const settlementAddress = parsed.value.settlement_address;
  return ok({
    network,
    merchantKey: pubkey,
    settlementAddress,
    height,
    issued,
    expires,
    terms: termsOf(terms),
  });
}

function termsOf(terms: v.InferOutput<typeof termsSchema>): Terms {
  return {
    minCapacity: terms.min_capacity,
    maxCapacity: terms.max_capacity,
    maxInputs: terms.max_inputs,
    minLocktimeBlocks: terms.min_locktime_blocks,
    maxLocktimeBlocks: terms.max_locktime_blocks,
    paymentCutoffBlocks: terms.payment_cutoff_blocks,
    confirmations: terms.confirmations,
    feePerKb: terms.fee_per_kb,
    dust: terms.dust,
  };
}

export function writeStatus(status: ChannelStatus): v.InferInput<typeof statusSchema> {
  const { settlementAddress, capacity, paid, spendable, ...rest } = status;
  return {
    type: 'channel_status',
    ...rest,
    capacity: formatDoge(capacity),
    paid: formatDoge(paid),
    spendable: formatDoge(spendable),
    settlement_address: settlementAddress,
  };
}

export function readStatus(payload: unknown): Result<ChannelStatus> {
  const parsed = read(statusSchema, payload);
  if (!parsed.ok) return parsed;
  const { type: _, settlement_address: settlementAddress, ...status } = parsed.value;
  return ok({ ...status, settlementAddress });
}

/** DogeConnect 1.0, Connect Payment: every required member, and the optional texts that a shop has. */
export function writePaymentRequest(request: PaymentRequest) {
  const total = formatDoge(request.total);
  return {
    type: 'payment',
    id: request.id,
    issued: request.issued,
    timeout: request.timeoutSeconds,
    relay: request.relay,
    fee_per_kb: formatDoge(request.feePerKb),
    max_size: POLICY.standardSize - 1,
    vendor_icon: '',
    vendor_name: request.vendorName,
    vendor_address: '',
    note: request.memo,
    total,
    items: [
      {
        type: 'item',
        id: '1',
        icon: '',
        name: request.memo === '' ? request.vendorName : request.memo,
        desc: '',
        count: 1,
        unit: total,
        total,
      },
    ],
    outputs: [{ address: request.payTo, amount: total }],
    channel: { ...request.channel },
  };
}

export function readPaymentRequest(payload: unknown): Result<PaymentRequest> {
  const parsed = read(paymentRequestSchema, payload);
  if (!parsed.ok) return parsed;
  const { id, issued, relay, total, note, outputs, channel } = parsed.value;
  const [output] = outputs;
  if (output === undefined || output.amount !== total) {
    return refuse('malformed_request', { problem: 'outputs: not the total' });
  }
  return ok({
    id,
    issued,
    timeoutSeconds: parsed.value.timeout,
    relay,
    feePerKb: parsed.value.fee_per_kb,
    vendorName: parsed.value.vendor_name,
    memo: note,
    total,
    payTo: output.address,
    channel,
  });
}

export function writeReceipt(receipt: Receipt): v.InferInput<typeof receiptSchema> {
  return {
    type: 'receipt',
    invoice: receipt.invoice,
    channel: receipt.channel,
    amount: formatDoge(receipt.amount),
    tip: formatDoge(receipt.tip),
    paid: formatDoge(receipt.paid),
    spendable: formatDoge(receipt.spendable),
    accepted: receipt.accepted,
    psbt_hash: receipt.psbtHash,
  };
}

export function readReceipt(payload: unknown): Result<Receipt> {
  const parsed = read(receiptSchema, payload);
  if (!parsed.ok) return parsed;
  const { type: _, psbt_hash: psbtHash, ...receipt } = parsed.value;
  return ok({ ...receipt, psbtHash });
}
