/** Everything that happens in one run. Durations in minutes, depths in blocks; channels by the order of their opening. */
export interface Scenario {
  /** Of everything that is not an action: when blocks come, what they hold. */
  readonly seed: number;
  readonly setting: Setting;
  readonly actions: readonly Action[];
}

export interface Setting {
  readonly cutoffBlocks: number;
  readonly confirmations: number;
  /** The till cannot sign by itself. */
  readonly isLocked: boolean;
  /** How often the owner of a locked till comes by. */
  readonly ownerEveryHours: number;
  /** Its own and further ones. */
  readonly nodes: 1 | 2 | 3;
  /** Nodes know what miners ask. */
  readonly estimatesFees: boolean;
  readonly malleates: boolean;
  /** What customers do at the locktime. */
  readonly refunds: 'to_miner' | 'to_mempool' | 'never';
}

export type Action =
  | { readonly kind: 'wait'; readonly minutes: number }
  /** Until the chain is so many blocks from a channel's cutoff or locktime. */
  | {
      readonly kind: 'wait_for';
      readonly channel: number;
      readonly mark: 'cutoff' | 'locktime';
      readonly offset: number;
    }
  | {
      readonly kind: 'open';
      readonly blocks: number;
      readonly doge: number;
      readonly isSentFirst: boolean;
      readonly isConfirmed: boolean;
    }
  | { readonly kind: 'pay'; readonly channel: number; readonly share: number }
  | { readonly kind: 'replay'; readonly channel: number; readonly which: number }
  | { readonly kind: 'close'; readonly channel: number }
  | { readonly kind: 'release'; readonly channel: number }
  | { readonly kind: 'double_spend'; readonly channel: number; readonly isToMiner: boolean }
  | { readonly kind: 'owner_closes'; readonly channel: number }
  | {
      readonly kind: 'node';
      readonly node: number;
      readonly state: 'down' | 'stuck' | 'apart' | 'mute';
      readonly minutes: number;
    }
  | { readonly kind: 'evict'; readonly where: 'node' | 'network' | 'everywhere' }
  | { readonly kind: 'reorg'; readonly depth: number }
  | { readonly kind: 'dear'; readonly minutes: number; readonly times: number }
  | { readonly kind: 'speed'; readonly minutes: number; readonly percent: number }
  | { readonly kind: 'clock'; readonly minutes: number }
  | { readonly kind: 'crash'; readonly calls: number; readonly minutes: number }
  | { readonly kind: 'off'; readonly minutes: number }
  | { readonly kind: 'sleep'; readonly minutes: number };
