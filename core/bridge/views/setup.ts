import type { NodeReason } from '../../refusal.ts';

/* What set-up and practice are told. */

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
