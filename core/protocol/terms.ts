import type { Koinu } from '../money.ts';

/** What a merchant accepts. An offer carries it, and the channel opened from the offer keeps it. */
export interface Terms {
  readonly minCapacity: Koinu;
  readonly maxCapacity: Koinu;
  readonly maxInputs: number;
  /** A channel's locktime lies this far above the tip at the announcement. Blocks. */
  readonly minLocktimeBlocks: number;
  readonly maxLocktimeBlocks: number;
  /** No payment at or after the locktime less this. Blocks. */
  readonly paymentCutoffBlocks: number;
  /** Depth of every funding output before a payment, and of the settlement before it is called done. */
  readonly confirmations: number;
  /** The least fee of a settlement, per 1000 bytes of its canonical size. */
  readonly feePerKb: Koinu;
  /** No output of a settlement is below it. */
  readonly dust: Koinu;
}
