import type { PracticeView } from '../../../core/bridge/views/setup.ts';
import { type Loaded, useView } from '../till/use-view.ts';

/** The customer with play money. */
export function usePractice(isOff: boolean): Loaded<PracticeView> {
  return useView('practice', {}, { on: ['channel_changed', 'chain_changed', 'invoice_changed'], isOff });
}
