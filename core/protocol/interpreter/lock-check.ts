import { LOCKTIME_THRESHOLD } from '../../networks.ts';
import { FINAL_SEQUENCE } from '../transaction.ts';
import { VERIFY } from './flags.ts';
import { ScriptFailure } from './script-error.ts';
import { readScriptNumber } from './script-number.ts';
import type { SpendingInput } from './signature-check.ts';

/** Good until 2^39 - 1, beyond what nLockTime and nSequence can say. */
const LOCK_LENGTH = 5;

const SEQUENCE_DISABLE = 2 ** 31;
const SEQUENCE_TYPE_TIME = 1 << 22;
const SEQUENCE_MASK = 0xffff;

function lockArgument(top: Uint8Array | undefined, flags: number): number {
  if (top === undefined) throw new ScriptFailure('INVALID_STACK_OPERATION');
  const lock = readScriptNumber(top, (flags & VERIFY.MINIMALDATA) !== 0, LOCK_LENGTH);
  if (lock < 0) throw new ScriptFailure('NEGATIVE_LOCKTIME');
  return lock;
}

/** OP_CHECKLOCKTIMEVERIFY (BIP65; TransactionSignatureChecker::CheckLockTime). Leaves its argument on the stack. */
export function checkLockTime(
  top: Uint8Array | undefined,
  { transaction, index }: SpendingInput,
  flags: number,
): void {
  const lock = lockArgument(top, flags);
  const isSameKind = lock < LOCKTIME_THRESHOLD === transaction.locktime < LOCKTIME_THRESHOLD;
  const isInputFinal = transaction.ins[index]?.sequence === FINAL_SEQUENCE;
  if (!isSameKind || lock > transaction.locktime || isInputFinal) {
    throw new ScriptFailure('UNSATISFIED_LOCKTIME');
  }
}

/** OP_CHECKSEQUENCEVERIFY (BIP112; CheckSequence): policy only, for Dogecoin never activated it. */
export function checkSequence(
  top: Uint8Array | undefined,
  { transaction, index }: SpendingInput,
  flags: number,
): void {
  const wanted = lockArgument(top, flags);
  if (Math.floor(wanted / SEQUENCE_DISABLE) % 2 === 1) return;
  const sequence = transaction.ins[index]?.sequence ?? FINAL_SEQUENCE;
  const isVersionTooLow = transaction.version >>> 0 < 2;
  if (isVersionTooLow || sequence >= SEQUENCE_DISABLE) throw new ScriptFailure('UNSATISFIED_LOCKTIME');
  const mask = SEQUENCE_TYPE_TIME | SEQUENCE_MASK;
  const wantedMasked = (wanted % SEQUENCE_DISABLE) & mask;
  const givenMasked = sequence & mask;
  const isSameKind = (wantedMasked & SEQUENCE_TYPE_TIME) === (givenMasked & SEQUENCE_TYPE_TIME);
  if (!isSameKind || wantedMasked > givenMasked) throw new ScriptFailure('UNSATISFIED_LOCKTIME');
}
