import type { NodeReason } from '../refusal.ts';

/** What screens are told of what is around a till: its backups, its node, practice, and what comes by the chain. Plain JSON, as all of bridge.ts. */

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

/** What a backup holds, for somebody who wants it back. */
export interface FoundBackupView {
  readonly folder: string;
  readonly network: 'mainnet' | 'testnet' | 'regtest';
  readonly shopName: string;
  /** How the earlier till was run is in it: no node is asked for. */
  readonly namesNode: boolean;
  /** When the last sale in it was issued; later ones are not in it. */
  readonly newestSale?: string;
  /** Not settled yet in it, and what they owe. */
  readonly channels: number;
  readonly owed: string;
  readonly hasOwnerPin: boolean;
}

export interface FoundNodeView {
  /** What testNode and createShop take. */
  readonly node: string;
  /** Where it was found, for a person. */
  readonly label: string;
}

export interface NodeTestView {
  readonly isUsable: boolean;
  /** What is wrong with one that cannot be used. */
  readonly reason?: NodeReason;
  /** One sentence in English: what is wrong, or what was found. */
  readonly detail: string;
  readonly height?: number;
  readonly peers?: number;
}

export interface WordsCheckView {
  /** Places, from 1, of words that are not in the list of seed words at all. */
  readonly unknown: readonly number[];
  /** For each of them the words of the list that are most like it. */
  readonly nearest: readonly (readonly string[])[];
  /** Of words that are all in the list: whether they are 12, 15, 18, 21 or 24, and their checksum holds. */
  readonly isSeed: boolean;
}

export interface PracticeView {
  readonly funds: string;
  readonly height: number;
  readonly channels: readonly {
    readonly id: string;
    readonly state: string;
    readonly paid: string;
    readonly spendable: string;
  }[];
  /** What the customer's wallet said last, when it refused something. */
  readonly problem?: string;
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

/** What a policy may cost its owner, with the value that the consequence is told with. */
export interface PolicyRiskView {
  readonly kind:
    | 'zero_conf'
    | 'invoice_confirmations'
    | 'confirmations'
    | 'exposure'
    | 'cutoff'
    | 'fee'
    | 'fee_budget'
    | 'fee_escalation'
    | 'fee_lag'
    | 'invoice_short'
    | 'invoice_long'
    | 'peers'
    | 'requests'
    | 'offers';
  readonly value: string | number;
}

/**
 * A way in which an invoice cannot be paid. `first_payment`: as the first one of a channel, which is less than nodes take
 * for an output. `plain_fee`: on the chain only with the higher fee that nodes ask for so small an output.
 * `any_channel`: through a channel, which holds less.
 */
export type InvoiceObstacle = 'first_payment' | 'plain_fee' | 'any_channel';

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
