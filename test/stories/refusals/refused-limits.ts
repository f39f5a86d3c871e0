import type { RefusalCode } from '../../../core/refusal.ts';

/** Codes that depend on how much was asked, and on the node: their tests set up tills of their own. */
export const TOO_MUCH = {
  offers: 'too_many_offers',
  requests: 'too_many_requests',
} as const satisfies Record<string, RefusalCode>;
export const OUT_OF_SIGHT = {
  announcement: 'node_unavailable',
  disk: 'store_unavailable',
} as const satisfies Record<string, RefusalCode>;
