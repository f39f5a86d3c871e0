import type { SetupDraft } from '../../labels/setup-labels.ts';

/** What every step gets: the shop that is being described, and a way to say more of it. */
export interface StepProps {
  readonly draft: SetupDraft;
  readonly onDraft: (part: Partial<SetupDraft>) => void;
}
