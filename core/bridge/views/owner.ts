/* What owners are told: where settlements pay, what is collected, absences, alerts. */

export interface PayoutView {
  /** The owner's extended public key; absent where settlements pay the till's own addresses. */
  readonly account?: string;
  readonly firstAddress?: string;
  readonly since?: string;
}

export interface PayoutPreviewView {
  /** The account's first receiving addresses. */
  readonly addresses: readonly string[];
}

/** A planned absence, or one that is only asked about; without times where nothing is planned. */
export interface AbsenceView {
  readonly from?: string;
  readonly to?: string;
  /** The highest that the chain may be at its end. */
  readonly height?: number;
  /** What would come due in it, together. */
  readonly amount: string;
  readonly channels: readonly {
    readonly id: string;
    readonly name: string;
    readonly paid: string;
    /** The height at which the till would close it by itself. */
    readonly closeBy: number;
  }[];
}

export interface AlertHookView {
  /** '' for none. */
  readonly url: string;
  /** When the last message got there. */
  readonly lastTold?: string;
  /** Why the last one did not. */
  readonly problem?: string;
}

export interface SettlementExportView {
  /** Comment lines that begin with #, and one line of hex a settlement. */
  readonly text: string;
  readonly count: number;
  readonly amount: string;
}

/** What taking the invoices' coins to one address would bring. Changes nothing. */
export interface CollectPreviewView {
  readonly to: string;
  readonly transactions: number;
  readonly coins: number;
  readonly sum: string;
  readonly fee: string;
  readonly arrives: string;
  /** Left: somebody has to decide first whose they are. */
  readonly undecided: { readonly coins: number; readonly amount: string };
  /** Left: in no block, or not deep enough yet. */
  readonly shallow: { readonly coins: number; readonly amount: string };
  /** Left: worth less than the fee of taking them. */
  readonly small: { readonly coins: number; readonly amount: string };
  /** Left: spent by other means than this till. */
  readonly spent: number;
  /** There are more than are taken in one go. */
  readonly isMore: boolean;
}

export interface CollectionView {
  readonly txid: string;
  readonly to: string;
  readonly amount: string;
  readonly fee: string;
  readonly made: string;
  readonly state: 'signed' | 'sent' | 'mined' | 'buried' | 'conflicted';
  /** Of one in a block. */
  readonly confirmations?: number;
  /** What the node said against it last. */
  readonly problem?: string;
}

export interface CollectView {
  /** The newest first. */
  readonly collections: readonly CollectionView[];
}
