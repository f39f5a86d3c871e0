import type { Logger } from 'pino';
import type { Network } from '../networks.ts';
import type { NamedNode, NodeBackend } from '../node/backend.ts';
import type { Identity } from '../protocol/envelope.ts';
import type { RefusalCode } from '../refusal.ts';
import type { Pricing } from '../store/invoices.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../system/world.ts';
import type { PublicKeys } from './keys/keys.ts';
import type { PayoutKeys } from './keys/payout-keys.ts';
import type { Policy } from './policy/policy.ts';
import type { ChainView } from './sight/chain-view.ts';

/** What has changed, for screens and for those who carry out effects. Sent after the commit, never before. */
export type TillChange =
  | { readonly type: 'channel_changed'; readonly channel: string }
  | { readonly type: 'invoice_changed'; readonly invoice: string }
  /** A payment that came over the network for an invoice of this till. */
  | { readonly type: 'payment_refused'; readonly invoice: string; readonly code: RefusalCode }
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
  /** Where settlements of new channels pay, if not to the till's own addresses. */
  readonly payoutKeys: PayoutKeys | undefined;
  readonly identity: Identity;
  /** As it is now: the owner may change it. What was offered stays as it was offered. */
  readonly policy: Policy;
  readonly shopName: string;
  /** What a DOGE is worth now; undefined for a shop that prices in DOGE. */
  readonly pricing: Pricing | undefined;
  readonly world: World;
  readonly log: Logger;
  announce(change: TillChange): void;
  /** One look at the chain, now. */
  lookAtChain(): Promise<void>;
}
