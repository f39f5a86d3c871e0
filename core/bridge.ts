import * as v from 'valibot';
import type { Refusal } from './refusal.ts';

/**
 * Every call between a screen (or the command line) and the till: its name, what it takes and what it gives. One
 * contract for the window, the browser and the control connection. Amounts are 8-DP strings, times RFC 3339.
 */
export const CALLS = {
  status: v.strictObject({}),
  issueInvoice: v.strictObject({
    amount: v.pipe(v.string(), v.maxLength(32)),
    memo: v.optional(v.pipe(v.string(), v.maxLength(256, 'at most 256 characters')), ''),
    tips: v.optional(v.boolean(), false),
  }),
  invoices: v.strictObject({ limit: v.optional(pageSize(), 100) }),
  invoice: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)) }),
  cancelInvoice: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)) }),
  channels: v.strictObject({ limit: v.optional(pageSize(), 1000), offset: v.optional(wholeNumber(), 0) }),
  channel: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)) }),
  close: v.strictObject({
    ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(10_000)),
    passphrase: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  }),
  scan: v.strictObject({ text: v.pipe(v.string(), v.maxLength(300_000)) }),
} as const;

function wholeNumber() {
  return v.pipe(v.number(), v.integer(), v.minValue(0));
}

function pageSize() {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000));
}

export type CallName = keyof typeof CALLS;
export type CallInput<N extends CallName> = v.InferInput<(typeof CALLS)[N]>;
export type CallArguments<N extends CallName> = v.InferOutput<(typeof CALLS)[N]>;

export interface CallOutput {
  status: StatusView;
  issueInvoice: InvoiceView;
  invoices: readonly InvoiceView[];
  invoice: InvoiceView;
  cancelInvoice: InvoiceView;
  channels: readonly ChannelView[];
  channel: ChannelDetailView;
  close: readonly CloseView[];
  scan: ScanView;
}

/** A call's answer as it travels: the output, or why not. */
export type CallAnswer<N extends CallName> =
  | { readonly ok: true; readonly value: CallOutput[N] }
  | { readonly ok: false; readonly problem: ProblemView };

export interface ProblemView {
  readonly code: Refusal['code'] | 'internal_error';
  /** One sentence in English; screens word the code themselves. */
  readonly detail: string;
}

export interface InvoiceView {
  readonly id: string;
  readonly state: 'open' | 'paid' | 'expired' | 'cancelled';
  readonly amount: string;
  readonly memo: string;
  readonly tips: boolean;
  readonly uri: string;
  readonly url: string;
  readonly address: string;
  readonly issued: string;
  readonly expires: string;
  readonly payment?: PaymentView;
}

export interface PaymentView {
  readonly invoice: string;
  readonly channel: string;
  readonly amount: string;
  readonly tip: string;
  /** Everything paid on the channel, this payment included. */
  readonly paid: string;
  readonly accepted: string;
}

export interface ScanView extends PaymentView {
  /** The signed receipt, a Connect Envelope: to be shown to the customer, who has no other way to get it. */
  readonly receipt: object;
}

export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly state: 'confirming' | 'open' | 'closing' | 'closed' | 'refunded' | 'lapsed' | 'conflicted';
  readonly capacity: string;
  readonly paid: string;
  readonly spendable: string;
  readonly payments: number;
  readonly confirmations: number;
  readonly required: number;
  readonly locktime: number;
  readonly cutoff: number;
  readonly announced: string;
  readonly settlementAddress: string;
  /** Who spent the funding outputs; without a height while in the mempool only. */
  readonly spend?: { readonly kind: string; readonly txid: string; readonly height?: number };
  /** What stands in the way of closing or funding now. */
  readonly problem?: string;
  readonly frozen?: string;
}

export interface ChannelDetailView extends ChannelView {
  readonly script: string;
  readonly funding: readonly { readonly txid: string; readonly vout: number; readonly value: string }[];
  readonly history: readonly PaymentView[];
  /** The last payment's PSBT in base64, as stored. */
  readonly psbt?: string;
  readonly settlement?: { readonly txid: string; readonly hex: string; readonly signed: string };
}

/** What became of one channel that was to be closed. */
export interface CloseView {
  readonly id: string;
  readonly channel?: ChannelDetailView;
  readonly problem?: ProblemView;
}

export interface StatusView {
  readonly version: string;
  readonly network: 'mainnet' | 'testnet' | 'regtest';
  readonly endpoint: string;
  readonly identity: string;
  /** Of the tip the till has seen; undefined before the node ever answered. */
  readonly height?: number;
  readonly tip?: string;
  /** Seconds since the node's last answer. */
  readonly tipAge?: number;
  readonly node: { readonly isReachable: boolean; readonly problem?: string };
  /** The till cannot co-sign settlements by itself: closing needs the passphrase. */
  readonly isLocked: boolean;
  readonly channels: Readonly<Record<string, number>>;
  /** Acknowledged and not yet settled. */
  readonly atRisk: string;
}
