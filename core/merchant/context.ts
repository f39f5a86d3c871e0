import type { Logger } from 'pino';
import type { Network } from '../networks.ts';
import type { NamedNode, NodeBackend } from '../node/backend.ts';
import type { Identity } from '../protocol/envelope.ts';
import type { Store } from '../store/store.ts';
import type { ChainView } from './chain-view.ts';
import type { PublicKeys } from './keys.ts';
import type { Policy } from './policy.ts';
import type { World } from './world.ts';

/** What has changed, for screens and for those who carry out effects. Sent after the commit, never before. */
export type TillChange =
  | { readonly type: 'channel_changed'; readonly channel: string }
  | { readonly type: 'invoice_changed'; readonly invoice: string }
  | { readonly type: 'chain_changed' }
  | { readonly type: 'settings_changed' }
  | { readonly type: 'effects_owed' };

/** Everything that the till's use cases stand on. */
export interface TillContext {
  readonly network: Network;
  readonly store: Store;
  readonly node: NodeBackend;
  /** Second opinions: the till works without any. */
  readonly otherNodes: readonly NamedNode[];
  readonly chain: ChainView;
  readonly keys: PublicKeys;
  readonly identity: Identity;
  /** As it is now: the owner may change it. What was offered stays as it was offered. */
  readonly policy: Policy;
  readonly shopName: string;
  readonly world: World;
  readonly log: Logger;
  announce(change: TillChange): void;
  /** One look at the chain, now. */
  lookAtChain(): Promise<void>;
}
