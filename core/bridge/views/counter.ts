/* What screens are told of sales: an invoice, its payment, what came to its address, what a scanner read. Amounts are 8-DP strings, times RFC 3339. */

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
  /** What one DOGE was worth when it was issued: the worth of a sale is that of its day. */
  readonly pricing?: { readonly currency: string; readonly rate: string };
  readonly payment?: PaymentView;
  /** What came to the invoice's own address on the chain, once something has. */
  readonly onChain?: OnChainView;
  /** In which ways it cannot be paid; absent where it can in every one. */
  readonly obstacles?: readonly InvoiceObstacle[];
}

export interface InvoicesView {
  readonly invoices: readonly InvoiceView[];
  /** What is older is asked for with this as `before`; absent where all were looked at. */
  readonly next?: string;
}

export interface PaymentView {
  readonly invoice: string;
  readonly channel: string;
  readonly customer: string;
  readonly amount: string;
  readonly tip: string;
  /** Everything paid on the channel, this payment included. */
  readonly paid: string;
  /** What the customer can still spend after it. */
  readonly spendable: string;
  readonly accepted: string;
}

export type ScanView =
  /** A payment, accepted. The receipt is a Connect Envelope: the customer has no other way to get it. */
  | ({ readonly kind: 'payment'; readonly receipt: object } & PaymentView)
  /** An announcement, accepted: the channel's `statement` is to be shown to the customer. */
  | { readonly kind: 'channel'; readonly channel: string; readonly capacity: string }
  /** So many frames of an animated code, of all of them. */
  | { readonly kind: 'part'; readonly have: number; readonly total: number };

export interface StatementView {
  /** A Connect Envelope. */
  readonly envelope: object;
  /** The same as texts of QR codes, to be shown in turn where there is more than one. */
  readonly frames: readonly string[];
}

/** What came to an invoice's own address on the chain. Words in docs/GLOSSARY.md. */
export interface OnChainView {
  readonly state: 'underpaid' | 'waiting' | 'reorged' | 'paid' | 'late' | 'double_spent' | 'paid_twice';
  readonly received: string;
  readonly missing: string;
  /** To be given back. */
  readonly excess: string;
  readonly tip: string;
  /** What came and cannot be mined any more. */
  readonly lost: string;
  readonly confirmations: number;
  readonly required: number;
  readonly firstSeen: string;
  /** When it counted as paid. */
  readonly settled?: string;
  /** When a clerk took what came too late. */
  readonly acceptedLate?: string;
  /** What a clerk took for the whole, and when; `received` and `missing` say what has come since. */
  readonly acceptedPart?: string;
  readonly acceptedPartAt?: string;
  /**
   * Where whoever gave the payment to the relay said that a refund should go. Nothing proves that he is the customer: it is
   * to be shown as said by a stranger, and the customer is to be asked. Never an address that is known to be the till's own.
   */
  readonly refundAddress?: string;
  readonly txids: readonly string[];
  /** What somebody has to decide: money that came and is no part of a sale. */
  readonly question?: {
    readonly kind: 'late' | 'underpaid' | 'paid_twice' | 'excess';
    readonly amount: string;
  };
  /** What was decided, in the order in which it was. */
  readonly decisions?: readonly DecisionView[];
}

export interface DecisionView {
  /** `took`: as the sale; `reopened`: what was given back or kept before is in question again. */
  readonly decision: 'took' | 'gave_back' | 'kept' | 'reopened';
  readonly amount: string;
  readonly role: 'clerk' | 'owner';
  readonly note: string;
  readonly decided: string;
}

/**
 * A way in which an invoice cannot be paid. `first_payment`: as the first one of a channel, which is less than nodes take
 * for an output. `plain_fee`: on the chain only with the higher fee that nodes ask for so small an output.
 * `any_channel`: through a channel, which holds less.
 */
export type InvoiceObstacle = 'first_payment' | 'plain_fee' | 'any_channel';
