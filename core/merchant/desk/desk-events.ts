import type { BridgeEvent } from '../../bridge/bridge.ts';
import type { TillChange } from '../context.ts';

/** What the screens are told of a change. */
export function eventsOf(change: TillChange): BridgeEvent[] {
  switch (change.type) {
    case 'invoice_changed':
      return [{ type: 'invoice_changed', id: change.invoice }];
    case 'payment_refused':
      return [{ type: 'payment_refused', id: change.invoice, code: change.code }];
    case 'channel_changed':
      return [{ type: 'channel_changed', id: change.channel }];
    case 'chain_changed':
    case 'settings_changed':
      return [change];
    case 'effects_owed':
      return [];
  }
}
