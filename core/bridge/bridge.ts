import type * as v from 'valibot';
import type { Refusal } from '../refusal.ts';
import type {
  BackupStatusView,
  BackupView,
  ChainProblemKind,
  FoundBackupView,
  FoundNodeView,
  InvoiceObstacle,
  NodeTestView,
  OnChainView,
  PolicyRiskView,
  PracticeView,
  WordsCheckView,
} from './app-views.ts';
import { CALLS, type Proof, type Role } from './calls.ts';
import type {
  AbsenceView,
  AlertHookView,
  CollectPreviewView,
  CollectView,
  PayoutPreviewView,
  PayoutView,
  RaisedView,
  SettlementExportView,
} from './owner-views.ts';

/**
 * Every call and event between a screen (or the command line) and the till: its name, who may make it, what it takes
 * and what it gives. One contract for the window, the browser and the control connection. Amounts are 8-DP strings,
 * times RFC 3339. Everything here is plain JSON.
 */

/** The screens' one door: what they may ask, and what they are answered. */
export { CALLS, type OnChainView, type Proof, type Role };

export type CallName = keyof typeof CALLS;
export type CallInput<N extends CallName> = v.InferInput<(typeof CALLS)[N]['input']>;
export type CallArguments<N extends CallName> = v.InferOutput<(typeof CALLS)[N]['input']>;

export interface CallOutput {
  session: SessionView;
  unlock: SessionView;
  lock: SessionView;
  noteInput: object;
  issueInvoice: InvoiceView;
  invoices: InvoicesView;
  invoice: InvoiceView;
  cancelInvoice: InvoiceView;
  acceptLate: InvoiceView;
  acceptPart: InvoiceView;
  decide: InvoiceView;
  reopen: InvoiceView;
  scan: ScanView;
  statement: StatementView;
  warnings: readonly WarningView[];
  status: StatusView;
  channels: readonly ChannelView[];
  channel: ChannelDetailView;
  previewClose: readonly ClosePreviewView[];
  close: readonly CloseView[];
  settings: SettingsView;
  saveSettings: SettingsView;
  backup: BackupView;
  policy: PolicyView;
  savePolicy: PolicyView;
  checkPolicy: { readonly risks: readonly PolicyRiskView[] };
  keepPassphrase: StatusView;
  forgetPassphrase: StatusView;
  payout: PayoutView;
  previewPayout: PayoutPreviewView;
  setPayout: PayoutView;
  collections: CollectView;
  previewCollect: CollectPreviewView;
  collect: CollectView;
  absence: AbsenceView;
  previewAbsence: AbsenceView;
  planAbsence: AbsenceView;
  alertHook: AlertHookView;
  setAlertHook: AlertHookView;
  exportSettlements: SettlementExportView;
  setPin: SessionView;
  findNodes: readonly FoundNodeView[];
  testNode: NodeTestView;
  newSeed: { readonly words: string };
  checkWords: WordsCheckView;
  createShop: SessionView;
  findBackup: FoundBackupView;
  restoreShop: SessionView;
  setNode: SessionView;
  addOtherNode: SessionView;
  removeOtherNode: SessionView;
  switchMode: SessionView;
  practice: PracticeView;
  practiceOpenChannel: PracticeView;
  practicePay: PracticeView;
  practicePayOnChain: PracticeView;
  practiceMine: PracticeView;
}

/** A call's answer as it travels: the output, or why not. */
export type CallAnswer<N extends CallName> =
  | { readonly ok: true; readonly value: CallOutput[N] }
  | { readonly ok: false; readonly problem: ProblemView };

export interface ProblemView {
  readonly code: Refusal['code'] | 'internal_error';
  /** One sentence in English; screens word the code themselves and show this for codes they do not know. */
  readonly detail: string;
  /** Which of a code's reasons it is, where the code alone says too little. */
  readonly reason?: string;
  /** For wrong_pin and the like: when the next try is listened to. */
  readonly retryAfterSeconds?: number;
}

/** What a screen is told without asking. It asks again for what it shows. */
export type BridgeEvent =
  | { readonly type: 'invoice_changed'; readonly id: string }
  /** A customer's payment for the invoice was refused. Nothing was taken. */
  | { readonly type: 'payment_refused'; readonly id: string; readonly code: Refusal['code'] }
  | { readonly type: 'channel_changed'; readonly id: string }
  | { readonly type: 'chain_changed' }
  | { readonly type: 'settings_changed' }
  /** The role of this screen was taken away or the mode changed: ask who sits here now. */
  | { readonly type: 'session_changed' };

/** How a screen reaches the till: implemented by the window's preload and by the browser host's page. */
export interface Bridge {
  call<N extends CallName>(
    name: N,
    input: CallInput<N>,
    /** For this one call: an owner at a clerk's screen, or one who was asked to show it anew. */
    override?: Proof,
  ): Promise<CallAnswer<N>>;
  onEvent(listener: (event: BridgeEvent) => void): () => void;
  /** Asks the person for a folder, by the system's own dialog; undefined when she chose none. Absent where there is no such dialog. */
  chooseFolder?(): Promise<string | undefined>;
  /** Heard several times a second for as long as the till's process runs. Absent where there is no such process. */
  onSignOfLife?(listener: () => void): () => void;
}

export interface SessionView {
  /** undefined while a PIN is wanted. */
  readonly role?: Role;
  readonly mode: 'practice' | 'shop';
  /** A shop was set up on this machine: practice can be left. */
  readonly hasShop: boolean;
  readonly hasClerkPin: boolean;
  readonly hasOwnerPin: boolean;
  readonly network: 'mainnet' | 'testnet' | 'regtest';
  readonly version: string;
  readonly settings: SettingsView;
}

export interface SettingsView {
  readonly language: 'en' | 'de';
  readonly shopName: string;
  readonly currency: string;
  readonly rate: string;
  /** When the rate was set. */
  readonly rateSince?: string;
  readonly theme: 'system' | 'light' | 'dark' | 'contrast';
  readonly keypad: 'telephone' | 'calculator';
  readonly sound: boolean;
  readonly warningSound: boolean;
  readonly offersTips: boolean;
  readonly lockAfterMinutes: number;
  readonly keepsInTray: boolean;
  readonly backupFolder: string;
  readonly backupsKept: number;
  readonly warnBlocks: readonly number[];
}

export interface PolicyView {
  /** All of it, defaults included: amounts as 8-DP strings, counts as numbers. */
  readonly policy: Readonly<Record<string, string | number>>;
  readonly defaults: Readonly<Record<string, string | number>>;
  /** New terms bind new offers only; this counts the channels that keep theirs. */
  readonly channelsUnderOtherTerms: number;
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

/** Something that wants somebody's attention, the most urgent first. */
export interface WarningView {
  readonly kind:
    | 'cutoff_near'
    | 'close_stuck'
    | ChainProblemKind
    | 'till_locked'
    /** Nothing is due, but a locked till will not close what comes due. */
    | 'closing_needs_owner'
    /** Nobody has decided yet about money that came to invoices' addresses. */
    | 'open_questions'
    | 'automatic_close_late'
    | 'settlement_unproven'
    | 'settlement_late'
    | 'double_spend'
    | 'channel_frozen'
    | 'conflicted'
    | 'settled_short'
    | 'password_in_arguments'
    | 'secret_readable';
  readonly severity: 'notice' | 'warning' | 'alarm';
  readonly channel?: string;
  readonly name?: string;
  /** What is at stake. */
  readonly amount?: string;
  /** Blocks until the till closes it by itself; negative after that. */
  readonly blocksLeft?: number;
  /** What the words of a ChainProblemKind have places for. */
  readonly facts?: Readonly<Record<string, string | number>>;
  /** The till is locked: it does not do by itself what it would do else. */
  readonly needsPassphrase?: true;
  readonly detail?: string;
}

export interface ChainProblemView {
  readonly kind: ChainProblemKind;
  readonly severity: WarningView['severity'];
  readonly facts: Readonly<Record<string, string | number>>;
  /** One sentence in English. */
  readonly detail: string;
}

/** A further node, which the till asks for a second opinion. */
export interface OtherNodeView {
  readonly name: string;
  /** undefined before it ever answered. */
  readonly height?: number;
  readonly problem?: ChainProblemView;
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
  /** The height that deadlines count with. */
  readonly worstCaseHeight?: number;
  /** What is wrong with the sight of the chain, what blinds first. */
  readonly chainProblems: readonly ChainProblemView[];
  readonly otherNodes: readonly OtherNodeView[];
  /** The till cannot co-sign settlements by itself: closing needs the passphrase. */
  readonly isLocked: boolean;
  /** Whether the passphrase is kept in the system's keychain; absent where it cannot or need not be. */
  readonly keepsPassphrase?: boolean;
  readonly channels: Readonly<Record<string, number>>;
  /** Acknowledged and not yet settled; the owner's to know, as are the channels, which are empty for a clerk. */
  readonly atRisk?: string;
  /** Of a till that makes its daily ones; absent in practice. */
  readonly backup?: BackupStatusView;
  /** Seconds between two blocks that estimates count with. */
  readonly blockSeconds: number;
  /** Runs at every look at the chain and every minute; late when it has not for five minutes. */
  readonly automaticClose: { readonly lastRun?: string; readonly isLate: boolean };
}
