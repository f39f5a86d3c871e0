import type { PolicyView } from '../../../core/bridge/views/session.ts';
import { type Loaded, useView } from '../till/use-view.ts';

export function usePolicy(): Loaded<PolicyView> {
  return useView('policy', {}, { on: ['settings_changed'] });
}
