import type { StatusView } from '../../../core/bridge/views/status.ts';
import { type Loaded, useView } from './use-view.ts';

export function useStatus(): Loaded<StatusView> {
  return useView('status', {}, { on: ['chain_changed', 'channel_changed'], everySeconds: 15 });
}
