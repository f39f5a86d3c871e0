import type { Role } from '../calls.ts';

/* Who sits at a screen, and what the owner has set. */

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
