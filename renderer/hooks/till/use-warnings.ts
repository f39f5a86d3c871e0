import type { WarningView } from '../../../core/bridge/views/status.ts';
import { type Loaded, useView } from './use-view.ts';

/** What wants attention, the most urgent first. */
export function useWarnings(): Loaded<readonly WarningView[]> {
  return useView(
    'warnings',
    {},
    { on: ['channel_changed', 'chain_changed', 'settings_changed'], everySeconds: 30 },
  );
}
