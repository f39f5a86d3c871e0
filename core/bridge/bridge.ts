import type * as v from 'valibot';
import type { Refusal } from '../refusal.ts';
import { CALLS, type Proof, type Role } from './calls.ts';
import type { ChannelDetailView, ChannelView, ClosePreviewView, CloseView } from './views/channels.ts';
import type { InvoicesView, InvoiceView, ScanView, StatementView } from './views/counter.ts';
import type {
  AbsenceView,
  AlertHookView,
  CollectPreviewView,
  CollectView,
  PayoutPreviewView,
  PayoutView,
  SettlementExportView,
} from './views/owner.ts';
import type { ProblemView } from './views/problem.ts';
import type { PolicyRiskView, PolicyView, SessionView, SettingsView } from './views/session.ts';
import type {
  FoundBackupView,
  FoundNodeView,
  NodeTestView,
  PracticeView,
  WordsCheckView,
} from './views/setup.ts';
import type { BackupView, StatusView, WarningView } from './views/status.ts';

/**
 * Every call and event between a screen (or the command line) and the till: its name, who may make it, what it takes
 * and what it gives. One contract for the window, the browser and the control connection. Amounts are 8-DP strings,
 * times RFC 3339. Everything here is plain JSON.
 */

/** The screens' one door: what they may ask, and what they are answered. */
export { CALLS, type Proof, type Role };

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
