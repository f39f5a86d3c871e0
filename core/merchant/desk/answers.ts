import type { CallArguments, CallName, CallOutput, Role } from '../../bridge/bridge.ts';
import type { SessionView } from '../../bridge/views/session.ts';
import type { Result } from '../../result.ts';

/** Who asks: what an answer may know of a screen, and do to it. */
export interface Caller {
  view(): SessionView;
  unlock(pin: string): Promise<Result<SessionView>>;
  lock(): SessionView;
  /** Sets a role's PIN: whoever came in with the old one has to come in anew, except this caller. */
  setPin(role: Role, pin: string): Promise<Result<SessionView>>;
}

export type Answer<N extends CallName> = (
  given: CallArguments<N>,
  caller: Caller,
) => Result<CallOutput[N]> | Promise<Result<CallOutput[N]>>;

export type Answers = { readonly [N in CallName]: Answer<N> };

/** What is about the screen that asks. */
type ScreenCall = 'session' | 'unlock' | 'lock' | 'noteInput' | 'setPin';

/** What is not about one till but about the app that runs tills. */
export type AppCall =
  | 'findNodes'
  | 'testNode'
  | 'newSeed'
  | 'checkWords'
  | 'createShop'
  | 'findBackup'
  | 'restoreShop'
  | 'setNode'
  | 'addOtherNode'
  | 'removeOtherNode'
  | 'switchMode'
  | 'practice'
  | 'practiceOpenChannel'
  | 'practicePay'
  | 'practicePayOnChain'
  | 'practiceMine';

export type TillCall = Exclude<CallName, ScreenCall | AppCall>;
