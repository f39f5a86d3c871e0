import type { SessionView } from '../../bridge/views/session.ts';
import { refuse } from '../../result.ts';
import type { Answers, AppCall } from './answers.ts';

/** The app around a till. A till that was started from the command line has none, see NO_APP. */
export interface DeskApp {
  readonly mode: SessionView['mode'];
  hasShop(): boolean;
  readonly answers: Pick<Answers, AppCall>;
}

const appOnly = () => refuse('app_only', {});
const practiceOnly = () => refuse('practice_only', {});

export const NO_PRACTICE = {
  practice: practiceOnly,
  practiceOpenChannel: practiceOnly,
  practicePay: practiceOnly,
  practicePayOnChain: practiceOnly,
  practiceMine: practiceOnly,
} as const;

export const NO_APP: DeskApp = {
  mode: 'shop',
  hasShop: () => true,
  answers: {
    findNodes: appOnly,
    testNode: appOnly,
    newSeed: appOnly,
    checkWords: appOnly,
    createShop: appOnly,
    findBackup: appOnly,
    restoreShop: appOnly,
    setNode: appOnly,
    addOtherNode: appOnly,
    removeOtherNode: appOnly,
    switchMode: appOnly,
    ...NO_PRACTICE,
  },
};
