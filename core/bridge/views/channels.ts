import type { PaymentView } from './counter.ts';
import type { ProblemView } from './problem.ts';

/* What screens are told of channels, of closing them and of their settlements. */

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
  /** The height of the tip from which the till closes it by itself, if anything was paid: the cutoff or below it. */
  readonly closesAt: number;
  readonly announced: string;
  readonly settlementAddress: string;
  /** Who spent the funding outputs; without a height while in the mempool only. */
  readonly spend?: { readonly kind: string; readonly txid: string; readonly height?: number };
  /** What an older settlement brought instead of `paid`. */
  readonly settledShort?: string;
  /** How far the settlement of a channel that is being closed has come. */
  readonly settling?: SettlementView['state'];
  /** What stands in the way of closing or funding now. */
  readonly problem?: string;
  readonly frozen?: string;
}

export interface ChannelDetailView extends ChannelView {
  readonly script: string;
  readonly funding: readonly { readonly txid: string; readonly vout: number; readonly value: string }[];
  readonly history: readonly PaymentView[];
  readonly opened?: string;
  readonly closing?: string;
  readonly ended?: string;
  /** The last payment's PSBT in base64, as stored. */
  readonly psbt?: string;
  readonly settlement?: SettlementView;
}

export interface SettlementView {
  readonly txid: string;
  readonly hex: string;
  readonly signed: string;
  /** `sent`: a node took it, which proves nothing about the others; `spread`: a node has it that was not given it. */
  readonly state: 'signed' | 'sent' | 'spread' | 'mined' | 'buried';
  /** The till's own node has the name ''. */
  readonly nodes: readonly {
    readonly name: string;
    /** When this till gave it first. */
    readonly given?: string;
    /** When it was found to have it without. */
    readonly heard?: string;
    readonly problem?: string;
  }[];
  /** What pays for it out of the merchant's money: the transaction that is mined, else the newest one. */
  readonly raised?: RaisedView;
}

export interface ClosePreviewView {
  readonly id: string;
  readonly name: string;
  /** What arrives at the settlement address. */
  readonly arrives: string;
  readonly fee: string;
  readonly returned: string;
  /** Canonical size in bytes. */
  readonly size: number;
  /** The settlement must be mined at this height or below: from the next on the customer may take all back. */
  readonly safeUntil: number;
  readonly problem?: ProblemView;
}

/** What became of one channel that was to be closed. */
export interface CloseView {
  readonly id: string;
  /** The settlements of the first fifty alone: ten thousand are asked for one by one. */
  readonly channel?: ChannelView & Pick<ChannelDetailView, 'settlement'>;
  readonly problem?: ProblemView;
}

/** A transaction that spends what a settlement pays, back to the same address and less a fee. */
export interface RaisedView {
  readonly txid: string;
  readonly fee: string;
  readonly at: string;
  /**
   * `unneeded`: the settlement is mined without it, and it may yet be mined. `void`: it never can be, for another form
   * of the settlement, or another spend of the funding, is mined; the fee is not spent.
   */
  readonly state: 'signed' | 'sent' | 'mined' | 'unneeded' | 'void';
  readonly height?: number;
  /** What it leaves, as its first output, at the settlement address. */
  readonly rest: string;
}
