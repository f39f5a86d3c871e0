/* What screens are told of the till, its node and its backups, and what wants attention. */

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

export interface BackupView {
  /** The folder that holds it. */
  readonly path: string;
  readonly made: string;
}

export interface BackupStatusView {
  /** When the newest was made, if there is one where backups go. */
  readonly made?: string;
  /** On the same disk as the till: of no use when that one is lost. */
  readonly isBesideTill: boolean;
  /** The owner's to know. */
  readonly folder?: string;
  /** Why the last try failed: a reason of backup_failed. */
  readonly problem?: string;
}

/** What may be wrong with the till's sight of the chain (core/merchant/sight/chain-problem.ts). */
export type ChainProblemKind =
  | 'disk_failed'
  | 'disk_low'
  | 'till_failed'
  | 'node_unreachable'
  | 'node_starting'
  | 'node_unusable'
  | 'wrong_network'
  | 'blocks_missing'
  | 'catching_up'
  | 'initial_download'
  | 'tip_old'
  | 'clock_ahead'
  | 'clock_behind'
  | 'clock_set_back'
  | 'few_peers'
  | 'peers_clock'
  | 'nodes_disagree'
  | 'node_lags'
  | 'other_node_lags'
  | 'other_node_ahead'
  | 'other_node_away';
